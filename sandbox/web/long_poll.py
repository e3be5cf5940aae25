"""How is a response waited for that is not known yet? It is asked for again and again, until its time is over."""

# tested by: tests/api/admin/test_expect.py, tests/web/test_long_poll.py

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from sandbox.web.messages import LongPoll, Response
from sandbox.web.pause import Pause

_ASK_AGAIN = 0.01  # seconds between two looks at a response that is not known yet, if few are waited for
_OVERHEAD = 0.0001  # seconds that a look takes besides
_SHARE = 5  # all looks together take one part in so many of the time of the server


class Look(Protocol):
    """Returns a response that is not known yet, None if it still is not, and this is not the *last* time."""

    def __call__(self, *, last: bool) -> Awaitable[Response | None]:
        """Look once."""


async def _ask(wanted: LongPoll, *, last: bool) -> Response | None:
    return wanted.ask(last)


class LongPolls:
    """The responses of one server that are waited for; *now* gives seconds that only grow."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._waiting = 0

    async def resolve(self, wanted: LongPoll, pause: Pause, look: Look | None = None) -> Response:
        """Return a response as soon as it is known, at the latest when its seconds are over by the clock.

        *look* looks for it, where that takes a while; else it is asked at once.
        """
        if look is None:
            look = partial(_ask, wanted)
        end = self._now() + wanted.seconds
        self._waiting += 1
        try:
            while (began := self._now()) < end:
                if (known := await look(last=False)) is not None:
                    return known
                took = self._now() - began
                between = max(_ASK_AGAIN, self._waiting * (took + _OVERHEAD) * _SHARE)
                if await pause(min(between, end - began)):
                    return wanted.cut_short
        finally:
            self._waiting -= 1
        known = await look(last=True)
        assert known is not None, "the last time, everything must be known"  # noqa: S101 - for the type checker
        return known
