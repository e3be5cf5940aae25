"""Is an application told once, whoever tells it? One replica delivers; where it dies over that, another one does."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.oauth.receiver import Receiver
from tests.replicas.processes import RedisProcess, Replica, replicas, until


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a receiver."""
    with Receiver() as found:
        yield found


def opened(replica: Replica, scenario: str) -> str:
    """Return the token of a new authorization."""
    body = {"patient": "p1", "scenario": scenario}
    token: str = replica.client.post("/_sandbox/sessions", json=body).json()["access_token"]
    return token


def test_each_event_is_delivered_once(tmp_path: Path, receiver: Receiver) -> None:
    """Twelve authorizations at three replicas, some of which end by their clock, some by hand."""
    with (
        RedisProcess(tmp_path) as store,
        replicas(store.url, tmp_path, 3, "--webhook-url", receiver.url) as three,
    ):
        tokens = [
            opened(three[n % 3], ("ready", "syncing-45s", "syncing-0.3s", "failing-1x")[n % 4]) for n in range(12)
        ]
        for n in (1, 5, 9):
            three[(n + 1) % 3].steer("POST", "/session/clock", tokens[n], {"advance": 45})
        for n in (3, 7, 11):
            assert 429 == three[(n + 1) % 3].get(tokens[n]).status_code
        assert until(lambda: len(receiver.received) >= 12, 20)
        time.sleep(0.5)
        told = [json.loads(body) for _, body in receiver.received]
        journals = [three[0].steer("GET", "/session/journal", token)["webhooks"] for token in tokens]

        assert 12 == len(told) == len({one["event_id"] for one in told})
        assert [9, 3] == [sum(one["event"] == name for one in told) for name in ("sync_completed", "sync_failed")]
        assert {("delivered", 1)} == {(one["state"], len(one["attempts"])) for (one,) in journals}


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
