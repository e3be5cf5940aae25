"""Whose is a connection behind a load balancer? Nobody's: the verdict is that on one client over one connection."""

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox
from tests.replicas.asked import Asked, fixtures
from tests.replicas.conftest import Pair

TOO_SOON, IN_TIME = 1.5, 3.0  # seconds from one attempt to the next, where 3 are announced


def judged(replicas: Sequence[Asked], token: str, gap: float) -> list[Any]:
    """Return the verdict of each on a client that asks them in turn until it has data, so many seconds apart."""
    replicas[0].steer("POST", "/session/clock", token, {"freeze": True})
    for _, replica in zip(range(7), cycle(replicas), strict=False):
        if replica.get(token).status_code == 200:
            break
        replica.steer("POST", "/session/clock", token, {"advance": gap})
    return [replica.steer("GET", "/session/verdict", token) for replica in replicas]


def results(verdict: Any) -> dict[str, str]:
    """Return the result of each rule."""
    return {rule["id"]: rule["result"] for rule in verdict["rules"]}


@pytest.mark.parametrize(("gap", "waited"), [(TOO_SOON, "fail"), (IN_TIME, "pass")])
def test_who_asks_in_turn_is_judged_as_one_client(pair: Pair, tmp_path: Path, gap: float, waited: str) -> None:
    """As in memory over one connection. A number for each replica would make two polite pollers of one that is not."""
    token = f"pat_test_syncing-4x~p1~turns-{gap}"
    verdicts = judged(pair, token, gap)
    with Sandbox(fixtures(tmp_path)) as server:
        asked = Asked(server.url)
        with asked.client:
            (expected,) = judged([asked], token, gap)

    assert verdicts[0] == verdicts[1]
    assert results(expected) == results(verdicts[0])
    assert (waited, "pass") == (results(verdicts[0])["R02"], results(verdicts[0])["R15"])
