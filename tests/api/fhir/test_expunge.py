"""What is gone after $expunge? All that belongs to the patient, for this session, and for no other."""

import httpx
import pytest

from tests.api.admin.conftest import hands
from tests.api.admin.handle import Handle, Hands

__all__ = ["hands"]


def expunge(handle: Handle, patient: str = "$PATIENT_ID") -> httpx.Response:
    """Expunge a patient."""
    return handle.client.post(f"/fhir/Patient/{patient}/$expunge", headers=handle.login)


@pytest.mark.parametrize("patient", ["$PATIENT_ID", "%24PATIENT_ID", "ada-lovell"])
def test_a_patient_s_data_is_gone(hands: Hands, patient: str) -> None:
    """Reads are 404, searches find nothing, and neither does introspection."""
    handle = hands("ready")
    before = handle.get("/Procedure?status=completed").json()
    assert before["entry"]
    answer = expunge(handle, patient)

    assert (200, "OperationOutcome") == (answer.status_code, answer.json()["resourceType"])
    assert "informational" == answer.json()["issue"][0]["code"]
    assert [404, 404] == [handle.get(path).status_code for path in ("/Patient/ada-lovell", "/Procedure/ada-mammogram")]
    assert [0, 0, 0] == [handle.count(type_) for type_ in ("Procedure", "Patient", "Practitioner")]
    assert "entry" not in handle.get("/Procedure?status=completed").json()
    found = handle.client.get("/link/introspect", headers=handle.login).json()
    assert {"state": "ready", "resourceTypes": {}} == found["sync"]
    assert 404 == expunge(handle, patient).status_code


def test_it_is_gone_for_this_session_alone(hands: Hands) -> None:
    """Others see it, and so does the token itself when its session begins anew."""
    handle = hands("ready")
    expunge(handle)
    other = Handle(handle.client, "pat_test_ready~ada~expunge-other")

    assert (0, 20) == (handle.count(), other.count())
    handle.steer("DELETE", "/session")
    assert 20 == handle.count()


def test_an_application_expunges_one_patient(hands: Hands) -> None:
    """The others stay, and so does what belongs to nobody."""
    handle = hands("ready", "")
    before = {type_: handle.count(type_) for type_ in ("Patient", "Procedure", "Practitioner", "Organization")}
    assert 200 == expunge(handle, "ada-lovell").status_code
    after = {type_: handle.count(type_) for type_ in before}

    assert before | {"Patient": before["Patient"] - 1, "Procedure": before["Procedure"] - 20} == after
    assert [404, 200] == [handle.get(f"/Patient/{id_}").status_code for id_ in ("ada-lovell", "ben-okafor")]
    assert 200 == expunge(handle, "dora-lindqvist").status_code
    assert before["Patient"] - 2 == handle.count("Patient")


def test_another_patient_cannot_be_expunged(hands: Hands) -> None:
    """It does not exist for this token."""
    handle = hands("ready")

    assert [404, 404] == [expunge(handle, patient).status_code for patient in ("ben-okafor", "nobody")]
    assert 20 == handle.count()


def test_it_meets_the_scenario_like_any_request(hands: Hands) -> None:
    """429 while the sync lasts, and then nothing is gone."""
    handle = hands("syncing-1x")

    assert [429, 200] == [expunge(handle).status_code for _ in range(2)]
    assert ["/fhir/Patient/$PATIENT_ID/$expunge"] * 2 == [entry["path"] for entry in handle.journal()]


def test_only_a_post_expunges(hands: Hands) -> None:
    """A GET is 405, and nothing is gone."""
    handle = hands("ready")

    assert (405, "POST") == (
        handle.get("/Patient/ada-lovell/$expunge").status_code,
        handle.get("/Patient/ada-lovell/$expunge").headers["Allow"],
    )
    assert 20 == handle.count()
