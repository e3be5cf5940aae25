"""What does the first step refuse, and what can a test choose in it?"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from sandbox.oauth import ERRORS
from tests.api.oauth.flow import CHALLENGE, REDIRECT, App, Apps, refused, told


@pytest.mark.parametrize(
    "redirect_uri",
    [
        None,
        "",
        "/callback",
        "javascript:alert(1)",
        "myapp://callback",
        "http://example.org/callback",
        "http://localhost@example.org/",
        "http://example.org\\@localhost/",
        "http://localhost/#x",
        "http://localhost/\r\nX: y",
    ],
)
@pytest.mark.parametrize("consent", ["auto", "page"])
def test_nobody_is_sent_to_an_address_that_cannot_be_trusted(
    serve: Callable[..., httpx.Client], apps: Apps, redirect_uri: str | None, consent: str
) -> None:
    """It is said on the spot, whatever else is wrong."""
    app = apps(at=serve('{"resourceType":"Patient","id":"1"}', consent=consent))
    for answer in (app.ask(redirect_uri=redirect_uri), app.ask(redirect_uri=redirect_uri, response_type="token")):
        assert (400, "invalid_request") == refused(answer)
        assert "Location" not in answer.headers


def test_a_trusted_host_may_be_sent_to(serve: Callable[..., httpx.Client], apps: Apps) -> None:
    """It stands in SANDBOX_TRUSTED_HOSTS."""
    app = apps(at=serve('{"resourceType":"Patient","id":"1"}', trusted_hosts=("app.example.org",)))

    assert 302 == app.ask(redirect_uri="https://app.example.org/cb").status_code
    assert 400 == app.ask(redirect_uri="https://example.org/cb").status_code


@pytest.mark.parametrize("client_id", [None, "", "x", "sk_test_x", "pk_test_", "pk_test_<script>", "pk_test_a b"])
def test_nobody_is_sent_back_for_an_unknown_application(app: App, client_id: str | None) -> None:
    """401, on the spot."""
    answer = app.ask(client_id=client_id)

    assert (401, "invalid_client") == refused(answer)
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": None}, "unsupported_response_type"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": CHALLENGE + "="}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"flexpa_external_id": None}, "invalid_request"),
        ({"flexpa_external_id": "x" * 257}, "invalid_request"),
        ({"flexpa_endpoint_id": "a/b"}, "invalid_request"),
        ({"aud": "http://example.org/fhir"}, "invalid_request"),
        ({"scope": "openid profile"}, "invalid_scope"),
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/link/auth", "/oauth/authorize"])
def test_the_application_is_told_what_is_wrong(app: App, path: str, changed: dict[str, Any], error: str) -> None:
    """By a redirect, with its state."""
    answer = app.client.get(path, params=app.fields(changed))

    assert (302, error, "s&1") == (answer.status_code, told(answer)["error"], told(answer)["state"])
    assert told(answer)["error_description"].endswith(".")
    assert answer.headers["Location"].startswith(f"{REDIRECT}?error=")


def test_without_a_state_none_comes_back(app: App) -> None:
    """Neither with a code nor with an error."""
    assert {"code"} == told(app.ask(state=None)).keys()
    assert {"error", "error_description"} == told(app.ask(state=None, response_type=None)).keys()


def test_a_state_is_only_ever_a_value(app: App) -> None:
    """Whatever it holds, it comes back as it was."""
    state = "a b&code=x#\r\nLocation: http://example.org/é%00"

    assert state == told(app.ask(state=state))["state"]


def test_a_parameter_may_stand_there_only_once(app: App) -> None:
    """RFC 6749 says so."""
    query = httpx.QueryParams(app.fields({}))

    assert (400, "invalid_request") == refused(app.client.get(f"/link/auth?{query}&state=other"))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"sandbox_scenario": "sincing"}, 'Did you mean "syncing"?'),
        ({"sandbox_patient": "adda"}, 'Did you mean "ada"?'),
        ({"sandbox_senario": "ready"}, 'Did you mean "sandbox_scenario"?'),
        ({"sandbox_error": "no"}, "sandbox_error takes invalid_request"),
        ({"sandbox_scenario": '{"steps": 1}'}, "sandbox_scenario: steps must be a list."),
    ],
    ids=str,
)
def test_a_slip_of_the_tester_is_said_on_the_spot(app: App, changed: dict[str, str | None], says: str) -> None:
    """It is not the application's mistake, so the application does not hear of it."""
    answer = app.ask(**changed)

    assert (400, "invalid_request") == refused(answer)
    assert says in answer.json()["message"]


@pytest.mark.parametrize("error", ["access_denied", "server_error", "temporarily_unavailable"])
def test_a_refusal_can_be_had_on_demand(app: App, error: str) -> None:
    """For the side of a client that nobody tries."""
    assert error in ERRORS
    assert {"error": error, "state": "s&1"}.items() <= told(app.ask(sandbox_error=error)).items()


@pytest.mark.parametrize("name", ["dora", "dora-lindqvist"])
def test_the_patient_can_be_chosen(app: App, name: str) -> None:
    """By persona or id."""
    assert "Patient/dora-lindqvist" == app.login(sandbox_patient=name)["patient"]


def test_the_endpoint_can_be_named(app: App) -> None:
    """It comes back in the tokens' answer."""
    assert "e-1" == app.login(flexpa_endpoint_id="e-1")["endpoint"]["id"]


@pytest.mark.parametrize(
    ("scenario", "announced"), [("syncing-20s", "3"), ("syncing-20s+http-date", "GMT"), ("syncing-20s+none", "")]
)
@pytest.mark.parametrize("plus", ["%2B", "+"])
def test_the_scenario_can_be_chosen(app: App, scenario: str, announced: str, plus: str) -> None:
    """Written as in a token, its plus raw or percent-encoded."""
    query = httpx.QueryParams(app.fields({}))
    answer = app.client.get(f"/link/auth?{query}&sandbox_scenario={scenario.replace('+', plus)}")
    answer = app.get("/fhir/Procedure", app.redeem(told(answer)["code"]).json()["access_token"])

    assert (429, True) == (answer.status_code, answer.headers.get("Retry-After", "").endswith(announced))


def test_a_plan_can_be_chosen(app: App) -> None:
    """As JSON."""
    handle = app.handle(app.login(sandbox_scenario='{"steps": [{"status": 503}, {"pass": true}]}')["access_token"])

    assert [503, 200] == handle.statuses(2)


def test_without_a_patient_there_is_nobody_to_ask(serve: Callable[..., httpx.Client], apps: Apps) -> None:
    """It is said on the spot."""
    answer = apps(at=serve('{"resourceType":"Organization","id":"1"}')).ask()

    assert ((400, "invalid_request"), True) == (refused(answer), "no Patient at all" in answer.json()["message"])


def test_a_browser_is_shown_what_cannot_be_asked(app: App) -> None:
    """As a page, in which nothing of the request is live."""
    query = httpx.QueryParams(app.fields({"sandbox_scenario": "<script>alert(1)</script>"}))
    answer = app.client.get(f"/link/auth?{query}", headers={"Accept": "text/html,*/*"})

    assert (400, "text/html; charset=utf-8") == (answer.status_code, answer.headers["Content-Type"])
    assert ("<script" in answer.text, "&lt;script&gt;" in answer.text) == (False, True)
    assert "form-action 'none'" in answer.headers["Content-Security-Policy"]


def test_discovery_finds_the_door(app: App) -> None:
    """The addresses of the documents answer, and are on the host that was asked."""
    found = app.client.get("/.well-known/oauth-authorization-server").json()
    query = httpx.QueryParams(app.fields({}))

    assert 302 == app.client.get(f"{found['authorization_endpoint']}?{query}").status_code
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", found["issuer"])
    assert urlsplit(found["token_endpoint"]).path == "/oauth/token"
