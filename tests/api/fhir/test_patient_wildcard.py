"""What does `$PATIENT_ID` stand for? The patient of the token; for a token without a patient it is no id at all."""

import httpx
import pytest

from tests.api.fhir.asking import FORM, bearer, ids, issue, links

ADA = bearer("pat_test_ready")


@pytest.mark.parametrize("id_", ["$PATIENT_ID", "%24PATIENT_ID"])
def test_it_is_the_patient_in_a_path(client: httpx.Client, id_: str) -> None:
    """Raw and percent-encoded; the answer is that of the real id."""
    answer = client.get(f"/fhir/Patient/{id_}", headers=ADA)

    assert 200 == answer.status_code
    assert client.get("/fhir/Patient/ada-lovell", headers=ADA).content == answer.content


def test_it_follows_the_token(client: httpx.Client) -> None:
    """Another persona, another patient."""
    answer = client.get("/fhir/Patient/$PATIENT_ID", headers=bearer("pat_test_ready~hana"))

    assert "hana-sato" == answer.json()["id"]


@pytest.mark.parametrize(
    "value", ["$PATIENT_ID", "%24PATIENT_ID", "Patient/$PATIENT_ID", "Patient%2F%24PATIENT_ID", "none,$PATIENT_ID"]
)
@pytest.mark.parametrize("name", ["patient", "subject", "subject:Patient"])
def test_it_is_the_patient_in_a_value(client: httpx.Client, name: str, value: str) -> None:
    """Raw and percent-encoded, alone and beside others, by GET and by POST."""
    expected = ids(client.get("/fhir/Procedure?patient=ada-lovell", headers=ADA))
    assert len(expected) == 20

    assert expected == ids(client.get(f"/fhir/Procedure?{name}={value}", headers=ADA))
    assert expected == ids(client.post("/fhir/Procedure/_search", content=f"{name}={value}", headers=ADA | FORM))
    assert expected == ids(client.post(f"/fhir/Procedure/_search?{name}={value}", headers=ADA))


def test_the_links_carry_the_real_id(client: httpx.Client) -> None:
    """They say what was actually used, and work for themselves."""
    answer = client.get("/fhir/Procedure?patient=$PATIENT_ID&_count=5", headers=ADA)

    assert links(answer)["self"].endswith("/fhir/Procedure?_count=5&patient=ada-lovell")
    assert 5 == len(ids(client.get(links(answer)["next"], headers=ADA)))


def test_it_is_no_id_for_an_application(client: httpx.Client) -> None:
    """There is no such Patient, and such an id cannot be."""
    for id_ in ("$PATIENT_ID", "%24PATIENT_ID"):
        read = client.get(f"/fhir/Patient/{id_}", headers=bearer())
        assert (404, "not-found") == (read.status_code, issue(read)["code"])
        for value in (id_, f"Patient/{id_}"):
            found = client.get(f"/fhir/Procedure?patient={value}", headers=bearer())
            assert (400, "invalid") == (found.status_code, issue(found)["code"])


def test_it_names_nobody_but_a_patient(client: httpx.Client) -> None:
    """A Procedure has another id than its patient."""
    assert 404 == client.get("/fhir/Procedure/$PATIENT_ID", headers=ADA).status_code
