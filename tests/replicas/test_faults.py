"""What if the store does not answer, is full, is emptied, or belongs to another sandbox? No step is ever wrong."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.problem import Mismatch
from sandbox.replicas import shared_state
from tests.replicas.asked import Asked
from tests.replicas.processes import RedisProcess, Replica, free_port, until
from tests.replicas.threads import ReplicaThread

DOORS = ("/fhir/Procedure?_count=1", "/link/introspect", "/rest/consent", "/.well-known/jwks.json")
CLIENTS = 6


def asked(replica: Asked, token: str, count: int) -> list[int]:
    """Return the statuses of so many requests."""
    return [replica.get(token).status_code for _ in range(count)]


def test_silence_is_503_and_ends_by_itself(tmp_path: Path) -> None:
    """With Retry-After on both doors, a health of degraded, and not a step too many or too few."""
    token = "pat_test_syncing-9x~p1~silence"  # noqa: S105 - made up
    with RedisProcess(tmp_path) as store, ReplicaThread(store.url, tmp_path) as replica:
        assert [429] * 3 == asked(replica, token, 3)
        store.send(signal.SIGSTOP)
        silent = [replica.get(token, path) for path in DOORS]
        steering = replica.client.get("/_sandbox/sessions")
        health = replica.client.get("/_sandbox/health")
        ready = replica.client.get("/_sandbox/health?ready")
        store.send(signal.SIGCONT)

        assert [503] * len(DOORS) == [answer.status_code for answer in silent]
        assert {"1"} == {answer.headers["Retry-After"] for answer in silent}
        assert "transient" == silent[0].json()["issue"][0]["code"]
        assert {"statusCode", "error", "message"} == silent[1].json().keys()
        assert "unavailable" == steering.json()["error"]["code"]
        assert (200, "degraded", 503) == (health.status_code, health.json()["status"], ready.status_code)
        assert until(replica.is_ready)
        assert [429] * 6 + [200] == asked(replica, token, 7)
        assert list(range(1, 11)) == [one["n"] for one in replica.steer("GET", "/session/journal", token)["entries"]]


@pytest.mark.slow
def test_five_seconds_without_a_store_cost_nobody_a_step(tmp_path: Path) -> None:
    """Clients of two replicas ask on all the while: each gets 503 and no other answer, and then has its steps exactly.

    What they asked lay with the store, and is not taken when it goes on.
    """
    tokens = [f"pat_test_syncing-6x~p1~five-{number}" for number in range(CLIENTS)]
    with (
        RedisProcess(tmp_path) as store,
        ReplicaThread(store.url, tmp_path) as one,
        ReplicaThread(store.url, tmp_path) as other,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        pair = (one, other)
        before = [asked(replica, token, 1) for token in tokens for replica in pair]
        store.send(signal.SIGSTOP)
        end = time.monotonic() + 5

        def ask_on(number: int) -> list[httpx.Response]:
            found: list[httpx.Response] = []
            while time.monotonic() < end:
                found.append(pair[(number + len(found)) % 2].get(tokens[number]))
            return found

        silent = [answer for answers in pool.map(ask_on, range(CLIENTS)) for answer in answers]
        store.send(signal.SIGCONT)
        assert until(lambda: one.is_ready() and other.is_ready())
        after = [[pair[n % 2].get(token).status_code for n in range(5)] for token in tokens]
        journals = [[replica.steer("GET", "/session/journal", token) for replica in pair] for token in tokens]

    assert [[429]] * CLIENTS * 2 == before
    assert len(silent) > CLIENTS
    assert {(503, "1")} == {(answer.status_code, answer.headers.get("Retry-After")) for answer in silent}
    assert [[429] * 4 + [200]] * CLIENTS == after
    for mine, others in journals:
        assert mine == others
        assert list(range(1, 8)) == [entry["n"] for entry in mine["entries"]]


def test_a_store_that_comes_back_has_lost_nothing(tmp_path: Path) -> None:
    """Killed, and started again with its log."""
    token, port = "pat_test_syncing-4x~p1~killed", free_port()
    with RedisProcess(tmp_path, port=port, durable=True) as store, ReplicaThread(store.url, tmp_path) as replica:
        assert [429] * 2 == asked(replica, token, 2)
        store.kill()
        assert [503] * 3 == asked(replica, token, 3)
        with RedisProcess(tmp_path, port=port, durable=True):
            assert until(replica.is_ready)
            assert [429] * 2 + [200] == asked(replica, token, 3)


def test_a_connection_that_was_cut_is_made_again(tmp_path: Path) -> None:
    """Without anybody having to know."""
    token = "pat_test_syncing-3x~p1~cut"  # noqa: S105 - made up
    with RedisProcess(tmp_path) as store, ReplicaThread(store.url, tmp_path) as replica:
        found = []
        for _ in range(5):
            store.ask("CLIENT", "KILL", "TYPE", "normal")
            found += asked(replica, token, 1)

        assert [429] * 3 + [200] * 2 == found


def test_a_store_that_was_emptied_begins_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """And the log says so."""
    token = "pat_test_syncing-1x~p1~emptied"  # noqa: S105 - made up
    with RedisProcess(tmp_path) as store, ReplicaThread(store.url, tmp_path) as replica:
        assert [429, 200] == asked(replica, token, 2)
        store.ask("FLUSHALL")

        assert [429, 200] == asked(replica, token, 2)
        assert "the state store was emptied" in caplog.text


def test_a_store_without_memory_is_503_until_it_has_some(tmp_path: Path) -> None:
    """The sentence names its maxmemory."""
    token = "pat_test_syncing-3x~p1~full"  # noqa: S105 - made up
    with RedisProcess(tmp_path) as store, ReplicaThread(store.url, tmp_path) as replica:
        assert [429] * 2 == asked(replica, token, 2)
        store.ask("CONFIG", "SET", "maxmemory", "1mb")
        full = replica.get(token)
        assert 503 == full.status_code
        assert "has no memory left" in full.text
        assert "degraded" == replica.client.get("/_sandbox/health").json()["status"]
        store.ask("CONFIG", "SET", "maxmemory", "0")

        assert until(replica.is_ready)
        assert [429, 200] == asked(replica, token, 2)


def test_who_finds_no_store_serves_when_there_is_one(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It says so on stderr, lives, and is not ready."""
    port = free_port()
    with ReplicaThread(f"redis://127.0.0.1:{port}/0", tmp_path) as replica:
        assert [503] == asked(replica, "pat_test_ready~p1", 1)
        assert "cannot be reached" in caplog.text
        assert 200 == replica.client.get("/_sandbox/health").status_code
        with RedisProcess(tmp_path, port=port):
            assert until(replica.is_ready)
            assert [200] == asked(replica, "pat_test_ready~p1", 1)


@pytest.mark.parametrize("differs", ["seed", "fixtures"])
def test_who_does_not_belong_to_a_sandbox_does_not_join_it(tmp_path: Path, differs: str) -> None:
    """Another seed, or other data: a sentence that says what would be right."""
    more = tmp_path / "more.ndjson"
    more.write_text('{"resourceType":"Patient","id":"p3"}', encoding="utf-8")
    others: dict[str, Any] = {"seed": 2, "fixtures": [more]}
    with RedisProcess(tmp_path) as store, ReplicaThread(store.url, tmp_path):
        stranger = ReplicaThread(store.url, tmp_path, **{differs: others[differs]})
        with pytest.raises(Mismatch, match=f"holds the sessions of a sandbox with (an)?other {differs}.*Give all"):
            stranger.__enter__()


def test_the_command_that_does_not_belong_to_a_sandbox_leaves(tmp_path: Path) -> None:
    """With exit code 2, and the sentence."""
    with (
        RedisProcess(tmp_path) as store,
        ReplicaThread(store.url, tmp_path),
        Replica(store.url, tmp_path, "--seed", "2") as stranger,
    ):
        assert 2 == stranger.running.wait(60)
        assert "holds the sessions of a sandbox with another seed" in stranger.log.read_text()


def test_all_of_them_started_anew_have_lost_nothing(tmp_path: Path) -> None:
    """The state is in the store alone."""
    token = "pat_test_syncing-3x~p1~restart"  # noqa: S105 - made up
    with RedisProcess(tmp_path) as store:
        with ReplicaThread(store.url, tmp_path) as replica:
            minted = replica.client.post("/_sandbox/sessions", json={"patient": "p1"}).json()["access_token"]
            assert [429] * 2 == asked(replica, token, 2)
        with ReplicaThread(store.url, tmp_path) as replica:
            assert [429, 200] == asked(replica, token, 2)
            assert [200] == asked(replica, minted, 1)
            assert [1, 2, 3, 4] == [one["n"] for one in replica.steer("GET", "/session/journal", token)["entries"]]


def test_all_journals_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest sessions give up their oldest entries, and count on where they were."""
    monkeypatch.setattr(shared_state, "COUNT_AGAIN", 500)
    with RedisProcess(tmp_path) as store, ReplicaThread(store.url, tmp_path, journal_entries=1000) as replica:
        for label in ("first", "second", "third"):
            headers = {"Authorization": f"Bearer pat_test_ready~p1~{label}"}
            with httpx.Client(base_url=replica.url, headers=headers, timeout=60) as http:
                for _ in range(340):
                    http.get("/fhir/Patient/p1")

        def kept() -> list[int]:
            keys = store.ask("KEYS", "*:journal").splitlines()
            return [int(store.ask("LLEN", key)) for key in keys]

        assert until(lambda: sum(kept()) <= 1000)
        assert max(kept()) == 340
        found = replica.steer("GET", "/session/journal", "pat_test_ready~p1~first")
        assert found["dropped"] + len(found["entries"]) == 340
        assert 200 == replica.get("pat_test_ready~p1~first", "/fhir/Patient/p1").status_code
        assert 341 == replica.steer("GET", "/session/journal", "pat_test_ready~p1~first")["entries"][-1]["attempt"]
