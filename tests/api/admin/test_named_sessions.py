"""May whoever sees all sessions steer one without its token? By its name, with the admin token where there is one."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from sandbox.api.admin.handle import NAMED
from sandbox.api.admin.routes import ROUTES
from tests.api.admin.handle import Handle, Hands, error

Serve = Callable[..., httpx.Client]
PATIENT = '{"resourceType":"Patient","id":"1"}'
NAMED_ROUTES = [(route.method, route.pattern) for route in ROUTES if route.pattern.startswith(NAMED)]


def nobody(handle: Handle, method: str, path: str, body: Any = None) -> httpx.Response:
    """Steer the session of a handle by its name, without any token."""
    name = handle.state()["session"]
    return handle.client.request(method, f"/_sandbox/sessions/{name}{path}", json=body)


def test_a_session_is_told_as_in_the_list(hands: Hands) -> None:
    """With its label and its last exchange, which its own token is not told."""
    handle = hands("syncing-45s")
    handle.get("/Procedure?_count=1")
    found = nobody(handle, "GET", "").json()
    own = handle.state()

    assert {**found, "clock": own["clock"], "sync": own["sync"]} == {
        **own, "label": handle.token.rpartition("~")[2], "last": found["last"],
    }  # fmt: skip
    assert (429, "transient", 3) == tuple(found["last"][name] for name in ("status", "issue", "wait"))


def test_a_session_that_was_never_asked_has_no_last_exchange(hands: Hands) -> None:
    """It is None."""
    assert nobody(hands("ready"), "GET", "").json()["last"] is None


def test_a_clock_is_frozen_and_advanced_by_name(hands: Hands) -> None:
    """And the session itself sees it."""
    handle = hands("syncing-45s")
    handle.get()
    frozen = nobody(handle, "POST", "/clock", {"freeze": True}).json()
    later = nobody(handle, "POST", "/clock", {"advance": 60}).json()

    assert frozen["frozen"]
    assert 60 == pytest.approx(later["now"] - frozen["now"])
    assert 200 == handle.get().status_code


def test_a_sync_is_ended_by_name(hands: Hands) -> None:
    """In either way."""
    handle = hands("stuck")
    for state, status in (("ready", 200), ("failed", 422)):
        assert state == nobody(handle, "PUT", "/sync", {"state": state}).json()["sync"]["state"]
        assert status == handle.get().status_code


def test_a_new_authorization_by_name_is_created(hands: Hands) -> None:
    """Its token is good for the same patient."""
    answer = nobody(hands("failed", "ben"), "POST", "/reauthorize")

    assert "ben-okafor" == answer.json()["patient"]
    assert 200 == hands("ready").of(answer).get().status_code


@pytest.mark.parametrize("call", ["/journal", "/verdict?policy=strict", "/timeline.svg?policy=strict"])
def test_what_is_told_by_name_is_what_the_token_is_told(hands: Hands, call: str) -> None:
    """To the byte."""
    handle = hands("failed")
    handle.statuses(2)

    assert handle.steer("GET", f"/session{call}").content == nobody(handle, "GET", call).content


@pytest.mark.parametrize("name", ["nobody", "0" * 24, "..", "%2e%2e", "a%2Fb", "<b>"])
def test_an_unknown_name_is_404(client: httpx.Client, name: str) -> None:
    """It says that sessions are forgotten."""
    answer = client.get(f"/_sandbox/sessions/{name}/journal")

    assert 404 == answer.status_code
    assert {"not-found", "no-such-address"} >= {answer.json()["error"]["code"]}


def test_a_token_is_no_name(hands: Hands) -> None:
    """Only the name is."""
    handle = hands("ready")
    handle.get()

    assert "it may have been forgotten" in error(handle.client.get(f"/_sandbox/sessions/{handle.token}"))


@pytest.mark.parametrize(("method", "pattern"), NAMED_ROUTES)
def test_the_admin_token_guards_every_named_call(serve: Serve, method: str, pattern: str) -> None:
    """The session's own token does not open it; the admin token does."""
    client = serve(PATIENT, admin_token="tops3cret")  # noqa: S106 - made up
    handle = Handle(client, "pat_test_ready~1")
    name = handle.state()["session"]
    path = "/_sandbox" + pattern.replace("{session}", name)
    body = {"state": "ready"} if pattern.endswith("/sync") else None
    for login in ({}, handle.login):
        refused = client.request(method, path, json=body, headers={"Authorization": ""} | login)
        assert 401 == refused.status_code
        assert "needs the admin token" in error(refused)
    admin = {"Authorization": "Bearer tops3cret"}

    assert client.request(method, path, json=body, headers=admin).status_code in {200, 201}


def test_sessions_are_chosen_by_label(serve: Serve) -> None:
    """By its beginning; `total` counts those alone."""
    client = serve(PATIENT)
    for label in ("ci-1", "ci-2", "local"):
        Handle(client, f"pat_test_ready~1~{label}").get()
    found = client.get("/_sandbox/sessions?label-prefix=ci-&count=1").json()

    assert (2, ["ci-2"]) == (found["total"], [row["label"] for row in found["sessions"]])
