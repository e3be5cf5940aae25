"""Is every step exact behind a load balancer, while replicas die? Three of them, by round robin, with `kill -9`.

REPLICAS_LABELS is how many sessions there are at a time; `make replicas` asks for a thousand. Without a load balancer:
tests/replicas.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import httpx
import pytest

from tests.api.oauth.flow import App
from tests.replicas.processes import LoadBalancer, RedisProcess, Replica, replicas

LABELS = int(os.environ.get("REPLICAS_LABELS", "60"))
AT_ONCE = 24  # requests under way
CROWD = 200  # clients of one token
LOST = (502, 503, 504)  # what the load balancer says of a replica that died over a request


@dataclass
class Cluster:
    """Replicas of one sandbox, and what stands before them."""

    replicas: list[Replica]
    balancer: LoadBalancer
    folder: Path
    store: RedisProcess
    dead: list[Replica] = field(default_factory=list)

    def kill_one(self) -> None:
        """End a replica at once; the others stay."""
        found = self.replicas.pop()
        found.kill()
        self.dead.append(found)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Give three replicas behind a load balancer, on a store of their own."""
    with (
        RedisProcess(tmp_path) as store,
        replicas(store.url, tmp_path, 3) as found,
        LoadBalancer(found, tmp_path) as balancer,
    ):
        yield Cluster(list(found), balancer, tmp_path, store)


async def poll(http: httpx.AsyncClient, token: str, turn: asyncio.Semaphore) -> list[int]:
    """Ask until the data is there; return the statuses."""
    found: list[int] = []
    while 200 not in found:
        async with turn:
            try:
                answer = await http.get("/fhir/Procedure?_count=1", headers={"Authorization": f"Bearer {token}"})
                found.append(answer.status_code)
            except httpx.TransportError:
                found.append(502)
        assert len(found) < 50, found
    return found


def test_no_step_is_lost_or_taken_twice_while_a_replica_dies(cluster: Cluster) -> None:
    """Each session has its three 429s, whoever answered: in the journal always, and seen where no answer was lost."""

    async def run() -> list[list[int]]:
        turn = asyncio.Semaphore(AT_ONCE)
        async with httpx.AsyncClient(base_url=cluster.balancer.url, timeout=30) as http:
            asked = [asyncio.create_task(poll(http, f"pat_test_syncing-3x~p1~exact-{n}", turn)) for n in range(LABELS)]
            for first in islice(asyncio.as_completed(asked), LABELS // 3):
                await first
            cluster.kill_one()
            return await asyncio.gather(*asked)

    seen = asyncio.run(run())
    for number, statuses in enumerate(seen):
        token = f"pat_test_syncing-3x~p1~exact-{number}"
        entries = cluster.replicas[number % 2].steer("GET", "/session/journal", token)["entries"]
        lost = sum(status in LOST for status in statuses)

        assert [429] * 3 == [entry["status"] for entry in entries][:3]
        assert {200} == {entry["status"] for entry in entries[3:]}
        assert list(range(1, len(entries) + 1)) == [entry["n"] for entry in entries]
        assert 3 - lost <= statuses.count(429) <= 3
    assert LABELS // 3 <= sum(statuses == [429, 429, 429, 200] for statuses in seen)


def test_a_crowd_of_one_token_takes_each_step_once(cluster: Cluster) -> None:
    """Two hundred at the same time."""

    async def run() -> Counter[int]:
        limits = httpx.Limits(max_connections=CROWD)
        headers = {"Authorization": f"Bearer pat_test_syncing-{CROWD - 50}x~p1~crowd"}
        async with httpx.AsyncClient(base_url=cluster.balancer.url, timeout=60, limits=limits, headers=headers) as http:
            answers = await asyncio.gather(*(http.get(f"/fhir/Patient/p1?_pretty={n % 2 > 0}") for n in range(CROWD)))
        return Counter(answer.status_code if answer.status_code == 429 else 200 for answer in answers)

    assert {429: CROWD - 50, 200: 50} == asyncio.run(run())
    token = f"pat_test_syncing-{CROWD - 50}x~p1~crowd"
    journals = [replica.steer("GET", "/session/journal", token) for replica in cluster.replicas]
    assert list(range(1, CROWD + 1)) == [entry["n"] for entry in journals[0]["entries"]]
    assert journals[0] == journals[1] == journals[2]


def test_a_code_is_exchanged_elsewhere_and_a_replay_is_found_everywhere(cluster: Cluster) -> None:
    """PKCE, refresh, and verdict, each at another replica; also when all of them were started anew."""
    one, other, third = cluster.replicas
    apps = [App(replica.client, "pk_test_app") for replica in (one, other, third)]
    code = apps[0].code(sandbox_patient="p1", sandbox_scenario="syncing-1x")
    tokens = apps[1].redeem(code).json()
    assert [429, 200] == [replica.get(tokens["access_token"]).status_code for replica in (third, one)]
    verdicts = [replica.steer("GET", "/session/verdict", tokens["access_token"]) for replica in cluster.replicas]
    assert verdicts[0] == verdicts[1] == verdicts[2]
    fresh = apps[2].refresh(tokens["refresh_token"]).json()
    assert [400] * 3 == [app.refresh(tokens["refresh_token"]).status_code for app in apps]

    with replicas(cluster.store.url, cluster.folder, 1) as (anew,):
        for replica in cluster.replicas:
            replica.kill()
        assert [200, 401] == [anew.get(token["access_token"]).status_code for token in (fresh, tokens)]
        app = App(anew.client, "pk_test_app")
        assert 400 == app.refresh(tokens["refresh_token"]).status_code
        # A code that comes twice takes back what it gave.
        assert 400 == app.redeem(code).status_code
        assert 401 == anew.get(fresh["access_token"]).status_code
