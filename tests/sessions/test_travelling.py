"""Is a session the same after it has travelled? The same clients, once with a journey."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import cycle
from typing import Any

import httpx
import pytest

from sandbox.backend import Backend
from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import load
from sandbox.scenario import PRESETS
from sandbox.seed import Seed
from sandbox.server import Sandbox
from sandbox.sessions.clock import Clock
from sandbox.settings import Settings
from sandbox.stores import in_memory
from tests.sessions.travelling_store import TravellingStore

BEGIN = 1_000_001_000
PATHS = ("/Procedure?_count=5", "/Procedure?_count=5&_offset=5", "/Patient/$PATIENT_ID", "/Procedure?status=x", "/Nope")
SUFFIXES = ("", "+http-date", "+none", "+zero")
PLAN: dict[str, Any] = {
    "sync": {"seconds": 7},
    "quota": 4,
    "steps": [{"match": {"type": "Procedure"}, "status": 503, "times": 2}, {"status": 500}, {"pass": True}],
}

Ask = Callable[..., Any]


def new_clock() -> Clock:
    """Return a clock that begins at a fixed moment."""
    return Clock(1e9, source=lambda: 0.0)


class Side:
    """A server of its own, whose sessions travel at each call of `travel`, if they travel at all."""

    def __init__(self, client: httpx.Client, store: TravellingStore, *, travels: bool) -> None:
        self.client = client
        self._store = store
        self._travels = travels

    def travel(self) -> None:
        """Let the sessions travel, once the server has taken note of how its last answer went."""
        time.sleep(0.05)
        if self._travels:
            self._store.travel()


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Side, Side]]:
    """Serve the same data twice: where sessions stay, and where they travel."""
    loaded, settings = load(built_in_fixtures()), Settings()
    with ExitStack() as stack:
        sides = []
        for travels in (False, True):
            store = TravellingStore(new_clock)
            backend = Backend(loaded, settings, new_clock=new_clock, stores=in_memory(sessions=store))
            url = stack.enter_context(Sandbox(backend=backend)).url
            client = stack.enter_context(httpx.Client(base_url=url, headers={"Host": "localhost"}, timeout=5))
            sides.append(Side(client, store, travels=travels))
        yield sides[0], sides[1]


def written(name: str) -> str:
    """Return a scenario of this name as it is written, with a small parameter where it must have one."""
    form = re.sub(r"\[.*", "", PRESETS[name].forms.strip("`"))
    return form.replace("<status>", "503").replace("<N>ms", "20ms").replace("<N>", "2").replace("-Ns", "-3s")


def asker(client: httpx.Client, token: str) -> Ask:
    """Return a function that asks with a token, and gives all that came back."""

    def ask(method: str, path: str, body: Any = None) -> Any:
        try:
            answer = client.request(method, path, json=body, headers={"Authorization": f"Bearer {token}"})
        except httpx.HTTPError as error:
            return type(error).__name__
        return answer.status_code, sorted(answer.headers.multi_items()), answer.text

    return ask


def live(ask: Ask, life: str) -> list[Any]:
    """Live a life of twenty steps, which follows from its name; return all that came back."""
    rng = Seed(1).stream(life)
    steps: dict[str, Callable[[], Any]] = {
        "ask": lambda: ask("GET", "/fhir" + rng.choice(PATHS)),
        "advance": lambda: ask("POST", "/_sandbox/session/clock", {"advance": rng.choice([0.5, 1, 3, 20])}),
        "look": lambda: ask("GET", rng.choice(["/_sandbox/session", "/link/introspect", "/rest/consent"])),
        "move": lambda: ask("PUT", "/_sandbox/session/sync", {"state": rng.choice(["ready", "failed", "syncing"])}),
        "explain": lambda: ask("POST", "/_sandbox/explain", {"query": "Procedure?status=completed"}),
        "expunge": lambda: ask("POST", "/fhir/Patient/$PATIENT_ID/$expunge"),
    }
    # At a scale of 100, a stall of three seconds takes 0.03.
    found = [ask("POST", "/_sandbox/session/clock", {"freeze": True, "to": BEGIN, "scale": 100})]
    names, weights = list(steps), [30, 12, 6, 2, 2, 1]
    found += [steps[name]() for name in rng.choices(names, weights, k=20)]
    return [*found, ask("GET", "/_sandbox/session/journal"), ask("GET", "/_sandbox/session/verdict")]


def lives(side: Side, token: str, life: str) -> list[Any]:
    """Live two lives with a token, and travel between them."""
    ask = asker(side.client, token)
    found = live(ask, life)
    side.travel()
    return found + live(ask, f"{life}, again")


@pytest.mark.parametrize(("name", "suffix"), list(zip(PRESETS, cycle(SUFFIXES), strict=False)))
def test_a_session_that_travels_is_lived_as_one_that_stays(both: tuple[Side, Side], name: str, suffix: str) -> None:
    """The same answers, journal and verdict, for each scenario, under one of several ways to announce a wait."""
    token = f"pat_test_{written(name)}{suffix}~ada~travelling"
    stayed, travelled = (lives(side, token, token) for side in both)

    assert stayed == travelled


@pytest.mark.parametrize("scenario", ["syncing-4s", "failed", "partial-5s", "expiring-5s", PLAN], ids=str)
def test_an_authorization_that_travels_is_the_same(both: tuple[Side, Side], scenario: Any) -> None:
    """Minted, refreshed, and authorized anew, with the old token still in use."""

    def run(side: Side) -> list[Any]:
        opened = side.client.post("/_sandbox/sessions", json={"scenario": scenario, "patient": "cleo"}).json()
        found = lives(side, opened["access_token"], f"first {scenario}")
        body = {"grant_type": "refresh_token", "refresh_token": opened["refresh_token"]}
        refreshed = side.client.post("/link/token", json=body, auth=("pk_test_x", "sk_test_x")).json()
        side.travel()
        found += lives(side, refreshed["access_token"], f"second {scenario}")
        first, second = (asker(side.client, one["access_token"]) for one in (opened, refreshed))
        found += [first("GET", "/fhir/Procedure"), second("POST", "/_sandbox/session/reauthorize")[0]]
        side.travel()
        return [*found, second("GET", "/fhir/Procedure"), second("GET", "/_sandbox/session/journal")]

    stayed, travelled = (run(side) for side in both)

    assert stayed == travelled
