"""What if a part of what is kept has gone, and the rest has not? Each key has a life of its own; nobody gets a 500."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.json_codec import from_bytes
from sandbox.oauth import Consent
from sandbox.replicas.record import STAMP
from tests.api.oauth.flow import App
from tests.api.oauth.receiver import Receiver
from tests.replicas.conftest import Pair
from tests.replicas.processes import RedisProcess, until
from tests.replicas.threads import threads

# What goes, as patterns of keys below the world. Counters outlive all of it: ids follow from them.
GONE = {
    "sessions": "s:????????????????????????",
    "journals": "s:*:journal",
    "numbers of attempts": "s:*:attempts",
    "tokens": "t:*",
    "consents": "c:*",
    "codes": "code:*",
    "refresh tokens": "refresh:*",
    "consents of the same parties": "parties:*",
    "subscriptions": "w:*",
    "the list of sessions": "names",
    "the list of what is watched": "watched",
}


@pytest.fixture(scope="module")
def pair(store: RedisProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Give two replicas that send webhooks to a receiver."""
    folder = tmp_path_factory.mktemp("replicas")
    with Receiver() as receiver, threads(store.url, folder, 2, webhook_url=receiver.url) as (one, other):
        yield one, other


def forget(store: RedisProcess, what: str) -> int:
    """Let all keys of a kind be gone; return how many there were."""
    keys = store.ask("KEYS", f"procedure-sandbox:*:{GONE[what]}").splitlines()
    return int(store.ask("DEL", *keys)) if keys else 0


Call = Callable[[App, str, dict[str, Any]], httpx.Response]


def admin(method: str, path: str, body: Any = None) -> Call:
    """Return a call of the admin API."""

    def call(app: App, _code: str, tokens: dict[str, Any]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        return app.client.request(method, f"/_sandbox{path}", json=body, headers=headers)

    return call


def bearer(method: str, path: str) -> Call:
    """Return a call of an access token."""

    def call(app: App, _code: str, tokens: dict[str, Any]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        return app.client.request(method, path, headers=headers)

    return call


CALLS: dict[str, Call] = {
    "a search": bearer("GET", "/fhir/Procedure?_count=2"),
    "introspection": bearer("GET", "/link/introspect"),
    "the consent": bearer("GET", "/rest/consent"),
    "a revocation": lambda app, _, tokens: app.client.post(
        "/link/revoke",
        json={"secret_key": "sk_test_x"},
        headers={"Authorization": f"Bearer {tokens['access_token']}"},
    ),
    "a refresh": lambda app, _, tokens: app.refresh(tokens["refresh_token"]),
    "a code for the second time": lambda app, code, _: app.redeem(code),
    "a login": lambda app, _code, _tokens: app.redeem(app.code()),
    "the session": admin("GET", "/session"),
    "the journal": admin("GET", "/session/journal"),
    "the verdict": admin("GET", "/session/verdict"),
    "the clock": admin("POST", "/session/clock", {"advance": 1}),
    "the sync": admin("POST", "/session/sync", {"state": "failed"}),
    "authorizing anew": admin("POST", "/session/reauthorize", {}),
    "an expectation": admin("POST", "/session/expect", {"never": {"status": 500}, "for": 0.01}),
    "forgetting": admin("DELETE", "/session"),
    "all sessions": admin("GET", "/sessions"),
    "all verdicts": admin("GET", "/verdict?label-prefix="),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", GONE)
def test_nobody_gets_a_500_for_what_has_gone(
    pair: Pair, store: RedisProcess, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    """Whatever is asked next, of one that knew it or of one that did not; and nothing is wrong in the log."""
    found: dict[str, int] = {}
    for turn, (name, call) in enumerate(CALLS.items()):
        app, other = (App(replica.client, "pk_test_gone") for replica in pair)
        code = app.code(sandbox_patient="p1", sandbox_scenario="ready")
        tokens = app.redeem(code).json()
        assert 200 == app.get("/fhir/Procedure?_count=2", tokens["access_token"]).status_code
        app.client.post("/_sandbox/sessions", json={"scenario": "syncing-45s"})  # which is watched
        assert forget(store, what)
        found[name] = call((app, other)[turn % 2], code, tokens).status_code
        assert 200 == app.get("/fhir/Procedure?_count=2", app.login()["access_token"]).status_code

    assert {} == {name: status for name, status in found.items() if status >= 500}
    assert [] == [record.getMessage() for record in caplog.records]


def test_a_code_that_comes_again_revokes_what_is_left(pair: Pair, store: RedisProcess) -> None:
    """The session is gone and its clock with it: the moment of the revocation is by the time of the store."""
    app = App(pair[0].client, "pk_test_again")
    code = app.code(sandbox_patient="p1", sandbox_scenario="ready")
    tokens = app.redeem(code).json()
    forget(store, "consents")
    app = App(pair[1].client, "pk_test_again")
    code = app.code(sandbox_patient="p1", sandbox_scenario="ready")
    tokens = app.redeem(code).json()
    forget(store, "sessions")
    before = float(store.ask("TIME").splitlines()[0])
    refused = app.redeem(code)
    (key,) = store.ask("KEYS", "procedure-sandbox:*:c:*").splitlines()
    consent = from_bytes(Consent, store.ask("GETRANGE", key, str(STAMP), "-1").encode())

    assert (400, "invalid_grant") == (refused.status_code, refused.json()["error"])
    assert consent.revoked_at is not None
    assert before - 0.1 <= consent.revoked_at <= before + 60
    assert (400, 401) == (
        app.refresh(tokens["refresh_token"]).status_code,
        app.get("/fhir/Procedure", tokens["access_token"]).status_code,
    )


def test_all_of_a_patient_can_be_revoked_though_some_sessions_are_gone(pair: Pair, store: RedisProcess) -> None:
    """Each authorization counts."""
    app = App(pair[0].client, "pk_test_all")
    app.login()
    forget(store, "sessions")
    token = app.login()["access_token"]
    answer = app.client.post(
        "/link/revoke", json={"secret_key": "sk_test_x"}, headers={"Authorization": f"Bearer {token}"}
    )

    assert (200, {"count": 2}) == (answer.status_code, answer.json())
    assert 401 == app.get("/fhir/Procedure", token).status_code


def test_a_journal_whose_entries_have_gone_says_that_they_are_dropped(pair: Pair, store: RedisProcess) -> None:
    """And goes on with the next number."""
    token = "pat_test_ready~p1~entries"  # noqa: S105 - made up
    for replica in pair:
        replica.get(token)
    forget(store, "journals")
    lost = pair[0].steer("GET", "/session/journal", token)
    pair[1].get(token)
    found = pair[0].steer("GET", "/session/journal", token)

    assert ([], 2) == (lost["entries"], lost["dropped"])
    assert ([3], 2) == ([entry["n"] for entry in found["entries"]], found["dropped"])


def test_nobody_looks_again_at_what_has_no_session(tmp_path: Path) -> None:
    """Its event cannot become due, for no clock says so; it does not stand in the way of those that can."""
    folder = tmp_path / "own"
    with RedisProcess(folder) as own, threads(own.url, folder, 1, webhook_url="http://127.0.0.1:9/") as (one,):
        one.client.post("/_sandbox/sessions", json={"patient": "p1", "scenario": "syncing-45s"})
        (watched,) = own.ask("KEYS", "procedure-sandbox:*:watched").splitlines()
        assert "1" == own.ask("ZCARD", watched)
        one.client.post("/_sandbox/sessions", json={"patient": "p1", "scenario": "ready"})
        time.sleep(0.2)  # an attempt that fails, for nobody listens there
        forget(own, "sessions")
        for consent in own.ask("ZRANGE", watched, "0", "-1").splitlines():
            own.ask("ZADD", watched, "0", consent)

        assert until(lambda: own.ask("EXISTS", watched) == "0", 10)
