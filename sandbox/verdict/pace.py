"""Is this a hot loop? The pace at which a client asks again where it has to choose its own waits.

R05, R19 and R21 judge by it: answers without a wait that can be obeyed, errors, and refusals.
"""

# tested by: tests/verdict/test_backing_off.py, tests/verdict/test_draws.py

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from statistics import median

from sandbox.verdict.attempts import Retry, runs
from sandbox.verdict.wording import seconds, times

HOT = 0.2  # seconds: who comes back sooner has not waited
AT_ONCE_COUNT = 3  # so many re-asks within HOT altogether are a hot loop
SUSPICIOUS = 2  # so many re-asks within HOT each, after longer waits, are no beginning of waits that grow
IN_A_ROW = 5  # so many re-asks, each within HOT, are one, too
GROWTH = 1.5
LOOP = 0.003  # seconds of the time of day: so long one turn of a loop may take by itself
NOTICEABLE = 0.05  # seconds: what is shorter is the noise of a loop, and no delay that grows


class Pace(IntEnum):
    """How hurried a client is; the higher, the worse."""

    SLOW = 0  # it never came back within HOT, or slowed down after it had
    HURRIED_ONCE = 1  # once or twice within HOT, and nothing more was seen of it
    HURRIED = 2  # three in a row, each within HOT, or two after longer waits: perhaps a loop
    HOT = 3


@dataclass(frozen=True, slots=True)
class PaceFinding:
    """The pace of one client at one thing, the retries that show it, and whether its clock stood still meanwhile."""

    pace: Pace
    retries: tuple[Retry, ...] = ()
    stood_still: bool = False

    @property
    def says(self) -> str:
        """How often it came back, and how soon."""
        spent = sum(max(retry.gap, 0.0) for retry in self.retries)
        return f"{times(len(self.retries))} within {seconds(spent)} altogether"


def hot_at(scale: float) -> float:
    """Return within how many seconds of a clock a client has not waited; *scale* of them pass in a real one.

    On a clock that runs many times as fast as the time of day, a loop without any wait needs some of its seconds.
    """
    return max(HOT, LOOP * scale)


def pace_of(retries: Sequence[Retry], hot: float = HOT) -> PaceFinding:
    """Return the pace of consecutive retries of one thing; whoever comes back within *hot* seconds has not waited.

    A retry is quick only if it is by both the session's clock and the time of day.
    """
    found = _pace(retries, [max(retry.gap, retry.real_gap) for retry in retries], hot)
    by_clock = _pace(retries, [retry.gap for retry in retries], hot)
    if by_clock.pace > max(found.pace, Pace.HURRIED_ONCE):
        return PaceFinding(Pace.HURRIED, by_clock.retries, stood_still=True)
    return found


def worst_pace(groups: Sequence[Sequence[Retry]], hot: float = HOT) -> PaceFinding:
    """Return the worst of the paces at several things."""
    return max((pace_of(group, hot) for group in groups), key=_rank, default=PaceFinding(Pace.SLOW))


def _rank(found: PaceFinding) -> tuple[Pace, int]:
    return found.pace, len(found.retries)


def _pace(retries: Sequence[Retry], gaps: Sequence[float], hot: float) -> PaceFinding:
    quick = list(runs(gap < hot for gap in gaps))
    worst = PaceFinding(Pace.SLOW)
    for begin, end in quick:
        pace = _pace_of_run(gaps, begin, end, hot)
        if pace > worst.pace:
            worst = PaceFinding(pace, tuple(retries[begin:end]))
    if quick == [(0, len(gaps))] and len(gaps) < AT_ONCE_COUNT:
        return PaceFinding(Pace.HURRIED_ONCE, tuple(retries))
    return worst


def _pace_of_run(gaps: Sequence[float], begin: int, end: int, hot: float) -> Pace:
    """Return the pace of the quick re-asks from *begin* to *end*, exclusive."""
    run = gaps[begin:end]
    if begin and len(run) == SUSPICIOUS:
        return Pace.HURRIED  # waits that shrink to nothing: on a slow machine, a loop
    if len(run) < AT_ONCE_COUNT or (begin == 0 and (_doubles(run) or _slows_down(gaps[end:], hot))):
        return Pace.SLOW
    together = min(sum(run[place : place + AT_ONCE_COUNT]) for place in range(len(run) - AT_ONCE_COUNT + 1))
    if together < hot:
        return Pace.HOT
    if _grows(run):
        return Pace.SLOW
    if len(run) >= IN_A_ROW:
        return Pace.HOT
    return Pace.HURRIED


def _doubles(run: Sequence[float]) -> bool:
    """Return whether each wait is clearly longer than the one before, and the last is no noise."""
    growing = all(later >= GROWTH * sooner for sooner, later in pairwise(run))
    return growing and run[-1] >= NOTICEABLE


def _grows(run: Sequence[float]) -> bool:
    """Return whether the waits are longer at the end than at the beginning."""
    return run[-1] + run[-2] >= GROWTH * (run[0] + run[1])


def _slows_down(rest: Sequence[float], hot: float) -> bool:
    """Return whether what follows the first quick re-asks are real waits."""
    return len(rest) >= 2 and median(rest) >= hot
