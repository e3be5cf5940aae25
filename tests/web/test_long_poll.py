"""How long is waited for a response? By the clock, however long a look takes and however many others wait."""

import asyncio

import pytest

from sandbox.web.long_poll import LongPolls
from sandbox.web.messages import LongPoll, Response


class Time:
    """A clock that stands still but while somebody waits or looks."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    async def pause(self, seconds: float) -> bool:
        """Let seconds pass."""
        self.now += seconds
        self.pauses.append(seconds)
        await asyncio.sleep(0)
        return False


def _poll(time: Time, seconds: float, look: float = 0.0, known_at: float = 1e9) -> LongPoll:
    def ask(last: bool) -> Response | None:  # noqa: FBT001 - a callback of one fact
        time.now += look
        return Response(200, (), b"known") if last or time.now >= known_at else None

    return LongPoll(ask, seconds, Response(200, (), b"cut short"))


@pytest.mark.parametrize("look", [0.0, 0.004, 0.3])
def test_the_end_is_kept_by_the_clock(look: float) -> None:
    """Slow looks make fewer of them, not a longer wait."""
    time = Time()
    asyncio.run(LongPolls(lambda: time.now).resolve(_poll(time, 5, look), time.pause))

    assert 5 <= time.now <= 5 + 3 * look + 0.001


def test_the_more_wait_the_rarer_each_is_looked_at() -> None:
    """Alone, every hundredth of a second; among a thousand, twice or so in a second."""

    async def pauses(others: int) -> float:
        time = Time()
        polls = LongPolls(lambda: time.now)
        waiting = [asyncio.ensure_future(polls.resolve(_poll(time, 60), _forever)) for _ in range(others)]
        await asyncio.sleep(0)
        await polls.resolve(_poll(time, 5), time.pause)
        for one in waiting:
            one.cancel()
        return max(time.pauses)

    assert 0.01 == asyncio.run(pauses(0))
    assert 0.4 < asyncio.run(pauses(1000)) < 0.6


async def _forever(_seconds: float) -> bool:
    await asyncio.Event().wait()
    return True


def test_what_becomes_known_is_answered_at_once() -> None:
    """At the next look."""
    time = Time()
    response = asyncio.run(LongPolls(lambda: time.now).resolve(_poll(time, 5, known_at=1), time.pause))

    assert (b"known", True) == (response.body, 1 <= time.now < 1.02)


def test_a_wait_that_is_cut_short_says_so() -> None:
    """When the server stops, or the client has left."""

    async def stopped(_seconds: float) -> bool:
        return True

    response = asyncio.run(LongPolls(lambda: 0.0).resolve(_poll(Time(), 5), stopped))

    assert b"cut short" == response.body
