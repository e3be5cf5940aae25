"""Does it work on what others write? Small imitations of Synthea, of US Core's examples and of a bulk export."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from sandbox.tools.check.checker import Checked
from tests.tools.check.conftest import PIA, FlawsOf, procedure

NPI = "http://hl7.org/fhir/sid/us-npi"
SYNTHEA = "https://github.com/synthetichealth/synthea"


def transaction(*resources: dict[str, Any]) -> dict[str, Any]:
    """Return a Bundle whose entries are named by urn:uuid, without ids where they have none."""
    entries = [
        {
            "fullUrl": f"urn:uuid:{number:08d}-0000-4000-8000-000000000000",
            "resource": resource,
            "request": {"method": "POST", "url": resource["resourceType"]},
        }
        for number, resource in enumerate(resources)
    ]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def of_synthea() -> dict[str, Any]:
    """Return one patient's Bundle as Synthea writes it: urn:uuid inside, searches for the people and places."""
    patient = {
        "resourceType": "Patient",
        "identifier": [{"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-12-3456"}],
    }
    mine = {"reference": "urn:uuid:00000000-0000-4000-8000-000000000000"}
    encounter = {
        "resourceType": "Encounter",
        "status": "finished",
        "subject": mine,
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "participant": [{"individual": {"reference": f"Practitioner?identifier={NPI}|9999999011"}}],
        "serviceProvider": {"reference": f"Organization?identifier={SYNTHEA}|o1"},
    }
    done = procedure(
        None,
        subject=mine,
        encounter={"reference": "urn:uuid:00000001-0000-4000-8000-000000000000"},
        performedDateTime=None,
        performedPeriod={"start": "2024-03-01T09:00:00-05:00", "end": "2024-03-01T09:45:00-05:00"},
    )
    return transaction(patient, encounter, done)


def batch(resource: dict[str, Any]) -> dict[str, Any]:
    """Return a Bundle of one person or place."""
    request = {"method": "POST", "url": resource["resourceType"]}
    return {"resourceType": "Bundle", "type": "batch", "entry": [{"resource": resource, "request": request}]}


HOSPITALS = batch(
    {
        "resourceType": "Organization",
        "id": "o",
        "name": "Made up",
        "identifier": [{"system": SYNTHEA, "value": "o1"}],
    }
)
PRACTITIONERS = batch(
    {"resourceType": "Practitioner", "id": "p", "identifier": [{"system": NPI, "value": "9999999011"}]}
)


def test_a_synthea_folder_has_no_flaw(flaws_of: FlawsOf) -> None:
    """The searches are answered by the files beside it, although those come later or earlier."""
    checked = Checked()

    assert [] == flaws_of(
        checked, aaa__json=of_synthea(), hospitalInformation1__json=HOSPITALS, zzz__json__gz=PRACTITIONERS
    )
    assert {"Patient": 1, "Encounter": 1, "Procedure": 1, "Organization": 1, "Practitioner": 1} == checked.resources


def test_a_synthea_bundle_without_its_hospitals_is_not_whole(flaws_of: FlawsOf) -> None:
    """Each search that finds nobody is an error, as it would be for a server."""
    rules = {(rule, element) for rule, element, _ in flaws_of(aaa__json=of_synthea(), people__json=PRACTITIONERS)}

    assert {("reference-search", "Encounter.serviceProvider.reference")} == rules


def test_two_with_the_same_identifier_answer_no_search(flaws_of: FlawsOf) -> None:
    """But the same resource in two files is one."""
    twin = {"resourceType": "Practitioner", "id": "twin", "identifier": [{"system": NPI, "value": "9999999011"}]}
    shown_issues = flaws_of(
        a__json=of_synthea(), h1__json=HOSPITALS, h2__json=HOSPITALS, p__json=PRACTITIONERS, twin__ndjson=[twin]
    )

    assert {"repeated-resource", "reference-search"} == {rule for rule, _, _ in shown_issues}
    assert "several resources have this identifier" in shown_issues[-1][2]


def test_a_search_for_anything_else_is_refused(flaws_of: FlawsOf) -> None:
    """Only identifiers can be resolved without a server."""
    shown_issues = flaws_of(a__ndjson=[PIA, procedure(encounter={"reference": "Encounter?status=finished"})])

    assert "only Type?identifier=system|value can be resolved" in shown_issues[0][2]


def test_a_bulk_export_with_absolute_references_has_no_flaw(flaws_of: FlawsOf) -> None:
    """Their base is taken for that of the export once one of them leads to a resource of it."""
    base = "https://ehr.example/r4/"
    checked = Checked()
    done = procedure(
        subject={"reference": base + "Patient/pia"}, encounter={"reference": "http://other.example/Encounter/1"}
    )

    assert [] == flaws_of(checked, Patient__000__ndjson=[PIA], Procedure__000__ndjson__gz=[done])
    assert 1 == checked.elsewhere


def test_the_full_urls_of_a_bundle_say_where_it_comes_from(flaws_of: FlawsOf) -> None:
    """So an absolute reference to that server should lead to something."""
    entry = {"fullUrl": "https://ehr.example/r4/Patient/pia", "resource": PIA}
    done = procedure(encounter={"reference": "https://ehr.example/r4/Encounter/9/_history/2"})
    more = {"fullUrl": f"https://ehr.example/r4/Procedure/{done['id']}", "resource": done}
    shown_issues = flaws_of(a__json={"resourceType": "Bundle", "type": "searchset", "entry": [entry, more]})

    assert [("reference-elsewhere", "Procedure.encounter.reference")] == [row[:2] for row in shown_issues]


def test_an_example_of_us_core_has_no_flaw(flaws_of: FlawsOf) -> None:
    """CPT by code alone, a Period with offsets, a narrative, a versioned reference."""
    done = procedure(
        "implant",
        meta={"profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-procedure"]},
        text={"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Device</div>'},
        code={"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "72100"}], "text": "X-ray"},
        performedDateTime=None,
        performedPeriod={"start": "2019-03-26T12:55:26-07:00", "end": "2019-03-26T13:25:26-07:00"},
    )
    trail = {
        "resourceType": "Provenance", "id": "trail", "target": [{"reference": "Procedure/implant/_history/1"}],
        "recorded": "2019-03-26T13:30:00.123-07:00", "agent": [{"who": {"display": "Somebody"}}],
    }  # fmt: skip

    assert [] == flaws_of(all__ndjson=[PIA, done, trail])


def test_what_is_no_address_of_a_server_is_not_followed(flaws_of: FlawsOf) -> None:
    """It is counted once, however often it is named."""
    checked = Checked()
    odd = {"reference": "mailto:somebody@sandbox.example"}

    assert [] == flaws_of(checked, a__ndjson=[PIA, procedure(encounter=odd), procedure("two", encounter=odd)])
    assert 1 == checked.elsewhere


def test_a_document_is_a_resource_of_its_own(flaws_of: FlawsOf) -> None:
    """A Bundle that is kept whole is held to R4; its references hold inside it."""
    composition = {
        "resourceType": "Composition", "id": "letter", "status": "final", "type": {"text": "Letter"}, "date": "2024",
        "title": "Letter", "author": [{"display": "Somebody"}], "section": [{"entry": [{"reference": "Procedure/p1"}]}],
    }  # fmt: skip
    document = {
        "resourceType": "Bundle", "id": "letter", "type": "document", "timestamp": "2024-01-01T10:00:00Z",
        "identifier": {"system": "https://sandbox.example/letters", "value": "1"},
        "entry": [
            {"fullUrl": f"https://ehr.example/r4/{row['resourceType']}/{row['id']}", "resource": row}
            for row in (composition, procedure("p1"))
        ],
    }  # fmt: skip

    assert [] == flaws_of(a__ndjson=[document])


def test_the_envelope_of_a_bundle_is_checked_too(flaws_of: FlawsOf) -> None:
    """Its own elements, and that each fullUrl is unique and agrees with the id."""
    url = "https://ehr.example/r4/Patient/pia"
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entries": [],
        "entry": [
            {"fullUrl": url, "resource": PIA, "request": {"method": "POST"}},
            {"fullUrl": url, "resource": procedure(), "request": {"method": "POST", "url": "Procedure"}},
        ],
    }

    assert {
        ("r4-unknown-element", "Bundle.entries"),
        ("r4-missing-element", "Bundle.entry[0].request.url"),
        ("bundle", "Bundle.entry[1].fullUrl"),
    } == {row[:2] for row in flaws_of(a__json=bundle)}


@pytest.mark.parametrize("depth", [200, 300, 900])
def test_nesting_without_end_is_a_flaw(flaws_of: FlawsOf, depth: int) -> None:
    """Of its line, whoever gives up first."""
    text: Any = {"url": "https://sandbox.example/x"}
    for _ in range(depth // 2):
        text = {"url": "https://sandbox.example/x", "extension": [text]}

    assert flaws_of(a__ndjson=[PIA | {"extension": [text]}])


def test_no_value_anywhere_can_break_it(flaws_of: FlawsOf) -> None:
    """Each element of a Procedure and a Bundle is replaced by each kind of nonsense."""
    whole = procedure(
        identifier=[{"system": NPI, "value": "9999999011", "type": {"coding": [{"code": "NPI"}]}}],
        contained=[{"resourceType": "Practitioner", "id": "in", "telecom": [{"system": "phone", "value": "555-0100"}]}],
        performer=[{"actor": {"reference": "#in"}}],
        extension=[{"url": "https://sandbox.example/x", "valueString": "x"}],
        performedDateTime=None,
        performedPeriod={"start": "2024-01-01", "end": "2024-01-02"},
        meta={"profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-procedure"], "tag": [{"code": "x"}]},
    )
    nonsense: list[Any] = [
        None,
        0,
        1.50,
        True,
        "",
        "x",
        "#",
        "?",
        "a/b?c",
        "urn:x",
        [],
        {},
        [None],
        [[]],
        [{}],
        [1],
        {"x": 1},
    ]
    rows = [changed for way in ways(whole) for changed in (with_(whole, way, odd) for odd in nonsense)]
    bundles = {
        "resourceType": "Bundle",
        "id": "b",
        "type": "document",
        "entry": [{"resource": row} for row in rows[::50]],
    }

    assert len(rows) < len(flaws_of(a__ndjson=[PIA, *rows, bundles], b__json={**bundles, "type": "batch"}))


def ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to everything inside a value."""
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*way, step)
        if isinstance(inner, dict | list):
            yield from ways(inner, (*way, step))


def with_(value: Any, way: tuple[Any, ...], new: Any) -> Any:
    """Return a copy of a value in which something is replaced."""
    copy = deepcopy(value)
    holder = copy
    for step in way[:-1]:
        holder = holder[step]
    holder[way[-1]] = new
    return copy
