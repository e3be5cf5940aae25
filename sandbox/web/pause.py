"""How does a response wait? A sleep that ends early when the server stops, or the client has gone."""

# tested by: tests/api/admin/test_faults.py

import asyncio
from collections.abc import Awaitable, Callable

Pause = Callable[[float], Awaitable[bool]]


def pause_until(*ends: asyncio.Event) -> Pause:
    """Return a sleep that ends early when one of the *ends* is set, and says whether it did."""

    async def pause(seconds: float) -> bool:
        waits = [asyncio.ensure_future(end.wait()) for end in ends]
        done, pending = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in pending:
            wait.cancel()
        return bool(done)

    return pause
