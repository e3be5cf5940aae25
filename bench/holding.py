"""For how long does an answer keep everybody else waiting? A ticker in the server's own loop sees it.

It wants to tick each millisecond; what the loop's thread computes between two ticks is what others wait for. It is the
time of the processor that counts, so that other programs on the machine do not.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from sandbox.server import Sandbox

_TICK = 0.001


class Ticker:
    """The longest time between two ticks so far, in milliseconds, since it was last `taken`."""

    def __init__(self) -> None:
        self._longest = 0.0
        self._running = True
        self._ticked = Event()

    async def run(self) -> None:
        """Tick until it is stopped."""
        before = time.thread_time()
        while self._running:
            await asyncio.sleep(_TICK)
            now = time.thread_time()
            self._longest, before = max(self._longest, now - before), now
            self._ticked.set()

    def stop(self) -> None:
        """Let it tick no more."""
        self._running = False

    def taken(self) -> float:
        """Return the longest time between two ticks, the next one included, and begin anew."""
        self._ticked.clear()
        self._ticked.wait()
        longest, self._longest = self._longest, 0.0
        return longest * 1000


@contextmanager
def ticking(sandbox: Sandbox) -> Iterator[Ticker]:
    """Give a ticker in the loop of a sandbox that is running in this process."""
    ticker = Ticker()
    tasks: list[asyncio.Task[None]] = []
    sandbox.call_soon(lambda: tasks.append(asyncio.ensure_future(ticker.run())))
    try:
        yield ticker
    finally:
        ticker.stop()
