"""Is it always the same? Many clients at once see what each would see alone, and two runs see the same bytes."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

from sandbox.backend import Backend
from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import load
from sandbox.server import Sandbox
from sandbox.sessions.clock import Clock
from sandbox.settings import Settings
from tests.api.admin.handle import Handle, Hands


def at_once(ask: Callable[[int], list[int]], times: int) -> list[list[int]]:
    """Ask from many threads."""
    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(ask, range(times)))


def test_two_hundred_labels_see_each_their_own_window(client: httpx.Client) -> None:
    """429 three times, then data, however they are interleaved."""
    found = at_once(lambda n: Handle(client, f"pat_test_syncing-3x~cleo~crowd-{n}").statuses(4), 200)

    assert [[429, 429, 429, 200]] * 200 == found


def test_a_step_is_taken_once_by_whoever_comes(hands: Hands) -> None:
    """Many requests of one session share its plan, and none is served twice."""
    handle = hands("ready", "cleo")
    plan = {"steps": [{"status": 503, "times": 7}, {"status": 500, "times": 5}, {"pass": True}]}
    minted = handle.of(handle.steer("POST", "/sessions", {"patient": "cleo", "scenario": plan}))
    found = at_once(lambda _: minted.statuses(1), 40)

    assert Counter({503: 7, 500: 5, 200: 28}) == Counter(status for one in found for status in one)
    assert list(range(1, 41)) == [entry["n"] for entry in minted.journal()]


def test_a_quota_is_shared_exactly(hands: Hands) -> None:
    """Of many at once, as many are served as the quota allows."""
    handle = hands("throttled-9x", "cleo")
    found = at_once(lambda _: handle.statuses(1), 40)

    assert Counter({200: 9, 429: 31}) == Counter(status for one in found for status in one)


def run(seed: int) -> list[tuple[int, list[tuple[str, str]], bytes]]:
    """Ask a new server a row of questions at a fixed moment; return all that came back."""
    backend = Backend(load(built_in_fixtures()), Settings(seed=seed), new_clock=lambda: Clock(1e9, source=lambda: 0.0))
    with (
        Sandbox(backend=backend) as sandbox,
        httpx.Client(base_url=sandbox.url, headers={"Host": "localhost"}) as client,
    ):
        handle = Handle(client, "pat_test_syncing-3s+http-date~ada~same")
        answers = [handle.get(), handle.get("/Patient/nobody"), handle.steer("POST", "/session/clock", {"advance": 3})]
        answers += [handle.get("/Procedure?_count=2"), client.get("/fhir/Procedure"), client.get("/fhir/metadata")]
        opened = handle.steer("POST", "/sessions", {"scenario": "throttled-1x"})
        minted = handle.of(opened)
        answers += [opened, minted.get(), minted.get(), client.get("/.well-known/jwks.json")]
        answers += [
            one.steer("GET", f"/session{path}") for one in (handle, minted) for path in ("", "/journal", "/verdict")
        ]
        answers += [client.get("/_sandbox/sessions"), handle.steer("POST", "/session/reauthorize")]
        return [(answer.status_code, sorted(answer.headers.multi_items()), answer.content) for answer in answers]


def test_the_same_seed_and_requests_give_the_same_bytes() -> None:
    """Answers, headers, tokens and journals; another seed gives other ones."""
    assert run(5) == run(5)
    assert run(5) != run(6)
