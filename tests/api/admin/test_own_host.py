"""By which names may the sandbox be steered? By its own alone: a name that only leads here is that of a stranger."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from sandbox.server import Sandbox
from tests.api.admin.handle import error
from tests.api.fhir.asking import by_hand
from tests.api.oauth.flow import App

Serve = Callable[..., httpx.Client]
PATIENT = '{"resourceType":"Patient","id":"1"}'
FOREIGN = [
    "evil.example",
    "evil.example:12429",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "sandbox",
    "10.0.0.1",
]
OWN = ["localhost", "localhost:1", "LOCALHOST", "127.0.0.1", "127.1.2.3:99", "[::1]:5", "app.localhost"]


@pytest.mark.parametrize("path", ["/_sandbox/health", "/_sandbox/personas", "/_sandbox/nothing", "/", "/nothing"])
@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_refused(client: httpx.Client, path: str, host: str) -> None:
    """403, and the setting by which it would be trusted; a page of that name has the same Origin."""
    for origin in ({}, {"Origin": f"http://{host}"}):
        answer = client.get(path, headers={"Host": host, **origin})

        assert 403 == answer.status_code
        assert error(answer).startswith(f"{host} is not a name of this sandbox.")
        assert "SANDBOX_TRUSTED_HOSTS" in error(answer)


@pytest.mark.parametrize("host", OWN)
def test_loopback_is_an_own_host_by_whatever_name(client: httpx.Client, host: str) -> None:
    """And a page of it may steer."""
    assert 200 == client.get("/_sandbox/health", headers={"Host": host}).status_code
    assert 200 == client.get("/_sandbox/health", headers={"Host": host, "Origin": f"http://{host}"}).status_code


def test_a_host_that_is_trusted_or_public_may_steer(serve: Serve) -> None:
    """With the letters in any case, and with any port."""
    client = serve(PATIENT, trusted_hosts=["sandbox"], public_url="https://mock.example:8443/base")

    for host in ("sandbox:12429", "Sandbox", "mock.example", "mock.example:8443"):
        assert 200 == client.get("/_sandbox/health", headers={"Host": host}).status_code
    assert 403 == client.get("/_sandbox/health", headers={"Host": "other"}).status_code


@pytest.fixture(scope="module")
def everywhere() -> Iterator[httpx.Client]:
    """Give a client of a server that listens on every address, as in a container."""
    with Sandbox(host="0.0.0.0") as sandbox:  # noqa: S104 - of this machine, for a moment
        port = sandbox.url.rpartition(":")[2]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            yield client


@pytest.mark.parametrize(("host", "status"), [("10.0.0.1:12429", 200), ("[fd00::1]", 200), ("evil.example", 403)])
def test_a_server_on_every_address_is_reached_by_any_number(everywhere: httpx.Client, host: str, status: int) -> None:
    """No DNS can be made to lie about one."""
    assert status == everywhere.get("/_sandbox/health", headers={"Host": host}).status_code


def test_a_client_without_a_host_is_no_browser(client: httpx.Client) -> None:
    """HTTP/1.0 needs none."""
    assert b" 200 OK\r\n" in by_hand(client, b"GET /_sandbox/health HTTP/1.0\r\n\r\n")


@pytest.mark.parametrize("path", ["/fhir/metadata", "/.well-known/jwks.json"])
def test_the_apis_of_clients_are_reached_by_any_name(client: httpx.Client, path: str) -> None:
    """They need a token, and pages of any origin may ask them."""
    assert 200 == client.get(path, headers={"Host": "evil.example"}).status_code


def test_the_consent_page_is_shown_under_an_own_name_alone(serve: Serve) -> None:
    """A page that could read it could decide in its user's place; in `auto` there is nothing to decide."""
    client = serve(PATIENT, consent="page")
    app = App(client, "pk_test_x")
    evil = {"Host": "evil.example", "Accept": "text/html"}
    page = client.get("/link/auth", params=app.fields({}), headers=evil)
    decision = client.post("/link/auth", params=app.fields({}), data={"decision": "allow"}, headers=evil)

    assert (403, True) == (page.status_code, "evil.example is not a name of this sandbox" in page.text)
    assert (403, True) == (decision.status_code, "evil.example is not a name of this sandbox" in decision.text)
    assert 200 == client.get("/link/auth", params=app.fields({}), headers={"Accept": "text/html"}).status_code
