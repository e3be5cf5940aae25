"""Is this a hot loop? The pace at which a client asks again where it has to choose its own waits.

R05, R19 and R21 judge by it: answers without a wait that can be obeyed, errors, and refusals.
"""

# tested by: tests/verdict/test_backing_off.py, tests/verdict/test_disguises.py, tests/verdict/test_draws.py

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, pairwise
from statistics import fmean, median

from sandbox.verdict.attempts import Retry, runs
from sandbox.verdict.wording import seconds, times

HOT = 0.2  # seconds: who comes back sooner has not waited
AT_ONCE_COUNT = 3  # so many re-asks within HOT altogether are a hot loop
SUSPICIOUS = 2  # so many re-asks within HOT each, and nothing slower after them, are no beginning of waits that grow
BURST = 4  # so many re-asks at the very beginning, at most, are in doubt where real waits follow
IN_A_ROW = 5  # so many re-asks, each within HOT, are a hot loop, too
ON_AVERAGE = 10  # and so many that are within HOT on average
GROWTH = 1.5
LOOP = 0.003  # seconds of the time of day: so long one turn of a loop may take by itself
NOTICEABLE = 0.05  # seconds: what is shorter is the noise of a loop, and no delay that grows
NOISE = 0.001  # seconds: waits that begin with none grow only beyond it
# Columns: so many waits or more; alike if the longest and the shortest differ by this share of their mean or less.
ALIKE: tuple[tuple[int, float], ...] = ((5, 0.25), (4, 0.10), (2, 0.04))


class Pace(IntEnum):
    """How hurried a client is; the higher, the worse."""

    SLOW = 0  # it came back within HOT once at most, or in waits that grew
    HURRIED = 1  # perhaps a loop, perhaps not
    HOT = 2


@dataclass(frozen=True, slots=True)
class PaceFinding:
    """The pace of one client at one thing, the retries that show it, and, where that is in doubt, what it may be."""

    pace: Pace
    retries: tuple[Retry, ...] = ()
    doubt: str = ""

    @property
    def says(self) -> str:
        """How often it came back, and how soon."""
        return f"{times(len(self.retries))} within {seconds(self._spent)} altogether"

    @property
    def hurried(self) -> str:
        """Why a client that came back soon is in doubt."""
        return f"It asked again {self.says}{self.doubt}"

    @property
    def _spent(self) -> float:
        return sum(max(retry.gap, 0.0) for retry in self.retries)


_STOOD_STILL = " by the session's clock. But that stood still, and by the time of day the client waited."
_NO_MORE_SEEN = ", and no more was seen of it: that is not a loop yet."
_SLOWED_DOWN = " at the beginning, and slowed down only then: perhaps a burst, perhaps waits that are drawn at random."
_PERHAPS = " in a row: perhaps a loop, or the beginning of waits that grow."


def hot_at(scale: float) -> float:
    """Return within how many seconds of a clock a client has not waited; *scale* of them pass in a real one.

    On a clock that runs many times as fast as the time of day, a loop without any wait needs some of its seconds.
    """
    return max(HOT, LOOP * scale)


def are_alike(gaps: Sequence[float], slack: float = 0.0) -> bool:
    """Return whether two or more waits are all the same, give or take a share of their mean, or *slack* seconds."""
    share = next(share for count, share in ALIKE if len(gaps) >= count)
    return max(gaps) - min(gaps) <= max(share * fmean(gaps), min(slack, HOT))


def slept_beside_its_clock(retries: Sequence[Retry]) -> bool:
    """Return whether a client really waited between its attempts, while the session's clock stood still.

    It did so as a rule: one gap that is long by the time of day may be a machine that was busy with something else.
    """
    return median(retry.real_gap - retry.gap for retry in retries) >= HOT


def pace_of(retries: Sequence[Retry], hot: float = HOT) -> PaceFinding:
    """Return the pace of consecutive retries of one thing; whoever comes back within *hot* seconds has not waited.

    A retry is quick only if it is by both the session's clock and the time of day.
    """
    found = _pace(retries, [max(retry.gap, retry.real_gap) for retry in retries], hot)
    by_clock = _pace(retries, [retry.gap for retry in retries], hot)
    if by_clock.pace > found.pace and len(by_clock.retries) >= AT_ONCE_COUNT:
        return PaceFinding(Pace.HURRIED, by_clock.retries, _STOOD_STILL)
    return found


def worst_pace(groups: Sequence[Sequence[Retry]], hot: float = HOT) -> PaceFinding:
    """Return the worst of the paces at several things."""
    return max((pace_of(group, hot) for group in groups), key=_rank, default=PaceFinding(Pace.SLOW))


def _rank(found: PaceFinding) -> tuple[Pace, int]:
    return found.pace, len(found.retries)


def _pace(retries: Sequence[Retry], gaps: Sequence[float], hot: float) -> PaceFinding:
    worst = PaceFinding(Pace.SLOW)
    for begin, end in runs(gap < hot for gap in gaps):
        pace, doubt = _pace_of_run(gaps, begin, end, hot)
        if pace > worst.pace:
            worst = PaceFinding(pace, tuple(retries[begin:end]), doubt)
    if worst.pace < Pace.HOT:
        spent = list(accumulate(gaps, initial=0.0))
        for begin, end in enumerate(range(ON_AVERAGE, len(spent))):
            if round(spent[end] - spent[begin], 6) < hot * ON_AVERAGE and not has_grown(gaps[begin:end]):
                return PaceFinding(Pace.HOT, tuple(retries[begin:end]))
    return worst


def _pace_of_run(gaps: Sequence[float], begin: int, end: int, hot: float) -> tuple[Pace, str]:
    """Return the pace of the quick re-asks from *begin* to *end*, exclusive, and what it is if that is in doubt."""
    run = gaps[begin:end]
    if len(run) < SUSPICIOUS or (begin == 0 and _doubles(run)):
        return Pace.SLOW, ""
    if len(run) < AT_ONCE_COUNT:
        return _pace_of_two(run, begin, len(gaps) - end, hot)
    if any(sum(three) < hot for three in _windows(run, AT_ONCE_COUNT)):
        return _pace_of_burst(run, begin, gaps[end:], hot)
    if any(not _grows(five) for five in _windows(run, IN_A_ROW)):
        return Pace.HOT, ""
    if begin or any(not _grows(part) for part in _windows(run, min(len(run), IN_A_ROW - 1))):
        return Pace.HURRIED, _PERHAPS
    return Pace.SLOW, ""


def _pace_of_two(run: Sequence[float], begin: int, after: int, hot: float) -> tuple[Pace, str]:
    """Return the pace of two quick re-asks; *after* them so many slower ones came."""
    if begin:
        return Pace.HURRIED, _PERHAPS  # waits that shrink to nothing: on a slow machine, a loop
    if after or sum(run) >= hot:
        return Pace.SLOW, ""
    return Pace.HURRIED, _NO_MORE_SEEN


def _pace_of_burst(run: Sequence[float], begin: int, rest: Sequence[float], hot: float) -> tuple[Pace, str]:
    """Return the pace of quick re-asks of which three came within *hot* seconds altogether; *rest* is what followed.

    Waits drawn at random may begin so. Then real ones follow, and these are not all the same; or no more is seen, but
    the last is longer already.
    """
    if begin == 0 and not rest and len(run) <= BURST and run[-1] >= NOTICEABLE and _grows(run):
        return Pace.HURRIED, _PERHAPS
    if begin or len(run) > BURST or len(rest) < len(run) - 2 or median(rest) < hot:
        return Pace.HOT, ""
    if len(rest) > 1 and are_alike(rest):
        return Pace.HOT, ""
    return Pace.HURRIED, _SLOWED_DOWN


def _windows(gaps: Sequence[float], size: int) -> Iterator[Sequence[float]]:
    """Yield each so many gaps in a row."""
    for place in range(len(gaps) - size + 1):
        yield gaps[place : place + size]


def _doubles(run: Sequence[float]) -> bool:
    """Return whether each wait is clearly longer than the one before, and the last is no noise."""
    growing = all(later >= GROWTH * max(sooner, NOISE) for sooner, later in pairwise(run))
    return growing and run[-1] >= NOTICEABLE


def _grows(run: Sequence[float]) -> bool:
    """Return whether the last wait is clearly longer than the first two are on average."""
    return run[-1] >= GROWTH * (run[0] + run[1]) / 2


def has_grown(gaps: Sequence[float]) -> bool:
    """Return whether the later half of the waits is clearly longer than the half before."""
    half = len(gaps) // 2
    return fmean(gaps[half:]) >= GROWTH * fmean(gaps[:half])
