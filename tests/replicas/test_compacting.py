"""Is the log of changes bounded? A snapshot takes its place, and whoever is behind comes to the same all the same."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from sandbox.replicas import shared_state
from tests.replicas.asked import Asked
from tests.replicas.processes import RedisProcess, until
from tests.replicas.test_shared_resources import EVERYTHING, procedure
from tests.replicas.threads import ReplicaThread

LONGEST = 10  # changes in the log of these tests
OFTEN, NEVER = 0.05, 3600.0  # seconds from one look at the log to the next


@contextmanager
def three(store: RedisProcess, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[tuple[Asked, Asked, Asked]]:
    """Give three replicas, the last of which knows nothing that it is not asked for, and bounds no log."""
    patch.setattr(shared_state, "LOG_LONGEST", LONGEST)
    with ExitStack() as stack:
        patch.setattr(shared_state, "HEARTBEAT", NEVER)
        lagging = stack.enter_context(ReplicaThread(store.url, folder))
        time.sleep(0.1)  # it looks at the store once
        patch.setattr(shared_state, "HEARTBEAT", OFTEN)
        one, other = (stack.enter_context(ReplicaThread(store.url, folder)) for _ in range(2))
        yield one, other, lagging


def length(store: RedisProcess) -> int:
    """Return how many changes are in the log."""
    keys = store.ask("KEYS", "procedure-sandbox:*:changes").splitlines()
    return sum(int(store.ask("LLEN", key)) for key in keys)


def until_compact(store: RedisProcess, at_most: int = LONGEST) -> bool:
    """Wait until that is so, and return whether it is."""
    return bool(until(lambda: is_compact(store) and length(store) <= at_most, 20))


def is_compact(store: RedisProcess) -> bool:
    """Return whether the log has no more changes than it may have, and a snapshot those before."""
    return length(store) <= LONGEST and bool(store.ask("KEYS", "procedure-sandbox:*:snapshot"))


def change(replicas: tuple[Asked, ...], count: int, first: int = 0) -> None:
    """Make so many changes at replicas in turn: additions, replacements, deletions."""
    for number in range(first, first + count):
        client = replicas[number % len(replicas)].client
        name = f"c{number % 7}"
        if number % 5 == 4 and client.delete(f"/_sandbox/resources/Procedure/{name}").is_success:
            continue
        assert 201 == client.post("/_sandbox/resources", json=procedure(name)).status_code


def held(replica: Asked) -> tuple[Any, ...]:
    """Return what is seen of the Procedures that were changed: those that are there, and the status of each."""
    bundle = replica.get(EVERYTHING, "/fhir/Procedure?_count=100").json()
    entries = [entry["resource"] for entry in bundle["entry"]]
    names = [f"/fhir/Procedure/c{number}" for number in range(7)]
    return entries, [replica.get(EVERYTHING, name).status_code for name in names]


def test_whoever_is_behind_or_new_comes_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of three knows but the first changes when a snapshot takes the place of all; another begins after it."""
    with RedisProcess(tmp_path) as store, three(store, tmp_path, monkeypatch) as (one, other, lagging):
        change((one, other, lagging), 3)
        change((one, other), 60, first=3)
        assert until_compact(store)
        change((other,), 2, first=63)
        expected = held(one)
        with ReplicaThread(store.url, tmp_path) as new:
            assert [expected] * 3 == [held(replica) for replica in (other, lagging, new)]
            change((new, lagging), 4, first=65)
            assert held(one) == held(other) == held(lagging) == held(new)
        sizes = [int(store.ask("GET", key)) for key in store.ask("KEYS", "*:changes:size").splitlines()]
        lines = [store.ask("LRANGE", key, "0", "-1") for key in store.ask("KEYS", "*:changes").splitlines()]

        assert 410 in expected[1]
        assert sum(len(line) for text in lines for line in text.splitlines()) == sum(sizes)


def test_a_log_of_large_changes_is_bounded_by_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few they are."""
    monkeypatch.setattr(shared_state, "LOG_LARGEST", 20_000)
    with RedisProcess(tmp_path) as store, three(store, tmp_path, monkeypatch) as (one, _, lagging):
        for _ in range(3):
            one.client.post("/_sandbox/resources", json=procedure("large") | {"note": [{"text": "x" * 10_000}]})

        assert until_compact(store, at_most=1)
        assert held(one) == held(lagging)
        found = lagging.get(EVERYTHING, "/fhir/Procedure/large").json()
        assert ("3", 10_000) == (found["meta"]["versionId"], len(found["note"][0]["text"]))


def test_a_snapshot_survives_the_store_and_every_replica(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the log does: the store is killed just after, and all begin anew."""
    with RedisProcess(tmp_path, durable=True) as store:
        with three(store, tmp_path, monkeypatch) as (one, other, _):
            change((one, other), 30)
            assert until_compact(store)
            expected = held(one)
            store.kill()
        with (
            RedisProcess(tmp_path, port=store.port, durable=True) as again,
            ReplicaThread(again.url, tmp_path) as new,
        ):
            assert is_compact(again)
            assert expected == held(new)


def test_a_reset_ends_the_snapshot_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For one that was behind it as well."""
    with RedisProcess(tmp_path) as store, three(store, tmp_path, monkeypatch) as (one, other, lagging):
        begun = held(one)
        change((one, other), 30)
        assert until_compact(store)
        one.client.post("/_sandbox/reset", json={"all": True})

        assert [begun] * 3 == [held(replica) for replica in (one, other, lagging)]
        assert until(lambda: not store.ask("KEYS", "procedure-sandbox:*:snapshot"))


def test_changes_of_one_moment_are_the_same_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log gives each of them its millisecond: their order, and every byte, is that of the log."""
    with RedisProcess(tmp_path) as store, three(store, tmp_path, monkeypatch) as found:
        for replica in found:
            assert 404 == replica.get(EVERYTHING, "/fhir/Procedure/m0").status_code
        for number in range(9):
            found[number % 3].client.post("/_sandbox/resources", json=procedure(f"m{number}"))
        answers = [replica.get(EVERYTHING, "/fhir/Procedure?_sort=-_lastUpdated&_count=9").json() for replica in found]
        entries = [[entry["resource"] for entry in answer["entry"]] for answer in answers]
        moments = [entry["meta"]["lastUpdated"] for entry in entries[0]]

        assert [f"m{number}" for number in range(8, -1, -1)] == [entry["id"] for entry in entries[0]]
        assert entries[0] == entries[1] == entries[2]
        assert 9 == len(set(moments))
