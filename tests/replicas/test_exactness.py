"""Is every step exact, whoever is asked? Three replicas in turn; behind a load balancer: tests/contract."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import cycle

import httpx
import pytest

from tests.api.oauth.flow import App
from tests.replicas.processes import RedisProcess
from tests.replicas.threads import ReplicaThread, threads

LABELS = 12  # sessions at a time
CROWD = 40  # clients of one token


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[ReplicaThread]]:
    """Give three replicas on a store of their own."""
    folder = tmp_path_factory.mktemp("three")
    with RedisProcess(folder) as store, threads(store.url, folder, 3) as found:
        yield found


async def ask(http: httpx.AsyncClient, replica: ReplicaThread, token: str) -> int:
    """Return the status of an answer."""
    answer = await http.get(f"{replica.url}/fhir/Patient/p1", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code


def test_no_step_is_lost_or_taken_twice(three: list[ReplicaThread]) -> None:
    """Each session has its three 429s, in the order of its journal, whoever answered."""
    tokens = [f"pat_test_syncing-3x~p1~exact-{number}" for number in range(LABELS)]
    turn = cycle(three)

    async def run() -> list[list[int]]:
        async with httpx.AsyncClient(timeout=30) as http:

            async def poll(token: str) -> list[int]:
                return [await ask(http, next(turn), token) for _ in range(4)]

            return await asyncio.gather(*map(poll, tokens))

    assert [[429, 429, 429, 200]] * LABELS == asyncio.run(run())
    for token, replica in zip(tokens, cycle(three), strict=False):
        entries = replica.steer("GET", "/session/journal", token)["entries"]
        assert [(1, 429), (2, 429), (3, 429), (4, 200)] == [(entry["n"], entry["status"]) for entry in entries]


def test_a_crowd_of_one_token_takes_each_step_once(three: list[ReplicaThread]) -> None:
    """All at the same time, a third of them at each."""
    token = f"pat_test_syncing-{CROWD - 10}x~p1~crowd"

    async def run() -> Counter[int]:
        async with httpx.AsyncClient(timeout=30) as http:
            asked = [ask(http, replica, token) for _, replica in zip(range(CROWD), cycle(three), strict=False)]
            return Counter(await asyncio.gather(*asked))

    assert {429: CROWD - 10, 200: 10} == asyncio.run(run())
    journals = [replica.steer("GET", "/session/journal", token) for replica in three]
    assert list(range(1, CROWD + 1)) == [entry["n"] for entry in journals[0]["entries"]]
    assert journals[0] == journals[1] == journals[2]


def test_a_code_is_exchanged_elsewhere_and_a_replay_is_found_everywhere(three: list[ReplicaThread]) -> None:
    """PKCE, refresh, and verdict, each at another replica."""
    one, _, third = three
    apps = [App(replica.client, "pk_test_app") for replica in three]
    code = apps[0].code(sandbox_patient="p1", sandbox_scenario="syncing-1x")
    tokens = apps[1].redeem(code).json()
    assert [429, 200] == [replica.get(tokens["access_token"]).status_code for replica in (third, one)]
    verdicts = [replica.steer("GET", "/session/verdict", tokens["access_token"]) for replica in three]
    assert verdicts[0] == verdicts[1] == verdicts[2]
    fresh = apps[2].refresh(tokens["refresh_token"]).json()

    assert [400] * 3 == [app.refresh(tokens["refresh_token"]).status_code for app in apps]
    # A code that comes twice takes back what it gave.
    assert 400 == apps[2].redeem(code).status_code
    assert [401] * 3 == [replica.get(fresh["access_token"]).status_code for replica in three]
