"""Which operations are there? `$everything` and `$expunge`; every other is refused with their names."""

import httpx
import pytest

from tests.api.fhir.asking import bearer, ids


def test_everything_of_the_token_is_that_of_its_patient(client: httpx.Client) -> None:
    """`Patient/$everything` and the form with the id bring the same, the Patient first."""
    mine = client.get("/fhir/Patient/$everything", headers=bearer("pat_test_ready~ben"))
    named = client.get("/fhir/Patient/ben-okafor/$everything", headers=bearer("pat_test_ready~ben"))

    assert "ben-okafor" == ids(mine)[0]
    assert ids(named) == ids(mine)
    assert named.json()["link"] == mine.json()["link"]


def test_an_application_has_no_patient_of_its_own(client: httpx.Client) -> None:
    """It is told to name one."""
    answer = client.get("/fhir/Patient/$everything", headers=bearer("aat_test_ready"))

    assert (400, "invalid") == (answer.status_code, answer.json()["issue"][0]["code"])
    assert "Patient/{id}/$everything" in answer.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "ViewDefinition/$run"),
        ("GET", "ViewDefinition/$run"),
        ("GET", "Patient/ada-lovell/$summary"),
        ("GET", "Patient/$PATIENT_ID/$summary"),
        ("GET", "Patient/ada-lovell/%24pdf"),
        ("POST", "Patient/ada-lovell/$health-cards-issue"),
        ("POST", "Procedure/$validate"),
        ("GET", "$export"),
        ("GET", "Encounter/ada-knee-stay/$everything"),
    ],
)
def test_an_operation_that_is_not_simulated_names_those_that_are(client: httpx.Client, method: str, path: str) -> None:
    """404 `not-supported`, whatever the method and wherever it stands."""
    answer = client.request(method, f"/fhir/{path}", headers=bearer("pat_test_ready"))
    issue = answer.json()["issue"][0]

    assert (404, "not-supported") == (answer.status_code, issue["code"])
    for known in ("GET /Patient/{id}/$everything", "GET /Patient/$everything", "POST /Patient/{id}/$expunge"):
        assert known in issue["diagnostics"]


def test_a_known_operation_by_another_method_says_which(client: httpx.Client) -> None:
    """405 with Allow."""
    answer = client.put("/fhir/Patient/ada-lovell/$everything", headers=bearer("pat_test_ready"))

    assert (405, "GET, HEAD") == (answer.status_code, answer.headers["Allow"])
