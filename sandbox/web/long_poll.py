"""How is a response waited for that is not known yet? It is asked for again and again, until its time is over."""

# tested by: tests/api/admin/test_expect.py

from sandbox.web.messages import LongPoll, Response
from sandbox.web.pause import Pause

_ASK_AGAIN = 0.01  # seconds between two looks at a response that is not known yet


async def resolve(wanted: LongPoll, pause: Pause) -> Response:
    """Return a response as soon as it is known, at the latest when its seconds are over."""
    looks = max(int(wanted.seconds / _ASK_AGAIN), 0)
    for _ in range(looks):
        if (known := wanted.ask(False)) is not None:
            return known
        if await pause(_ASK_AGAIN):
            return wanted.cut_short
    known = wanted.ask(True)
    assert known is not None, "the last time, everything must be known"  # noqa: S101 - for the type checker
    return known
