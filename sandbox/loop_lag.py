"""By how much is the event loop late? Asked twice a second: who blocks it makes every client wait."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PERIOD = 0.5  # seconds


@contextmanager
def measuring_lag(loop: asyncio.AbstractEventLoop, add: Callable[[float], None]) -> Iterator[None]:
    """Tell *add* again and again, as long as the block lasts, by how many seconds the loop was late."""
    stopped = False

    def look(due: float) -> None:
        if not stopped:
            now = loop.time()
            add(max(now - due, 0.0))
            loop.call_at(now + PERIOD, look, now + PERIOD)

    first = loop.time() + PERIOD
    loop.call_at(first, look, first)
    try:
        yield
    finally:
        stopped = True
