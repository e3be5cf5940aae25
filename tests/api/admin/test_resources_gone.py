"""What becomes of a resource that is deleted? 410 for whoever saw it, 404 for everybody else, until it comes again."""

from itertools import product

import pytest

from tests.api.admin.handle import Handle
from tests.api.admin.stock import Stock, made, procedure
from tests.api.oauth.flow import App


def test_it_is_gone(stock: Stock) -> None:
    """Neither found nor counted; who reads it gets 410 with the code `deleted`."""
    answer = stock.delete("Procedure/old")
    read = stock.get("Procedure/old")

    assert (200, {"deleted": "Procedure/old"}) == (answer.status_code, answer.json())
    assert ([], None) == (stock.found("Procedure"), stock.counts().get("Procedure"))
    assert (410, "OperationOutcome") == (read.status_code, read.json()["resourceType"])
    assert [("error", "deleted", "Procedure/old was deleted.")] == [
        (issue["severity"], issue["code"], issue["diagnostics"]) for issue in read.json()["issue"]
    ]


def test_every_way_of_reading_it_is_410(stock: Stock) -> None:
    """With HEAD, by its version, and for a client that has a copy."""
    read = stock.get("Procedure/old")
    stock.delete("Procedure/old")
    handle = stock.of("p")
    copies = [{"If-None-Match": read.headers["ETag"]}, {"If-Modified-Since": read.headers["Last-Modified"]}]
    answers = [
        handle.client.head("/fhir/Procedure/old", headers=handle.login),
        handle.get("/Procedure/old/_history/1"),
        handle.get("/Procedure/old?_elements=status"),
        *(handle.client.get("/fhir/Procedure/old", headers=handle.login | headers) for headers in copies),
    ]

    assert [410] * 5 == [answer.status_code for answer in answers]
    assert b"" == answers[0].content


# What is deleted, and what who then reads it gets: the first patient, the second one, an application.
READS = {
    "Procedure/old": (410, 404, 410),
    "Practitioner/d": (410, 404, 410),
    "Practitioner/stranger": (404, 404, 410),
    "Procedure/never": (404, 404, 404),
}
SEES = {(name, who): status for name, row in READS.items() for who, status in zip(("p", "q", ""), row, strict=True)}


@pytest.mark.parametrize(("name", "who"), SEES)
def test_only_who_saw_it_learns_that_it_was_there(stock: Stock, name: str, who: str) -> None:
    """Its own patient, whoever sees a reference to it, and every application; others get 404 as before."""
    before = stock.get(name, who).status_code
    stock.delete(name)

    assert (SEES[name, who] == 410, SEES[name, who]) == (before == 200, stock.get(name, who).status_code)


def test_a_provenance_goes_with_what_it_is_about(stock: Stock) -> None:
    """Who sees its target gets 410, the others 404."""
    stock.add(made("Provenance", "pr", target=[{"reference": "Procedure/old"}]))
    stock.delete("Provenance/pr")

    assert [410, 404, 410] == [stock.get("Provenance/pr", who).status_code for who in ("p", "q", "")]


def test_what_is_added_again_is_there_again(stock: Stock) -> None:
    """And may be another's now."""
    stock.delete("Procedure/old")
    stock.add(procedure("old", "q"))

    assert [404, 200, 200] == [stock.get("Procedure/old", who).status_code for who in ("p", "q", "")]


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("Procedure/never", 404, "not-found"), ("Nurse/1", 404, "not-found"), ("Practitioner/stranger", 410, "gone")],
)
def test_what_is_not_there_cannot_be_deleted(stock: Stock, name: str, status: int, code: str) -> None:
    """404 if it never was, 410 if it is gone already."""
    stock.delete("Practitioner/stranger")
    answer = stock.delete(name)

    assert (status, code) == (answer.status_code, answer.json()["error"]["code"])
    assert f"There is no {name}." == answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["Procedure", "Procedure/", "Procedure/old/x", ""])
def test_only_one_resource_is_deleted_at_a_time(stock: Stock, path: str) -> None:
    """No call deletes a type, or all."""
    assert stock.delete(path).status_code in {404, 405}
    assert ["old"] == stock.found("Procedure")


def test_a_persona_may_lose_its_patient(personas: Stock) -> None:
    """Nothing breaks: who is there is told, tokens are given, and the rest of its data is found."""
    ada = personas.of("ada")
    before = ada.get("/Procedure?_count=50").json()["entry"]
    assert 200 == personas.delete("Patient/ada-lovell").status_code
    told = personas.client.get("/_sandbox/personas").json()[0]
    minted = ada.of(personas.client.post("/_sandbox/sessions", json={"patient": "ada"}))

    assert ("ada", 20, False) == (told["name"], told["resources"]["Procedure"], "Patient" in told["resources"])
    assert [20, 20] == [handle.count() for handle in (ada, minted)]
    assert [0, 0] == [handle.count("Patient") for handle in (ada, personas.of("ada", "fresh"))]
    assert before == ada.get("/Procedure?_count=50").json()["entry"]
    assert 400 > ada.get("/Patient/$PATIENT_ID/Procedure").status_code
    personas.add(made("Patient", "ada-lovell"))
    assert [1, 200] == [ada.count("Patient"), ada.get("/Patient/ada-lovell").status_code]


def test_a_persona_without_its_patient_still_agrees(personas: Stock) -> None:
    """By its name, by its id and as the first one of all: what else there is of it can be asked for."""
    personas.delete("Patient/ada-lovell")
    app = App(personas.client, "pk_test_gone")

    for chosen in ("ada", "ada-lovell", None):
        token = app.login(sandbox_patient=chosen)["access_token"]
        assert [200, 410] == [
            app.get(f"/fhir/{path}", token).status_code for path in ("Procedure", "Patient/ada-lovell")
        ]


def test_a_session_whose_patient_is_gone_may_be_authorized_anew(stock: Stock) -> None:
    """It stays the session of that patient; whoever comes later is told that there is none."""
    stock.add(made("Patient", "passing"))
    handle = Handle(stock.client, "pat_test_failed~passing~gone")
    assert 422 == handle.get("/Procedure").status_code
    stock.delete("Patient/passing")
    answer = handle.steer("POST", "/session/reauthorize", {})

    assert (201, "passing") == (answer.status_code, answer.json()["patient"])
    anew = Handle(stock.client, answer.json()["access_token"])
    assert [200, 200] == [one.get("/Procedure").status_code for one in (handle, anew)]
    assert 401 == stock.of("passing", "later").get("/Procedure").status_code


def test_no_type_is_missed_when_all_of_it_is_gone(personas: Stock) -> None:
    """With every Patient deleted, tokens of personas still find what is theirs."""
    for name in list(personas.found("Patient?_count=50")):
        personas.delete(f"Patient/{name}")
    told = personas.client.get("/_sandbox/personas").json()

    assert "Patient" not in personas.counts()
    assert 20 == personas.of("ada").count()
    assert {200} == {personas.of(one["name"]).get().status_code for one in told}


def test_reset_brings_back_the_beginning(stock: Stock) -> None:
    """To the byte: what was added or replaced is no more, what was deleted is there, and nothing is gone."""
    names = ("Procedure/old", "Practitioner/d", "Procedure/new", "Claim/c")
    paths = [*names, "Procedure", "Practitioner?_sort=_id", "Patient?_has:Procedure:patient:status=completed"]

    def seen() -> list[tuple[int, bytes]]:
        answers = (stock.get(path, who) for path, who in product(paths, ("", "p")))
        return [(answer.status_code, b"" if answer.status_code == 404 else answer.content) for answer in answers]

    before = stock.counts(), seen()
    stock.add(procedure("old", status="stopped"), procedure("new"), made("Claim", "c"))
    for name in names[1:]:
        stock.delete(name)
    assert before != (stock.counts(), seen())
    answer = stock.client.post("/_sandbox/reset", json={"all": True})

    assert (200, before) == (answer.status_code, (stock.counts(), seen()))
