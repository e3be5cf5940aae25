"""Is an application told once, whoever tells it? One replica delivers each event; for deaths see tests/contract."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.oauth.receiver import Receiver
from tests.replicas.asked import Asked
from tests.replicas.processes import RedisProcess, until
from tests.replicas.threads import threads


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a receiver."""
    with Receiver() as found:
        yield found


def opened(replica: Asked, scenario: str) -> str:
    """Return the token of a new authorization."""
    body = {"patient": "p1", "scenario": scenario}
    token: str = replica.client.post("/_sandbox/sessions", json=body).json()["access_token"]
    return token


def test_each_event_is_delivered_once(tmp_path: Path, receiver: Receiver) -> None:
    """Twelve authorizations at three replicas, some of which end by their clock, some by hand."""
    with (
        RedisProcess(tmp_path) as store,
        threads(store.url, tmp_path, 3, webhook_url=receiver.url) as three,
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
