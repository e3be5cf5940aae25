"""Is anything lost when a replica is killed, or its clock is wrong? As processes, which end without a word."""

import json
import threading
from pathlib import Path

import httpx
import pytest

from tests.api.oauth.receiver import Receiver
from tests.replicas.processes import RedisProcess, Replica, needs, until
from tests.replicas.test_faults import asked
from tests.replicas.test_shared_webhooks import opened


def test_a_replica_that_is_killed_takes_nothing_with_it(tmp_path: Path) -> None:
    """But the connections that are open."""
    token = "pat_test_syncing-3x~p1~dead"  # noqa: S105 - made up
    with RedisProcess(tmp_path) as store, Replica(store.url, tmp_path).wait() as one:
        with Replica(store.url, tmp_path).wait() as other:
            assert [429, 429] == [replica.get(token).status_code for replica in (one, other)]
            other.kill()
            with pytest.raises(httpx.HTTPError):
                other.get(token)

        assert [429, 200] == asked(one, token, 2)


def test_replicas_whose_clocks_differ_have_one_time(tmp_path: Path) -> None:
    """Two seconds apart: it is the time of the store that counts, to a few milliseconds, and it never goes back."""
    needs("faketime")
    token = "pat_test_syncing-1.5s~p1~clocks"  # noqa: S105 - made up
    with (
        RedisProcess(tmp_path) as store,
        Replica(store.url, tmp_path).wait() as true,
        Replica(store.url, tmp_path, prefix=("faketime", "-f", "+2s")).wait() as ahead,
    ):
        assert [429, 429] == [replica.get(token).status_code for replica in (true, ahead)]
        times = [replica.steer("GET", "/session", token)["clock"]["now"] for replica in (true, ahead) * 5]
        assert sorted(times) == times
        assert times[-1] - times[0] < 1.5
        assert until(lambda: ahead.get(token).status_code == 200)
        entries = true.steer("GET", "/session/journal", token)["entries"]
        window = [one["at"] - entries[0]["at"] for one in entries if one["status"] == 200]

    assert window[0] >= 1.5


class SilentAtFirst(Receiver):
    """A receiver that does not answer the first request before it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.answering = threading.Event()

    def _take(self, headers: dict[str, str], body: bytes) -> None:
        super()._take(headers, body)
        if len(self.received) == 1:
            self.answering.wait(30)


def test_another_one_takes_over_when_a_replica_dies_over_it(tmp_path: Path) -> None:
    """The receiver hears of the event again, under the same id."""
    with SilentAtFirst() as receiver, RedisProcess(tmp_path) as store:
        with Replica(store.url, tmp_path, "--webhook-url", receiver.url).wait() as first:
            token = opened(first, "ready")
            assert until(lambda: receiver.received)
            first.kill()
        with Replica(store.url, tmp_path, "--webhook-url", receiver.url).wait() as second:
            assert until(lambda: len(receiver.received) == 2, 20)
            webhooks = until(
                lambda: [one for one in second.steer("GET", "/session/journal", token)["webhooks"] if one["attempts"]]
            )
        receiver.answering.set()

    ids = {json.loads(body)["event_id"] for _, body in receiver.received}
    assert ids == {one["event_id"] for one in webhooks}
    assert ["delivered"] == [one["state"] for one in webhooks]
