"""The lag of an event loop: measured again and again, until the block is left."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest

from sandbox.loop_lag import PERIOD, measuring_lag


class _Loop:
    """A loop whose time is told by the test; what it is to call is called by `go`."""

    def __init__(self) -> None:
        self.now = 100.0
        self.calls: list[tuple[float, Callable[..., None], tuple[Any, ...]]] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, function: Callable[..., None], *words: Any) -> None:
        self.calls.append((when, function, words))

    def go(self, late: float) -> None:
        """Call what is due next, so many seconds late."""
        when, function, words = self.calls.pop()
        self.now = when + late
        function(*words)


def test_what_is_late_is_told_until_the_block_is_left() -> None:
    """Lateness does not add up."""
    loop, told = _Loop(), list[float]()
    with measuring_lag(cast("asyncio.AbstractEventLoop", loop), told.append):
        for late in (0.0, 0.25, 0.0):
            loop.go(late)
    loop.go(1.0)

    assert [0.0, 0.25, 0.0] == pytest.approx(told)
    assert [] == loop.calls
    assert 100.0 + 4 * PERIOD + 0.25 + 1.0 == pytest.approx(loop.now)
