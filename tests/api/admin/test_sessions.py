"""How are sessions begun, listed, forgotten and bounded? Over the calls that make and end them."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from multidict import CIMultiDict

from sandbox import backend
from sandbox.api import app
from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import load
from sandbox.sessions import memory
from sandbox.settings import Settings
from sandbox.web.messages import Request
from tests.api.admin.handle import JSON, Handle, Hands, error

Serve = Callable[..., httpx.Client]
PATIENT = '{"resourceType":"Patient","id":"1"}'


def test_a_session_is_opened_with_a_token_and_a_patient(hands: Hands) -> None:
    """The answer is 201 and brings all that a client needs."""
    answer = hands("ready").steer("POST", "/sessions", {"patient": "ben", "scenario": "syncing-5s", "expires_in": 60})
    found = answer.json()

    assert (201, "application/json; charset=utf-8") == (answer.status_code, answer.headers["Content-Type"])
    assert {"access_token", "refresh_token", "patient", "session"} <= found.keys()
    assert ("ben-okafor", "Bearer", 60, "syncing-5s") == tuple(
        found[key] for key in ("patient", "token_type", "expires_in", "scenario")
    )


@pytest.mark.parametrize(
    "empty", [{"content": b""}, {"content": b"{}", "headers": JSON}, {"content": b"", "headers": JSON}]
)
def test_a_session_may_be_opened_without_a_word(client: httpx.Client, empty: dict[str, Any]) -> None:
    """It is the first persona's, ready, for a day."""
    found = client.post("/_sandbox/sessions", **empty).json()

    assert ("ada-lovell", "ready", 86_400) == (found["patient"], found["scenario"], found["expires_in"])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"patient": "bne"}, "'bne' is not a persona or a Patient. Did you mean \"ben\"?"),
        ({"patient": 5}, "patient must be a string, not 5."),
        ({"scenario": "synching"}, "'synching' is not a scenario. Did you mean \"syncing\"?"),
        ({"scenario": "syncing-5"}, "syncing-5 cannot be read: write syncing[-Ns|-Nx]."),
        ({"scenario": ["ready"]}, 'scenario must be a string or an object, not ["ready"].'),
        ({"scenario": None}, "scenario must be a string or an object, not null."),
        ({"scenario": {"stps": []}}, "the plan has no key 'stps'. Did you mean \"steps\"?"),
        ({"scenario": {"steps": [{"statuss": 503}]}}, "steps[0] has no key 'statuss'. Did you mean \"status\"?"),
        ({"expires_in": -1}, "expires_in takes whole seconds from 1 to 31536000, not -1."),
        ({"expires_in": 0}, "expires_in takes whole seconds from 1 to 31536000, not 0."),
        ({"expires_in": 0.5}, "expires_in takes whole seconds from 1 to 31536000, not 0.5."),
        ({"expires_in": 1.5}, "expires_in takes whole seconds from 1 to 31536000, not 1.5."),
        ({"expires_in": 1e300}, "expires_in takes whole seconds from 1 to 31536000, not 1e+300."),
        ({"expires_in": "60"}, "expires_in must be a number, not '60'."),
        ({"expires_in": True}, "expires_in must be a number, not true."),
    ],
    ids=str,
)
def test_a_mistake_in_the_body_is_400(hands: Hands, body: dict[str, Any], says: str) -> None:
    """It is named, with what was meant, and no session is opened."""
    handle = hands("ready")
    before = handle.client.get("/_sandbox/sessions?count=1").json()["total"]
    answer = handle.steer("POST", "/sessions", body)

    assert (400, says) == (answer.status_code, error(answer)[: len(says)])
    assert before == handle.client.get("/_sandbox/sessions?count=1").json()["total"]


def test_a_code_of_the_wrong_type_is_400(hands: Hands) -> None:
    """It is not an error of the server."""
    answer = hands("ready").steer("POST", "/sessions", {"scenario": {"steps": [{"status": 503, "code": []}]}})

    assert 400 == answer.status_code


def test_a_session_says_how_it_stands(hands: Hands) -> None:
    """Its patient, scenario, sync, clock, requests and plan."""
    handle = hands("ready")
    plan = {"sync": {"seconds": 5}, "steps": [{"status": 503, "times": 2}, {"pass": True}]}
    minted = handle.of(handle.steer("POST", "/sessions", {"scenario": plan}))
    minted.clock(freeze=True)
    minted.steer("PUT", "/session/sync", {"state": "ready"})
    minted.get()
    found = minted.state()

    assert {"session", "patient", "scenario", "sync", "clock", "requests", "plan"} == found.keys()
    assert ("ada-lovell", "plan", 1) == (found["patient"], found["scenario"], found["requests"])
    assert ({"state": "ready", "ready_in": 0.0}, {"used": 1, "left": 1}) == (found["sync"], found["plan"])


def test_a_forgotten_session_begins_anew(hands: Hands) -> None:
    """Clock, counters and journal are as at first."""
    handle = hands("syncing-1x")
    handle.clock(freeze=True, advance=1000)
    assert [429, 200] == handle.statuses(2)
    assert 200 == handle.steer("DELETE", "/session").status_code

    assert ([], False, 0) == (handle.journal(), handle.state()["clock"]["frozen"], handle.state()["requests"])
    assert [429, 200] == handle.statuses(2)


def test_sessions_are_paged_newest_first(serve: Serve) -> None:
    """`count` and `offset` cut the list; `total` counts all."""
    client = serve(PATIENT, headers={"Authorization": ""})
    names = []
    for number in range(5):
        handle = Handle(client, f"aat_test_ready~~n{number}")
        names.append(handle.state()["session"])
    newest = names[::-1]

    def page(query: str) -> tuple[list[str], int]:
        found = client.get(f"/_sandbox/sessions{query}").json()
        return [session["session"] for session in found["sessions"]], found["total"]

    assert (newest, 5) == page("")
    assert (newest[:2], 5) == page("?count=2")
    assert (newest[2:4], 5) == page("?count=2&offset=2")
    assert ([], 5) == page("?offset=5")
    assert ([], 5) == page("?count=0")
    assert (newest, 5) == page("?count=1000000")


@pytest.mark.parametrize(
    "query", ["count=-1", "count=x", "offset=1.5", "page=2", "count=" + "9" * 5000, "offset=%D9%A3"]
)
def test_a_page_that_cannot_be_is_400(client: httpx.Client, query: str) -> None:
    """The message says how sessions are paged."""
    answer = client.get(f"/_sandbox/sessions?{query}")

    assert 400 == answer.status_code
    assert "?count=" in error(answer)


def test_a_reset_ends_every_session(serve: Serve) -> None:
    """Made-up tokens begin anew, minted ones are gone."""
    client = serve(PATIENT, headers={"Authorization": ""})
    made_up = Handle(client, "aat_test_syncing-1x")
    minted = made_up.of(client.post("/_sandbox/sessions"))
    assert [429, 200] == made_up.statuses(2, "/Patient")
    assert [200] == minted.statuses(1, "/Patient")

    assert 200 == client.post("/_sandbox/reset", json={"all": True}).status_code
    assert 0 == client.get("/_sandbox/sessions").json()["total"]
    assert [429, 200] == made_up.statuses(2, "/Patient")
    assert [401] == minted.statuses(1, "/Patient")


@pytest.mark.parametrize("body", [{}, {"all": False}])
def test_a_reset_must_be_meant(hands: Hands, body: dict[str, Any]) -> None:
    """Without {"all": true} it is 400, and nothing ends."""
    handle = hands("syncing-1x")
    assert [429] == handle.statuses(1)
    for answer in (handle.steer("POST", "/reset", body), handle.client.post("/_sandbox/reset")):
        assert (400, True) == (answer.status_code, '{"all": true}' in error(answer))

    assert [200] == handle.statuses(1)


def test_the_least_recently_used_session_goes_first(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their number is bounded; asking and steering both count as use."""
    monkeypatch.setattr(memory, "SESSIONS_KEPT", 3)
    client = serve(PATIENT, headers={"Authorization": ""})
    one, two, three, four = (Handle(client, f"aat_test_syncing-1x~~n{number}") for number in range(4))
    for handle in (one, two, three):
        handle.get("/Patient")
    one.get("/Patient")
    two.state()
    four.get("/Patient")

    assert 3 == client.get("/_sandbox/sessions").json()["total"]
    assert [2, 1, 1] == [handle.state()["requests"] for handle in (one, two, four)]
    assert [429] == three.statuses(1, "/Patient")


@pytest.mark.slow
def test_ten_thousand_sessions_cost_less_than_100_mb() -> None:
    """Each with a request in its journal."""
    crowd = backend.Backend(load(built_in_fixtures()), Settings())

    def ask(number: int) -> int:
        headers = CIMultiDict({"Authorization": f"Bearer pat_test_syncing-3x~ada~n{number}", "Host": "localhost"})
        return app.Api(crowd).handle(Request("GET", "/fhir/Procedure", "", headers, b"", "x")).status

    ask(0)
    tracemalloc.start()
    try:
        assert {429} == {ask(number) for number in range(1, memory.SESSIONS_KEPT + 50)}
        cost, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert memory.SESSIONS_KEPT == sum(1 for _ in crowd.sessions) == 10_000
    assert cost < 100_000_000
