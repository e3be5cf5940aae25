"""Which resources does a Bundle bring, and how do they refer to each other afterwards?"""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from sandbox.fhir.resource_types import ID
from sandbox.loading.bundle import UNPACKED

Loads = Callable[[dict[str, str | bytes]], dict[str, Any]]
FaultsOf = Callable[[dict[str, str | bytes]], list[str]]

ADA = {"resourceType": "Patient", "id": "ada"}
URN = "urn:uuid:0c6f1f4e-95a5-4a70-9d0a-0d3c6f2f7a01"


def bundle(*entries: Any, type_: str = "collection", **more: Any) -> str:
    """Return a Bundle as JSON."""
    return orjson.dumps({"resourceType": "Bundle", "type": type_, "entry": entries} | more).decode()


@pytest.mark.parametrize("type_", sorted(UNPACKED))
@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
def test_a_bundle_that_only_carries_others_is_unpacked(loads: Loads, type_: str, name: str) -> None:
    """Of a collection, searchset, batch or transaction the resources are stored, the Bundle itself is not."""
    ben = {"resourceType": "Patient", "id": "ben"}

    assert ["Patient/ada", "Patient/ben"] == list(
        loads({name: bundle({"resource": ADA}, {"resource": ben}, type_=type_)})
    )


@pytest.mark.parametrize("type_", ["document", "message", "history", "batch-response", "transaction-response"])
def test_another_bundle_is_stored_as_itself(loads: Loads, type_: str) -> None:
    """A document is a resource of its own; what is in it is not to be found by itself."""
    assert ["Bundle/b"] == list(loads({"a.json": bundle({"resource": ADA}, type_=type_, id="b")}))


@pytest.mark.parametrize("type_", ["document", "message", "history"])
def test_a_bundle_that_is_kept_whole_is_told(loads: Loads, caplog: pytest.LogCaptureFixture, type_: str) -> None:
    """Its resources are not found apart; files of such Bundles seldom have an id, and get one."""
    (name,) = loads({"a.json": bundle({"fullUrl": URN, "resource": ADA}, type_=type_)})

    assert name.startswith("Bundle/")
    assert "Bundle is kept whole: its resources cannot be asked for" in caplog.text


def test_a_document_keeps_the_searches_inside_it(loads: Loads) -> None:
    """A Bundle that is stored as itself is stored as it came, references included."""
    procedure = {"resourceType": "Procedure", "id": "1", "subject": {"reference": "Patient?identifier=7"}}
    found = loads({"a.json": bundle({"resource": procedure}, type_="document", id="b")})

    assert "Patient?identifier=7" == found["Bundle/b"]["entry"][0]["resource"]["subject"]["reference"]


def test_a_bundle_inside_a_bundle_is_stored_as_itself(loads: Loads) -> None:
    """Only the outermost Bundle carries."""
    inner = {"resourceType": "Bundle", "id": "b", "type": "collection", "entry": [{"resource": ADA}]}

    assert ["Bundle/b"] == list(loads({"a.json": bundle({"resource": inner})}))


def test_references_by_urn_become_relative(loads: Loads) -> None:
    """Whoever is named by the `urn:uuid:` of an entry is named by type and id afterwards, wherever the name stands."""
    procedure = {
        "resourceType": "Procedure",
        "id": "1",
        "subject": {"reference": URN, "display": "Ada"},
        "performer": [{"actor": {"reference": URN}, "extension": [{"valueReference": {"reference": URN}}]}],
        "contained": [{"resourceType": "Location", "id": "l", "managingOrganization": {"reference": URN}}],
    }
    found = loads({"a.json": bundle({"resource": procedure}, {"fullUrl": URN, "resource": ADA})})["Procedure/1"]

    assert {"reference": "Patient/ada", "display": "Ada"} == found["subject"]
    assert "Patient/ada" == found["performer"][0]["actor"]["reference"]
    assert "Patient/ada" == found["performer"][0]["extension"][0]["valueReference"]["reference"]
    assert "Patient/ada" == found["contained"][0]["managingOrganization"]["reference"]


@pytest.mark.parametrize("reference", ["urn:uuid:00000000-0000-4000-8000-000000000000", "Patient/other", "#p"])
def test_a_reference_that_no_entry_explains_stays(loads: Loads, reference: str) -> None:
    """A foreign name is data, not a fault."""
    procedure = {"resourceType": "Procedure", "id": "1", "subject": {"reference": reference}}
    found = loads({"a.json": bundle({"fullUrl": URN, "resource": ADA}, {"resource": procedure})})

    assert reference == found["Procedure/1"]["subject"]["reference"]


def test_a_reference_by_the_address_of_an_entry_stays(loads: Loads) -> None:
    """Only `urn:uuid:` is rewritten: an absolute address is understood when it is searched."""
    address = "https://fhir.example/r4/Patient/ada"
    procedure = {"resourceType": "Procedure", "id": "1", "subject": {"reference": address}}
    found = loads({"a.json": bundle({"fullUrl": address, "resource": ADA}, {"resource": procedure})})

    assert address == found["Procedure/1"]["subject"]["reference"]


@pytest.mark.parametrize("full_url", [URN, f"https://fhir.example/r4/Patient/{URN.rpartition(':')[2]}"])
def test_a_resource_without_id_takes_that_of_its_address(loads: Loads, full_url: str) -> None:
    """The last part of the fullUrl is its id, and references to it say so."""
    procedure = {"resourceType": "Procedure", "subject": {"reference": URN}}
    other = "urn:uuid:0c6f1f4e-95a5-4a70-9d0a-0d3c6f2f7a02"
    patient = {"resourceType": "Patient"}
    found = loads(
        {"a.json": bundle({"fullUrl": full_url, "resource": patient}, {"fullUrl": other, "resource": procedure})}
    )

    assert [f"Patient/{URN.rpartition(':')[2]}", f"Procedure/{other.rpartition(':')[2]}"] == list(found)


@pytest.mark.parametrize("type_", ["collection", "searchset"])
@pytest.mark.parametrize("entry", [{}, {"fullUrl": "?"}, {"fullUrl": "http://m.test/"}])
def test_a_collection_gives_no_id(faults_of: FaultsOf, entry: dict[str, Any], type_: str) -> None:
    """What stands in it is named as a resource by itself is: by an id."""
    text = bundle({"resource": ADA}, entry | {"resource": {"resourceType": "Patient"}}, type_=type_)

    assert ["a.json:1 entry 2: Patient without id"] == faults_of({"a.json": text})


def _asks(method: Any, url: Any = None, resource: Any = None) -> dict[str, Any]:
    """Return an entry that asks for something."""
    entry = {"request": {"method": method} if url is None else {"method": method, "url": url}}
    return entry if resource is None else entry | {"resource": resource}


NAMELESS = {"resourceType": "Patient", "birthDate": "1970"}


@pytest.mark.parametrize("type_", ["transaction", "batch"])
@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (_asks("POST", "Patient", ADA), "ada"),
        (_asks("POST", "", ADA), "ada"),
        (_asks("POST", None, ADA), "ada"),
        (_asks("PUT", "Patient/ada", ADA), "ada"),
        (_asks("PUT", "/Patient/ada", ADA), "ada"),
        (_asks("PUT", "https://m.test/r4/Patient/ada", ADA), "ada"),
        (_asks("PUT", "Patient/given", NAMELESS), "given"),
        (_asks("PUT", "Patient?identifier=http://m.test|7", ADA), "ada"),
        (_asks("POST", "Patient", ADA) | {"ifNoneExist": "identifier=7"}, "ada"),
        ({"resource": ADA}, "ada"),
        ({"resource": ADA, "request": None}, "ada"),
    ],
)
def test_a_request_that_brings_its_resource_is_taken(
    loads: Loads, entry: dict[str, Any], name: str, type_: str
) -> None:
    """It is stored under its own id, or that of its address; conditional requests are not tried."""
    assert [f"Patient/{name}"] == list(loads({"a.json": bundle(entry, type_=type_)}))


WRITTEN = '{"method": "PUT", "url": "Procedure/1"}'
DELETING = "nothing is deleted by a Bundle: leave the entry out, and ask for DELETE /_sandbox/resources/{type}/{id}"
NOTHING_ELSE = "an entry brings a resource by POST or PUT, and nothing else is done here"


@pytest.mark.parametrize("type_", ["transaction", "batch"])
@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (_asks("DELETE", "Patient/ada"), f"DELETE Patient/ada: {DELETING}"),
        (_asks("DELETE", "Patient?name=x"), f"DELETE Patient?name=x: {DELETING}"),
        (_asks("GET", "Patient/ada"), f"GET Patient/ada: {NOTHING_ELSE}"),
        (_asks("HEAD", "Patient/ada"), f"HEAD Patient/ada: {NOTHING_ELSE}"),
        (_asks("PATCH", "Patient/ada", ADA), f"PATCH Patient/ada: {NOTHING_ELSE}"),
        (_asks("PATHC", "x", ADA), "PATHC x: 'PATHC' is not a method of FHIR. Did you mean \"PATCH\"?"),
        (_asks("PUT", "Patient/ben", ADA), "PUT Patient/ben: the resource is Patient/ada, so right would be PUT "),
        (_asks("PUT", "Group/ada", ADA), "PUT Group/ada: the resource is Patient/ada, so right would be PUT Patient/a"),
        (_asks("PUT", "Patient", ADA), "PUT Patient: the resource is Patient/ada, so right would be PUT Patient/ada"),
        (_asks("PUT", "Patient/a_b", NAMELESS), "PUT Patient/a_b: the resource is a Patient, so right would be PUT P"),
        (_asks("PUT", "?identifier=7", ADA), "PUT without an address: right would be PUT Patient/ada"),
        (_asks("PUT", "Group?identifier=7", ADA), "PUT Group?identifier=7: the resource is a Patient, so right would"),
        (_asks("POST", "Group", ADA), "POST Group: the resource is a Patient, so right would be POST Patient"),
        (_asks("POST", "Patient/ada", ADA), "POST Patient/ada: the resource is a Patient, so right would be POST Pat"),
        (_asks("POST", 7, ADA), "entry.request.url must be a string such as 'Patient'"),
        (_asks("PUT", 7, ADA), "entry.request.url must be a string such as 'Patient/ada'"),
        (_asks("POST", "Patient"), "a POST entry must bring a resource"),
        (_asks(7, "Patient", ADA), f"entry.request must be an object such as {WRITTEN}"),
        ({"resource": ADA, "request": "POST"}, f"entry.request must be an object such as {WRITTEN}"),
    ],
)
def test_a_request_that_cannot_be_done_is_named(
    faults_of: FaultsOf, entry: dict[str, Any], fault: str, type_: str
) -> None:
    """By its entry, with what would be right; nothing is dropped without a word."""
    (found,) = faults_of({"a.json": bundle({"resource": ADA | {"id": "other"}}, entry, type_=type_)})

    assert found.startswith(f"a.json:1 entry 2: {fault}")


@pytest.mark.parametrize("type_", ["transaction", "batch"])
def test_a_resource_without_id_and_address_gets_an_id_that_is_always_the_same(loads: Loads, type_: str) -> None:
    """An id is made of what the resource says, so that two starts give the same data."""
    patient, other = {"resourceType": "Patient"}, {"resourceType": "Patient", "active": True}
    entries = {"resource": patient}, {"fullUrl": "?", "resource": other}
    files: dict[str, str | bytes] = {"a.json": bundle(*entries, type_=type_)}
    ids = [found["id"] for found in loads(files).values()]

    assert 2 == len(set(ids))
    assert all(ID.fullmatch(id_) for id_ in ids)
    assert ids == [found["id"] for found in loads(files).values()]


@pytest.mark.parametrize("names", [("a.ndjson", "a.ndjson"), ("x/a.json", "y/a.json")])
def test_made_up_ids_differ_between_bundles(loads: Loads, names: tuple[str, str]) -> None:
    """The first entries of two Bundles, on two lines or in two folders, are two resources."""
    files: dict[str, str | bytes] = {}
    for name, gender in zip(names, ("female", "male"), strict=True):
        text = bundle({"resource": {"resourceType": "Patient", "gender": gender}}, type_="transaction")
        files[name] = f"{files[name]!s}\n{text}" if name in files else text

    assert ["female", "male"] == sorted(found["gender"] for found in loads(files).values())


def test_outcomes_and_empty_entries_are_skipped(loads: Loads) -> None:
    """What a server said beside its results is no data."""
    outcome = {"resourceType": "OperationOutcome", "issue": []}
    entries = [
        {"resource": outcome, "search": {"mode": "outcome"}},
        {"resource": ADA},
        {"request": {"method": "DELETE", "url": "Patient/7"}},
    ]

    assert ["Patient/ada"] == list(loads({"a.json": bundle(*entries, type_="searchset")}))


@pytest.mark.parametrize("entry", ["Patient/ada", 7, {"resource": "Patient/ada"}, {"resource": [ADA]}, [], None])
def test_an_entry_that_is_no_object_is_named(faults_of: FaultsOf, entry: Any) -> None:
    """A fault in a Bundle says the number of the entry."""
    assert ["a.json:1 entry 2: an entry must be an object with a resource"] == faults_of(
        {"a.json": bundle({"resource": ADA}, entry)}
    )


def test_a_bare_resource_in_place_of_an_entry_is_named(faults_of: FaultsOf) -> None:
    """A resource that was forgotten to be wrapped does not vanish without a word."""
    assert faults_of({"a.json": bundle({"resource": ADA}, ADA)})[0].startswith("a.json:1 entry 2: ")


@pytest.mark.parametrize("entries", [None, {}, "none", 7])
def test_entries_that_are_no_list_are_named(faults_of: FaultsOf, entries: Any) -> None:
    """`Bundle.entry` is a list or absent."""
    text = orjson.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).decode()

    assert "a.ndjson:2: Bundle.entry must be a list" == faults_of({"a.ndjson": f"\n{text}"})[0]


def test_a_bundle_without_entries_brings_nothing(loads: Loads) -> None:
    """An empty page of results is no fault beside other data."""
    files: dict[str, str | bytes] = {"a.json": '{"resourceType":"Bundle","type":"searchset"}', "b.json": bundle()}

    assert ["Patient/ada"] == list(loads(files | {"c.json": orjson.dumps(ADA)}))


@pytest.mark.parametrize("type_", [[], {}, 7, None])
def test_a_bundle_of_no_type_is_a_resource_like_others(faults_of: FaultsOf, type_: Any) -> None:
    """Whatever stands as its type, a Bundle that is not unpacked needs an id."""
    text = orjson.dumps({"resourceType": "Bundle", "type": type_}).decode()

    assert ["a.ndjson:1: Bundle without id"] == faults_of({"a.ndjson": text})


def test_faults_inside_a_bundle_say_file_line_and_entry(faults_of: FaultsOf) -> None:
    """Each bad resource of a Bundle is named by its entry."""
    text = bundle({"resource": {"id": "1"}}, {"resource": ADA}, {"resource": {"resourceType": "Patent", "id": "1"}})

    assert [
        "a.ndjson:2 entry 1: no resourceType",
        "a.ndjson:2 entry 3: 'Patent' is not a resource type of FHIR R4. Did you mean \"Patient\"?",
    ] == faults_of({"a.ndjson": f"\n{text}"})


@pytest.mark.parametrize("depth", [100, 300, 500])
def test_bundles_that_go_on_for_ever_are_a_fault(faults_of: FaultsOf, depth: int) -> None:
    """However deep they stand in one another."""
    text = '{"resourceType":"Bundle","type":"batch","entry":[{"resource":' * depth + orjson.dumps(ADA).decode()

    (fault,) = faults_of({"a.json": text + "}]}" * depth})
    assert fault in {"a.json:1: nested too deeply", "a.json:1: not JSON: depth limit exceeded"}
