"""Is it right? US Core 6.1 and sense, over a population and over the built-in fixtures."""

import re
from collections import Counter
from datetime import datetime

import pytest

from tests.tools.generate.reader import EIGHT, Json, name_of, nodes, of_type, owner_of, performed, references

_NPI = "http://hl7.org/fhir/sid/us-npi"
_CPT = "http://www.ama-assn.org/go/cpt"
_VENDORS_NPI = "1234567890"
_VENDORS_CPT = {"27447", "36415", "72100", "99213"}
_FULL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@pytest.fixture(params=["population", "fixtures"])
def resources(request: pytest.FixtureRequest) -> list[Json]:
    """Give the one, then the other."""
    found: list[Json] = request.getfixturevalue(request.param)
    return found


def test_every_id_is_there_once(resources: list[Json]) -> None:
    """Type and id name one resource."""
    assert [] == [name for name, count in Counter(map(name_of, resources)).items() if count > 1]


def test_every_reference_leads_somewhere(resources: list[Json]) -> None:
    """No relative reference is broken."""
    known = set(map(name_of, resources))

    assert set() == {reference for resource in resources for reference in references(resource)} - known


def test_contained_resources_are_referred_to(resources: list[Json]) -> None:
    """What is contained is named from within, and nothing else is (dom-3)."""
    for resource in resources:
        inside = {f"#{inner['id']}" for inner in resource.get("contained", [])}
        named = {str(node["reference"]) for node in nodes(resource) if str(node.get("reference", "")).startswith("#")}

        assert inside == named


def test_a_procedure_keeps_the_profile(resources: list[Json]) -> None:
    """US Core: status, code and a Patient as subject; us-core-7: what is done or being done has a time."""
    patients = {name_of(resource) for resource in of_type(resources, "Patient")}
    for procedure in of_type(resources, "Procedure"):
        assert procedure["status"] in EIGHT
        assert procedure["code"].get("coding") or procedure["code"].get("text")
        assert procedure["subject"]["reference"] in patients
        assert sum(name.lstrip("_").startswith("performed") for name in procedure) <= 1
        assert performed(procedure) or procedure["status"] not in {"completed", "in-progress"}


def test_every_status_and_every_kind_of_time_occurs(resources: list[Json]) -> None:
    """All eight statuses, and performed[x] as dateTime, Period, String, Age and Range."""
    procedures = of_type(resources, "Procedure")

    assert {procedure["status"] for procedure in procedures} == EIGHT
    assert {
        "", "performedDateTime", "performedPeriod", "performedString", "performedAge", "performedRange",
    } == {performed(procedure) for procedure in procedures}  # fmt: skip


def test_time_goes_forward(resources: list[Json]) -> None:
    """No Period ends before it starts, nothing is recorded before it was done, and no second has a fraction."""
    for procedure in of_type(resources, "Procedure"):
        period = procedure.get("performedPeriod", {})
        times = [period.get("start"), period.get("end"), procedure.get("performedDateTime")]
        full = [datetime.fromisoformat(time) for time in times if time and _FULL.fullmatch(time)]
        stamp = datetime.fromisoformat(procedure["meta"]["lastUpdated"])

        assert full == sorted(full)
        assert all(moment <= stamp for moment in full)
        assert not any("." in time for time in times if time)


def test_nobody_real_is_named_by_a_number(resources: list[Json]) -> None:
    """An NPI begins with 9 and has a right check digit, telephones are 555-01xx, and there is no social security.

    One NPI is the vendor's own example, 1234567890.
    """
    for node in (node for resource in resources for node in nodes(resource)):
        if node.get("system") == _NPI and node["value"] != _VENDORS_NPI:
            digits = [int(digit) for digit in f"80840{node['value']}"]
            doubled = sum(digits[-1::-2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])

            assert (10, "9", 0) == (len(node["value"]), node["value"][0], doubled % 10)
        if node.get("system") == "phone":
            assert re.fullmatch(r"(\+1 )?555[- ]01\d\d", node["value"])
        assert "us-ssn" not in str(node.get("system"))


def test_cpt_is_what_the_vendor_names_without_its_words(resources: list[Json]) -> None:
    """The vendor's public pages name four codes; their descriptors belong to others."""
    found = [
        node for resource in resources for node in nodes(resource) if node.get("system") == _CPT and "code" in node
    ]

    assert {"72100"} <= {node["code"] for node in found} <= _VENDORS_CPT
    assert {None} == {node.get("display") for node in found}


def test_a_code_has_the_same_display_everywhere(resources: list[Json]) -> None:
    """One term for each concept, where there is one."""
    shown: dict[tuple[str, str], set[str]] = {}
    for node in (node for resource in resources for node in nodes(resource)):
        if isinstance(node.get("code"), str) and "display" in node and "system" in node:
            shown.setdefault((node["system"], node["code"]), set()).add(node["display"])

    assert {} == {code: words for code, words in shown.items() if len(words) > 1}


def test_no_chart_points_into_another(resources: list[Json]) -> None:
    """What belongs to a patient refers to nobody else's resources."""
    owners = {name_of(resource): owner_of(resource) for resource in resources}
    for resource in resources:
        own = owners[name_of(resource)]
        for reference in references(resource) if own else ():
            assert owners[reference] in {own, ""}


def test_a_view_of_one_patient_has_no_holes(resources: list[Json]) -> None:
    """Whatever shared thing a shared thing leads to is named by the patient's own resources as well."""
    known = {name_of(resource): resource for resource in resources}
    named: dict[str, set[str]] = {}
    for resource in resources:
        if owner := owner_of(resource):
            named.setdefault(owner, set()).update(references(resource))
    for owner, found in named.items():
        shared = [known[reference] for reference in found if not owner_of(known[reference])]
        holes = {reference for resource in shared for reference in references(resource)} - found

        assert set() == {hole for hole in holes if not hole.startswith("Patient/")}, owner
