"""What happens at the corners of the flow? Sessions of tests, codes left over, keys encoded, plans nested."""

from collections.abc import Iterator

import httpx
import pytest

from sandbox.backend import Backend
from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import load
from sandbox.server import Sandbox
from sandbox.settings import Settings
from sandbox.trusted_hosts import is_trusted
from tests.api.admin.handle import Handle
from tests.api.oauth.flow import App, Apps, refused
from tests.api.oauth.receiver import Receiver, until


def _steered(client: httpx.Client) -> str:
    token: str = client.post("/_sandbox/sessions", json={}).json()["access_token"]
    return token


def test_revoking_the_session_of_one_test_leaves_that_of_another(client: httpx.Client, app: App) -> None:
    """Both are of the same patient, and of no application."""
    mine, other = _steered(client), _steered(client)
    answer = client.post("/link/revoke", json={"secret_key": "sk_test_x"}, headers={"Authorization": f"Bearer {mine}"})

    assert {"count": 1} == answer.json()
    assert [401, 200] == [app.get("/fhir/Patient", token).status_code for token in (mine, other)]


def test_revoking_ends_a_code_that_was_never_exchanged(app: App) -> None:
    """It is an authorization of the same patient for the same application."""
    code, token = app.code(), app.login()["access_token"]
    app.client.post("/link/revoke", json={"secret_key": app.secret}, headers={"Authorization": f"Bearer {token}"})

    assert (400, "invalid_grant") == refused(app.redeem(code))


def test_keys_may_be_percent_encoded_in_basic(app: App) -> None:
    """As OAuth demands of those that need it."""
    token = app.login()["refresh_token"]
    fields = {"grant_type": "refresh_token", "refresh_token": token}
    answer = app.client.post("/link/token", data=fields, auth=(app.key.replace("_", "%5F"), "sk%5Ftest%5Fx"))

    assert 200 == answer.status_code


def test_a_plan_that_is_nested_too_deeply_is_refused(app: App) -> None:
    """400, like every other that cannot be read."""
    answer = app.ask(sandbox_scenario='{"steps":' + "[" * 2000)

    assert (400, "invalid_request") == refused(answer)


def test_a_path_keeps_no_secret_in_the_journal(app: App) -> None:
    """However it is written."""
    token = app.login()["access_token"]
    for path in ("/fhir/Procedure/sk_live_REAL1", "/fhir/Procedure?code=SK%5Flive%5FREAL2&client_secret=REAL3"):
        app.get(path, token)

    assert "REAL" not in app.handle(token).steer("GET", "/session/journal").text


def test_the_page_keeps_a_plan_that_the_address_chose(apps: Apps) -> None:
    """What is shown as chosen is what is taken."""
    backend = Backend(load(built_in_fixtures()), Settings(consent="page"))
    with Sandbox(backend=backend) as sandbox, httpx.Client(base_url=sandbox.url, verify=False) as http:
        app = apps(at=http)
        fields = app.fields({"sandbox_scenario": '{"steps": [{"status": 503, "times": 2}, {"pass": true}]}'})
        answer = http.post("/link/auth", params=fields, data={"decision": "allow", "sandbox_scenario": "default"})
        code = httpx.URL(answer.headers["Location"]).params["code"]

        assert "plan" == app.handle(code).steer("GET", "/session").json()["scenario"]


@pytest.fixture
def told(apps: Apps) -> Iterator[tuple[App, Receiver]]:
    """Give an application of a server that tells a receiver."""
    with Receiver() as receiver:
        backend = Backend(load(built_in_fixtures()), Settings(webhook_url=receiver.url, webhook_secret="x"))  # noqa: S106 - a made-up secret
        with Sandbox(backend=backend) as sandbox, httpx.Client(base_url=sandbox.url, verify=False) as http:
            yield apps(at=http), receiver


def test_a_refresh_in_the_window_tells_no_end_twice(told: tuple[App, Receiver]) -> None:
    """The next token's session has taken the place of the one before."""
    app, receiver = told
    code = app.code(sandbox_scenario="syncing-20s")
    app.handle(code).clock(freeze=True)
    found = app.redeem(code).json()
    handle = Handle(app.client, app.refresh(found["refresh_token"]).json()["access_token"])
    handle.clock(advance=20)
    receiver.wait_for(1)
    handle.steer("PUT", "/session/sync", {"state": "ready"})

    def events() -> list[tuple[str, str]]:
        found = handle.steer("GET", "/session/journal").json()["webhooks"]
        return [(one["event"], one["state"]) for one in found]

    assert [("sync_completed", "delivered")] == until(events, [("sync_completed", "delivered")])


@pytest.mark.parametrize("address", ["http://a..localhost/x", "http://localhost:99999/", "http://.localhost/"])
def test_an_address_that_cannot_be_is_not_near(address: str) -> None:
    """A webhook to it, or a redirect, is refused at once."""
    assert not is_trusted(address)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_whoever_looks_for_a_refresh_address_is_sent_to_the_token_endpoint(client: httpx.Client, method: str) -> None:
    """The service has none, so it is 404; the message names what does it."""
    answer = client.request(method, "/link/refresh")

    assert 404 == answer.status_code
    assert "POST grant_type=refresh_token and the refresh_token to /link/token" in answer.json()["message"]
