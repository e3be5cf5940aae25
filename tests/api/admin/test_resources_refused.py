"""What cannot be added? Every fault is named, and nothing has changed: not even what was right."""

from typing import Any

import pytest

from tests.api.admin.handle import JSON, error
from tests.api.admin.stock import Stock, bundle, made, procedure

LIMIT = 32 * 1024 * 1024
GOOD = procedure("good", performedDateTime="2024")
FAULTS: dict[str, tuple[Any, list[str]]] = {
    "a bad date in the second entry": (
        bundle(GOOD, procedure("bad", performedDateTime="2024-13")),
        ["the body entry 2: Procedure/bad, date: '2024-13' is not a date: there is no such day"],
    ),
    "a bad date inside what is contained": (
        procedure("bad", contained=[made("Patient", "in", birthDate="yesterday")]),
        ["the body: Procedure/bad#in, birthdate: 'yesterday' is not a date"],
    ),
    "an unknown type": (
        bundle(GOOD, made("Procedur", "x")),
        ["the body entry 2: 'Procedur' is not a resource type of FHIR R4. Did you mean \"Procedure\"?"],
    ),
    "two of the same name": (
        bundle(GOOD, procedure("good", status="stopped")),
        ["the body entry 2: Procedure/good stands at the body entry 1 already, with other content"],
    ),
    "a search for nobody": (
        bundle(GOOD, procedure("bad", performer=[{"actor": {"reference": "Practitioner?identifier=9"}}])),
        ["the body entry 2: Practitioner?identifier=9: no loaded Practitioner has this identifier"],
    ),
    "no id in a collection": (
        bundle(GOOD, {"resourceType": "Procedure"}),
        ["the body entry 2: Procedure without id"],
    ),
    "a status that is a number": (
        bundle(GOOD, procedure("m1", status=5)),
        ["the body entry 2: Procedure/m1, status: this must be a string, not 5"],
    ),
    "a subject that is text": (
        procedure("m1") | {"subject": "x"},
        ['the body: Procedure/m1, subject: this must be an object, not "x"'],
    ),
    "a DELETE": (
        made(
            "Bundle",
            "b",
            type="transaction",
            entry=[
                {"resource": GOOD, "request": {"method": "POST", "url": "Procedure"}},
                {"request": {"method": "DELETE", "url": "Procedure/old"}},
            ],
        ),
        ["the body entry 2: DELETE Procedure/old: nothing is deleted by a Bundle"],
    ),
    "another address": (
        made(
            "Bundle",
            "b",
            type="batch",
            entry=[
                {"resource": GOOD, "request": {"method": "PUT", "url": "Procedure/other"}},
            ],
        ),
        ["the body entry 1: PUT Procedure/other: the resource is Procedure/good, so right would be PUT Procedure/good"],
    ),
    "no id": ({"resourceType": "Procedure"}, ["the body: Procedure without id"]),
    "an id that is none": (made("Procedure", "a b"), ["the body: 'a b' is not an id"]),
    "a Bundle of no type": ({"resourceType": "Bundle"}, ["the body: Bundle without id"]),
    "a moment that is none": (
        procedure("x", meta={"lastUpdated": "now"}),
        ["the body: meta.lastUpdated 'now' is not an in"],
    ),
    "an empty object": ({}, ["the body: no resourceType"]),
    "an empty Bundle": (bundle(), ["the body: it holds no resource"]),
    "no list of entries": (made("Bundle", "b", type="batch", entry={}), ["the body: Bundle.entry must be a list"]),
    "several at once": (
        bundle({"resourceType": "Patient", "id": "_"}, GOOD, {"resourceType": "Nurse", "id": "1"}),
        ["the body entry 1: '_' is not an id", "the body entry 3: 'Nurse' is not a resource type"],
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_named_and_nothing_has_changed(stock: Stock, what: str) -> None:
    """Neither counts, nor answers, nor what is said of what is gone."""
    stock.delete("Practitioner/stranger")
    body, faults = FAULTS[what]

    def state() -> list[Any]:
        answers = [stock.get(path) for path in ("Procedure", "Procedure/good", "Practitioner/stranger")]
        return [stock.counts(), *((answer.status_code, answer.json()) for answer in answers)]

    before = state()
    found = stock.refused(body)

    assert faults == [fault[: len(said)] for fault, said in zip(found, faults, strict=True)]
    assert before[:2] == state()[:2]
    assert [status for status, _ in before[2:]] == [status for status, _ in state()[2:]] == [404, 410]


def test_what_was_refused_can_be_added_when_it_is_right(stock: Stock) -> None:
    """Nothing of it was left behind."""
    stock.refused(bundle(GOOD, procedure("bad", performedDateTime="2024-13")))
    stock.add(GOOD, procedure("bad", performedDateTime="2024-12"))

    assert {"good", "bad"} == set(stock.found("Procedure?date=2024"))
    assert "1" == stock.get("Procedure/good").json()["meta"]["versionId"]


def test_a_hundred_faults_are_enough(stock: Stock) -> None:
    """More would hide the first ones."""
    assert 100 == len(stock.refused(bundle(*({"resourceType": "Patient", "id": "_"} for _ in range(150)))))


@pytest.mark.parametrize("media", ["", "text/plain", "application/xml", "application/fhir+xml", "text/ndjson"])
def test_what_is_not_said_to_be_json_is_415(stock: Stock, media: str) -> None:
    """Whatever it is."""
    headers = {"Content-Type": media} if media else {}
    answer = stock.client.post("/_sandbox/resources", content=b'{"resourceType":"Patient","id":"r"}', headers=headers)

    assert (415, 2) == (answer.status_code, stock.counts()["Patient"])
    assert error(answer).startswith("The body must be application/json, not ")


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b"[]", b'"x"', b'{"resourceType":"Patient","id":"r"}\n{"resourceType":"Patient","id":"s"}']
)
def test_what_is_no_json_object_is_400(stock: Stock, body: bytes) -> None:
    """Lines of NDJSON among it: several resources come in a Bundle."""
    answer = stock.client.post("/_sandbox/resources", content=body, headers=JSON)

    assert (400, 2) == (answer.status_code, stock.counts()["Patient"])
    assert error(answer).startswith("The body ")


def test_a_body_may_have_32_mebibytes_and_no_more(stock: Stock) -> None:
    """A byte more is 413."""
    text = b'{"resourceType":"Patient","id":"r"}'
    statuses = [
        stock.client.post("/_sandbox/resources", content=text.ljust(size), headers=JSON).status_code
        for size in (LIMIT + 1, LIMIT)
    ]

    assert [413, 201] == statuses


def test_a_page_from_elsewhere_changes_nothing(stock: Stock) -> None:
    """A foreign Origin is 403, to add as to delete."""
    foreign = {"Origin": "http://evil.example"}
    statuses = [
        stock.client.post("/_sandbox/resources", json=GOOD, headers=foreign).status_code,
        stock.client.delete("/_sandbox/resources/Procedure/old", headers=foreign).status_code,
    ]

    assert ([403, 403], ["old"]) == (statuses, stock.found("Procedure"))


@pytest.mark.parametrize("token", ["", "Bearer aat_test_ready", "Bearer tops3cre"])
def test_the_admin_token_guards_the_resources(serve: Any, token: str) -> None:
    """A client's own token does not do."""
    client = serve('{"resourceType":"Patient","id":"1"}', admin_token="tops3cret")  # noqa: S106 - made up
    calls = [
        ("POST", "resources", GOOD),
        ("DELETE", "resources/Patient/1", None),
        ("POST", "explain", {"query": "Patient"}),
    ]

    def statuses(login: str) -> list[int]:
        headers = {"Authorization": login}
        return [
            client.request(way, f"/_sandbox/{path}", json=body, headers=headers).status_code
            for way, path, body in calls
        ]

    assert ([401, 401, 401], [201, 200, 200]) == (statuses(token), statuses("Bearer tops3cret"))
