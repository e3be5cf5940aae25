"""What do we use of aiohttp's request handler that it does not promise? These names: what they hold is its state.

Where an aiohttp has it otherwise, `KNOWN` is false, and connections are `PlainConnection`s, which need none of them.
"""

# tested by: tests/web/test_handler_state.py, tests/web/test_on_the_spot.py

import asyncio

from aiohttp import web

NEEDED = (
    "_buffer_paused", "_close", "_force_close", "_keepalive_timeout", "_loop", "_max_msg_queue_size", "_messages",
    "_next_keepalive_close_time", "_reading_paused", "_request_count", "_upgraded", "_waiter",
)  # fmt: skip


def is_known(kind: type) -> bool:
    """Return whether a kind of handlers has all that is needed."""
    return all(hasattr(kind, name) for name in NEEDED)


KNOWN = is_known(web.RequestHandler)


def is_idle(handler: web.RequestHandler) -> bool:
    """Return whether a handler waits for its next request: none is being answered, none is in line, it is not over."""
    waiter: asyncio.Future[None] | None = handler._waiter  # noqa: SLF001 - see above
    return waiter is not None and not waiter.done()


def stay_open(handler: web.RequestHandler, now: float) -> None:
    """Let a handler stay open as long as after any answer; *now* is the time of its loop."""
    handler._next_keepalive_close_time = now + handler._keepalive_timeout  # noqa: SLF001 - see above
