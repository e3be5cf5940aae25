"""In which order is a FHIR request checked? Token, scenario, route and parameters, data; and what a refusal is."""

import httpx
import pytest

from sandbox.scenario import CANNED_ERRORS
from tests.api.admin.handle import Handle, Hands

BAD = ("/Procedure?dat=2024", "/Procedure?date=x", "/Procedures", "/Patient/nobody", "/a/b/c/d", "/Procedure/_search")
SCENARIOS = [
    ("syncing", 429, "transient"), ("stuck", 429, "transient"), ("failed", 422, "processing"),
    ("failing-0s", 422, "processing"), ("throttled-0x", 429, "throttled"), ("flaky-500x9", 500, "exception"),
    ("flaky-502x9", 502, "exception"), ("flaky-503x9", 503, "exception"), ("flaky-504x9", 504, "timeout"),
    ("expired", 401, "expired"), ("revoked", 401, "login"), ("forbidden", 403, "forbidden"),
]  # fmt: skip


@pytest.mark.parametrize(("scenario", "status", "code"), SCENARIOS)
def test_a_refusal_is_one_issue_that_says_what_to_do(hands: Hands, scenario: str, status: int, code: str) -> None:
    """An OperationOutcome: severity error, the code, and the same sentence twice."""
    answer = hands(scenario).get()
    (issue,) = answer.json()["issue"]

    assert (status, "OperationOutcome") == (answer.status_code, answer.json()["resourceType"])
    assert answer.headers["Content-Type"].startswith("application/fhir+json")
    assert ("error", code) == (issue["severity"], issue["code"])
    assert issue["diagnostics"] == issue["details"]["text"]
    assert issue["diagnostics"] in {row.text for row in CANNED_ERRORS.values()}
    assert (status == 401) == ("WWW-Authenticate" in answer.headers)
    assert answer.headers["X-Request-Id"]
    assert answer.headers["X-Sandbox"].startswith("procedure-sandbox/")


@pytest.mark.parametrize(("scenario", "status", "code"), SCENARIOS)
@pytest.mark.parametrize("path", BAD)
def test_the_scenario_comes_before_route_and_parameters(
    hands: Hands, path: str, scenario: str, status: int, code: str
) -> None:
    """A bad parameter while the sync is under way is 429, and so is a path that leads nowhere."""
    answer = hands(scenario).get(path)

    assert (status, code) == (answer.status_code, answer.json()["issue"][0]["code"])


@pytest.mark.parametrize(
    "login", ["", "Basic eA==", "Bearer nonsense", "Bearer pat_test_syncin", "Bearer pat_test_stuck~x"]
)
@pytest.mark.parametrize("path", ["/Procedure", *BAD])
def test_the_token_comes_first(client: httpx.Client, path: str, login: str) -> None:
    """Without a valid one, everything is 401 `login`."""
    answer = client.get("/fhir" + path, headers={"Authorization": login} if login else {})

    assert (401, "login") == (answer.status_code, answer.json()["issue"][0]["code"])
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize(
    ("scenario", "says"),
    [
        ("synching", "'synching' is not a scenario. Did you mean \"syncing\"?"),
        ("syncing-5", "syncing-5 cannot be read: write syncing[-Ns|-Nx]."),
        ("stuck+http_date", '+http_date is not known. Did you mean "http-date"?'),
        ("ready~adda", "'adda' is not a persona or a Patient. Did you mean \"ada\"?"),
    ],
)
def test_a_slip_in_a_token_is_401_and_says_what_was_meant(client: httpx.Client, scenario: str, says: str) -> None:
    """By the nearest known word."""
    answer = Handle(client, f"pat_test_{scenario}").get()

    assert 401 == answer.status_code
    assert says in answer.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    "token", [b"pat_test_syncing-\xff", b"pat_test_ready~\xff", b"pat_test_\xff", b"pat_test_stuck+\xff"]
)
def test_a_token_of_strange_bytes_is_401(client: httpx.Client, token: bytes) -> None:
    """It is the client's mistake, and not the server's."""
    answer = client.get("/fhir/Procedure", headers=[(b"Authorization", b"Bearer " + token)])

    assert 401 == answer.status_code


@pytest.mark.parametrize(
    "scenario", ["stuck", "failed", "forbidden", "expired", "reset", "truncated", "garbled", "stall-9s"]
)
def test_metadata_is_touched_by_no_scenario(hands: Hands, scenario: str) -> None:
    """Nor is the steering."""
    handle = hands(scenario)

    assert "CapabilityStatement" == handle.get("/metadata").json()["resourceType"]
    assert (200, 200) == (handle.steer("GET", "/session").status_code, handle.steer("GET", "/health").status_code)


def test_after_the_window_the_parameter_is_judged(hands: Hands) -> None:
    """429 first, then 400."""
    assert [429, 400] == hands("syncing-1x").statuses(2, "/Procedure?dat=2024")
