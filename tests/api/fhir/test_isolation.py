"""Does a patient's token reach anything but that patient's compartment? No: not by reading, searching or counting."""

import httpx
import pytest

from tests.api.fhir.asking import Serve, bearer, ids, issue
from tests.api.fhir.two_patients import EVERYTHING, TYPES, names

BOTH = ("me", "you")
ALONE = '{"resourceType":"Patient","id":"1"}'


def _as(who: str) -> dict[str, str]:
    return bearer(f"pat_test_ready~{who}")


def _seen(who: str, type_: str) -> list[str]:
    return sorted(name.partition("/")[2] for name in names(who) if name.startswith(f"{type_}/"))


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_read_finds_what_the_patient_sees_and_nothing_else(ward: httpx.Client, name: str) -> None:
    """The status is 200 or 404, and what is hidden cannot be told from what is not there."""
    for who in BOTH:
        answer = ward.get(f"/fhir/{name}", headers=_as(who))

        assert (200 if name in names(who) else 404) == answer.status_code
        if answer.status_code == 404:
            absent = ward.get(f"/fhir/{name}-absent", headers=_as(who))
            assert absent.text.replace(f"{name}-absent", name) == answer.text


@pytest.mark.parametrize("type_", TYPES)
def test_a_search_lists_what_the_patient_sees_and_nothing_else(ward: httpx.Client, type_: str) -> None:
    """A search without any condition gives the compartment."""
    for who in BOTH:
        assert _seen(who, type_) == sorted(ids(ward.get(f"/fhir/{type_}?_count=1000", headers=_as(who))))


@pytest.mark.parametrize("type_", TYPES)
def test_totals_count_only_what_the_patient_sees(ward: httpx.Client, type_: str) -> None:
    """`_total`, `_summary=count` and `_count=0` know nothing of what is hidden."""
    for who in BOTH:
        for query in ("_total=accurate", "_total=estimate", "_summary=count", "_count=0", "_total=accurate&_count=1"):
            answer = ward.get(f"/fhir/{type_}?{query}", headers=_as(who))
            assert len(_seen(who, type_)) == answer.json()["total"], (who, query)


@pytest.mark.parametrize("name", EVERYTHING)
def test_no_condition_brings_to_light_what_is_hidden(ward: httpx.Client, name: str) -> None:
    """Neither the id, nor a negation of nothing, nor an order finds a resource of somebody else."""
    type_, _, id_ = name.partition("/")
    for who in BOTH:
        expected = [id_] if name in names(who) else []
        for query in (f"_id={id_}", f"_id={id_}&_id:missing=false", f"_id={id_}&_tag:missing=true&_sort=-_id"):
            assert expected == ids(ward.get(f"/fhir/{type_}?{query}", headers=_as(who))), (who, query)


@pytest.mark.parametrize("value", ["you", "Patient/you", "http://m.test/fhir/Patient/you", "Patient/you,Patient/none"])
@pytest.mark.parametrize("name", ["patient", "subject", "patient:Patient", "subject:Patient"])
def test_naming_another_patient_finds_nothing(ward: httpx.Client, name: str, value: str) -> None:
    """It is no error, and the answer says nothing about that patient."""
    answer = ward.get("/fhir/Procedure", params={name: value, "_total": "accurate"}, headers=_as("me"))

    assert 200 == answer.status_code
    assert 0 == answer.json()["total"]
    assert "entry" not in answer.json()


def test_naming_both_patients_finds_ones_own(ward: httpx.Client) -> None:
    """The comma is OR, within the compartment."""
    answer = ward.get("/fhir/Procedure?patient=Patient/you,Patient/me", headers=_as("me"))

    assert ["absolute", "mine", "secure", "version"] == sorted(ids(answer))


def test_an_application_token_sees_everything(ward: httpx.Client) -> None:
    """It has no compartment."""
    found = [f"{type_}/{id_}" for type_ in TYPES for id_ in ids(ward.get(f"/fhir/{type_}?_count=99", headers=bearer()))]

    assert EVERYTHING == sorted(found)


def test_absolute_references_lead_home_only_under_the_own_name(serve: Serve) -> None:
    """Asked as somebody else, the server at m.test is another server."""
    about = '{"resourceType":"Procedure","id":"p","status":"completed","subject":{"reference":"http://m.test/fhir/Patient/1"}}'
    client = serve(ALONE, about, headers=bearer("pat_test_ready~1"))

    assert ["p"] == ids(client.get("/fhir/Procedure", headers={"Host": "m.test"}))
    assert [] == ids(client.get("/fhir/Procedure", headers={"Host": "else.test"}))
    assert [] == ids(client.get("/fhir/Procedure", headers={"Host": "m.test:8080"}))
    assert ["p"] == ids(client.get("/fhir/Procedure", headers={"Host": "M.TEST"}))


def test_absolute_references_lead_home_under_the_public_address(serve: Serve) -> None:
    """`public_url` is an address of this server, whatever Host the client used."""
    about = '{"resourceType":"Procedure","id":"p","status":"completed","subject":{"reference":"https://m.test/a/fhir/Patient/1"}}'
    client = serve(ALONE, about, headers=bearer("pat_test_ready~1"), public_url="https://m.test/a")

    assert ["p"] == ids(client.get("/fhir/Procedure", headers={"Host": "else.test"}))


def test_a_bare_id_is_ambiguous_only_among_what_the_patient_sees(serve: Serve) -> None:
    """A hidden Group of the same id is no rival; for who sees both, the id is ambiguous."""
    group = '{"resourceType":"Group","id":"1","member":[{"entity":{"reference":"Patient/2"}}]}'
    other = '{"resourceType":"Patient","id":"2"}'
    about = '{"resourceType":"Procedure","id":"p","status":"completed","subject":{"reference":"Patient/1"}}'
    client = serve(ALONE, other, group, about)

    answer = client.get("/fhir/Procedure?subject=1", headers=bearer("pat_test_ready~1"))
    assert 200 == answer.status_code
    assert ["p"] == ids(answer)

    refused = client.get("/fhir/Procedure?subject=1", headers=bearer())
    assert (400, "multiple-matches") == (refused.status_code, issue(refused)["code"])


def test_the_compartment_is_the_same_in_a_form(ward: httpx.Client) -> None:
    """POST knows no other way round."""
    form = {"_id": "yours,mine", "_total": "accurate"}
    answer = ward.post("/fhir/Procedure/_search", data=form, headers=_as("me"))

    assert (["mine"], 1) == (ids(answer), answer.json()["total"])


def test_personas_count_what_their_token_sees(ward: httpx.Client) -> None:
    """The control door shows each patient's own numbers."""
    shown = {row["patient"]: row["resources"] for row in ward.get("/_sandbox/personas").json()}

    for who in BOTH:
        assert {type_: len(_seen(who, type_)) for type_ in TYPES if _seen(who, type_)} == shown[who]
