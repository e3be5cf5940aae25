"""What do we know of aiohttp that it does not promise? Whether a handler is idle, and when it is closed if it stays so.

Where an aiohttp has it otherwise, `KNOWN` is false: no handler is ever called idle, and every request goes aiohttp's
own way.
"""

# tested by: tests/web/test_on_the_spot.py

from aiohttp import web

_NEEDED = ("_keepalive_timeout", "_next_keepalive_close_time", "_waiter")

KNOWN = all(hasattr(web.RequestHandler, name) for name in _NEEDED)


def is_idle(handler: web.RequestHandler) -> bool:
    """Return whether a handler waits for its next request: none is being answered, none is in line."""
    if not KNOWN:
        return False
    waiter = handler._waiter  # noqa: SLF001 - see above
    return waiter is not None and not waiter.done()


def stay_open(handler: web.RequestHandler, now: float) -> None:
    """Let a handler stay open as long as after any answer; *now* is the time of its loop."""
    handler._next_keepalive_close_time = now + handler._keepalive_timeout  # noqa: SLF001 - see above
