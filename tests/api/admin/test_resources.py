"""How are resources added and replaced while the server runs? One by one or in a Bundle, and searchable at once."""

import re
from datetime import UTC, datetime

import httpx
import orjson
import pytest

from tests.api.admin.handle import JSON
from tests.api.admin.stock import Stock, bundle, made, procedure


def test_one_resource_is_added(stock: Stock) -> None:
    """The answer names it; it is read and found as any other."""
    assert ["Procedure/new"] == stock.add(procedure("new"))
    assert "completed" == stock.get("Procedure/new").json()["status"]
    assert ["new", "old"] == stock.found("Procedure?patient=p")
    assert {"Patient": 2, "Practitioner": 2, "Procedure": 2} == stock.counts()


@pytest.mark.parametrize("type_", ["collection", "searchset", "batch", "transaction"])
def test_a_bundle_brings_what_it_holds(stock: Stock, type_: str) -> None:
    """In its order, whatever its type of these."""
    ids = stock.add(bundle(procedure("b"), made("Patient", "r"), procedure("a", "r"), type_=type_))

    assert ["Procedure/b", "Patient/r", "Procedure/a"] == ids
    assert ["a"] == stock.found("Procedure", "r")


def test_a_transaction_is_resolved(stock: Stock) -> None:
    """`urn:uuid:` means its entry, and a search by identifier what is stored, or what comes with it."""
    patient = made("Patient", "x")
    del patient["id"]
    actors = ["Practitioner?identifier=http://npi|7", "Practitioner?identifier=8"]
    told = procedure("new", performer=[{"actor": {"reference": actor}} for actor in actors])
    told["subject"] = {"reference": "urn:uuid:5b8b8e0e-0000-4000-8000-000000000001"}
    body = bundle(told, made("Practitioner", "e", identifier=[{"value": "8"}]), type_="transaction")
    body["entry"].append({"fullUrl": told["subject"]["reference"], "resource": patient})
    names = stock.add(body)
    found = stock.get("Procedure/new").json()

    assert {"Practitioner/e", "Patient/5b8b8e0e-0000-4000-8000-000000000001", "Procedure/new"} == set(names)
    assert "Patient/5b8b8e0e-0000-4000-8000-000000000001" == found["subject"]["reference"]
    assert ["Practitioner/d", "Practitioner/e"] == [one["actor"]["reference"] for one in found["performer"]]


@pytest.mark.parametrize("search", ["Practitioner?identifier=8", "Practitioner?identifier=7"])
def test_a_search_means_a_resource_as_the_bundle_brings_it(stock: Stock, search: str) -> None:
    """An identifier that a replaced resource had, and now another has, is no longer its own."""
    new = [
        made("Practitioner", "d", identifier=[{"value": "8"}]),
        made("Practitioner", "e", identifier=[{"value": "7"}]),
    ]
    stock.add(bundle(procedure("new", performer=[{"actor": {"reference": search}}]), *new, type_="transaction"))
    actor = stock.get("Procedure/new").json()["performer"][0]["actor"]["reference"]

    assert {"8": "Practitioner/d", "7": "Practitioner/e"}[search[-1]] == actor


def test_a_replaced_resource_is_found_as_it_is_now(stock: Stock) -> None:
    """The old content is found no more, and nobody keeps a copy that passes for current."""
    tag = stock.get("Procedure/old").headers["ETag"]
    stock.add(procedure("old", "q", status="stopped"))
    again = stock.client.get("/fhir/Procedure/old", headers={"If-None-Match": tag})

    assert ([], ["old"]) == (stock.found("Procedure?status=completed"), stock.found("Procedure?status=stopped"))
    assert ([], ["old"]) == (stock.found("Procedure", "p"), stock.found("Procedure", "q"))
    assert (200, "stopped", 'W/"2"') == (again.status_code, again.json()["status"], again.headers["ETag"])


def test_the_order_of_additions_is_told(stock: Stock) -> None:
    """`_sort=-_lastUpdated` shows the latest first, also of what was added within a millisecond."""
    names = [f"n{number}" for number in range(20)]
    for name in names:
        stock.add(procedure(name))

    assert [*reversed(names)] == stock.found("Procedure?_sort=-_lastUpdated&_count=20")
    assert re.fullmatch(r".*T\d\d:\d\d:\d\d\.\d{3}Z", stock.get("Procedure/n7").json()["meta"]["lastUpdated"])


def test_what_has_no_stamps_is_stamped(stock: Stock) -> None:
    """meta.lastUpdated is the time of the server, and meta.versionId counts up, also over a deletion."""
    before = datetime.now(UTC).replace(microsecond=0)
    versions = []
    for _ in range(3):
        stock.add(procedure("new"))
        versions.append(stock.get("Procedure/new").json()["meta"]["versionId"])
    stock.delete("Procedure/new")
    stock.add(procedure("new"))
    meta = stock.get("Procedure/new").json()["meta"]

    assert (["1", "2", "3"], "4") == (versions, meta["versionId"])
    assert before <= datetime.fromisoformat(meta["lastUpdated"]) <= datetime.now(UTC)
    assert ["new"] == stock.found(f"Procedure?_lastUpdated=ge{before.isoformat().replace('+00:00', 'Z')}")


def test_stamps_that_are_given_stay(stock: Stock) -> None:
    """For a test that wants a moment of its own."""
    meta = {"versionId": "seven", "lastUpdated": "2001-02-03T04:05:06Z"}
    stock.add(procedure("new", meta=meta))

    assert meta == stock.get("Procedure/new").json()["meta"]
    assert ["new"] == stock.found("Procedure?_lastUpdated=2001")


def test_numbers_stay_as_they_were_written(stock: Stock) -> None:
    """A decimal keeps its precision."""
    text = '{"resourceType":"Observation","id":"o","valueQuantity":{"value":1.50}}'

    assert 201 == stock.client.post("/_sandbox/resources", content=text, headers=JSON).status_code
    assert '"value":1.50' in stock.get("Observation/o").text


@pytest.mark.parametrize("media", ["application/json", "application/fhir+json", "Application/FHIR+JSON; charset=utf-8"])
def test_the_body_may_be_fhir_json(stock: Stock, media: str) -> None:
    """As FHIR clients send it."""
    text = '{"resourceType":"Patient","id":"r"}'

    assert 201 == stock.client.post("/_sandbox/resources", content=text, headers={"Content-Type": media}).status_code


def test_a_type_that_was_never_there_can_be_searched(stock: Stock) -> None:
    """Asked before and after; its last resource may go again."""
    counts = stock.counts()
    before = stock.found("Claim"), stock.get("Claim/c").status_code
    stock.add(made("Claim", "c", patient={"reference": "Patient/p"}))
    there = stock.found("Claim"), stock.found("Claim", "p"), stock.found("Claim", "q"), stock.counts()["Claim"]
    stock.delete("Claim/c")

    assert (([], 404), (["c"], ["c"], [], 1)) == (before, there)
    assert ([], 410, counts) == (stock.found("Claim"), stock.get("Claim/c").status_code, stock.counts())


def test_every_session_sees_it_whenever_it_began(stock: Stock) -> None:
    """The resources are shared, and a page that was given before is no longer given."""
    handles = [stock.of("p", "one"), stock.of("p", "two"), stock.of("", "three")]
    before = [handle.count() for handle in handles]
    stock.add(procedure("new"))

    assert ([1, 1, 1], [2, 2, 2]) == (before, [handle.count() for handle in handles])


def test_a_client_waits_for_it_as_for_everything(personas: Stock) -> None:
    """Scenarios stand before the resources: what was added during a sync comes with the rest."""
    waiting = personas.of("ada").of(personas.client.post("/_sandbox/sessions", json={"scenario": "syncing-1x"}))
    personas.add(procedure("new", "ada-lovell"))

    assert [429, 200] == waiting.statuses(2, "/Procedure/new")


def test_what_is_added_is_in_the_right_place_of_every_page(stock: Stock) -> None:
    """Sorted pages and their links go over old and new alike."""
    stock.add(*(procedure(f"y{year}", performedDateTime=str(year)) for year in (2021, 2023)))
    assert ["y2021", "y2023", "old"] == stock.found("Procedure?_sort=date")
    stock.add(procedure("y2022", performedDateTime="2022"))
    pages: list[list[str]] = []
    query: str | None = "Procedure?_sort=date&_count=1"
    while query:
        page = stock.get(query).json()
        pages.append([entry["resource"]["id"] for entry in page["entry"]])
        query = next((link["url"].partition("/fhir/")[2] for link in page["link"] if link["relation"] == "next"), None)

    assert [["y2021"], ["y2022"], ["y2023"], ["old"]] == pages


def test_nothing_is_written_through_the_door_of_the_client(stock: Stock) -> None:
    """/fhir stays as it is: reading only."""
    answers: list[httpx.Response] = [
        stock.client.put("/fhir/Procedure/old", json=procedure("old")),
        stock.client.post("/fhir/Procedure", json=procedure("new")),
        stock.client.delete("/fhir/Procedure/old"),
    ]

    assert [405, 405, 405] == [answer.status_code for answer in answers]


@pytest.mark.parametrize(
    "media", ["application/ndjson", "application/x-ndjson", "application/fhir+ndjson; charset=utf-8"]
)
def test_lines_are_added_as_a_fixture_file_has_them(stock: Stock, media: str) -> None:
    """Each a resource or a Bundle, empty lines between them or not; a fault is named by its line, and stops all."""
    lines = [procedure("one"), bundle(procedure("two"), made("Patient", "three")), made("Patient", "four")]
    body = b"\r\n\n".join(orjson.dumps(line) for line in lines) + b"\n"
    wrong = body + b"{\n" + orjson.dumps(made("Nurse", "5"))
    headers = {"Content-Type": media}
    refused = stock.client.post("/_sandbox/resources", content=wrong, headers=headers)
    before = stock.counts()
    added = stock.client.post("/_sandbox/resources", content=body, headers=headers)

    assert 422 == refused.status_code
    assert ["the body:6: not JSON", "the body:7: 'Nurse' is"] == [
        fault[:22] if "Nurse" in fault else fault[:20] for fault in refused.json()["error"]["faults"]
    ]
    assert (201, ["Procedure/one", "Procedure/two", "Patient/three", "Patient/four"]) == (
        added.status_code, added.json()["ids"],
    )  # fmt: skip
    assert before["Procedure"] + 2 == stock.counts()["Procedure"]


def test_lines_without_any_resource_are_refused(stock: Stock) -> None:
    """Nothing is no change, and was hardly meant."""
    answer = stock.client.post("/_sandbox/resources", content=b"\n\n", headers={"Content-Type": "application/ndjson"})

    assert (422, ["the body: it holds no resource"]) == (answer.status_code, answer.json()["error"]["faults"])
