"""Do two sorted arrays find what a plain loop finds? Intervals of all kinds, asked at every moment that matters."""

from itertools import pairwise, product
from typing import Literal

import pytest
from pyroaring import BitMap

from sandbox.fhir.dates import BEGINNING, END
from sandbox.search.columns.column import finish
from sandbox.search.columns.ranges import Ranges
from sandbox.seed import Seed

Intervals = dict[int, tuple[int, int]]


def _intervals(size: int) -> Intervals:
    rng = Seed(1).stream(f"intervals {size}")
    found: Intervals = {}
    for number in range(0, 3 * size, 3):  # with gaps: not every resource has a date
        low, width = rng.randrange(-200, 200), rng.randrange(1, 60)
        found[number] = (BEGINNING if low % 17 == 0 else low, END if low % 19 == 0 else low + width)
    return found


def _ranges(intervals: Intervals) -> Ranges:
    ranges = Ranges()
    for number, (low, high) in intervals.items():
        ranges.add(number, low, high)
    finish(ranges.seal())
    return ranges


@pytest.mark.parametrize("size", [0, 1, 2, 1023, 1024, 1025, 5000])
def test_they_find_what_a_plain_loop_finds(size: int) -> None:
    """Before, from, by and after, around each side of the steps in which unions are kept."""
    intervals = _intervals(size)
    _check(_ranges(intervals), intervals)


def _check(ranges: Ranges, intervals: Intervals) -> None:
    assert set(intervals) == set(ranges.all)
    for moment in (BEGINNING, -201, -200, -1, 0, 1, 37, 199, 200, 260, 10**15, END):
        assert {n for n, (low, _) in intervals.items() if low < moment} == set(ranges.starts_before(moment))
        assert {n for n, (low, _) in intervals.items() if low >= moment} == set(ranges.starts_from(moment))
        assert {n for n, (_, high) in intervals.items() if high <= moment} == set(ranges.ends_by(moment))
        assert {n for n, (_, high) in intervals.items() if high > moment} == set(ranges.ends_after(moment))


@pytest.mark.parametrize("typecode", ["q", "d"])
@pytest.mark.parametrize("longest", [1, 7, 30])
def test_one_or_the_other_is_true_of_what_a_plain_loop_finds(longest: int, typecode: Literal["q", "d"]) -> None:
    """Where the longest value is shorter than what is sought, as long, and longer."""
    rng = Seed(3).stream(f"lengths {longest}")
    starts = [rng.randrange(-50, 50) for _ in range(400)]
    intervals = {number: (low, low + rng.randrange(1, longest + 1)) for number, low in enumerate(starts)}
    ranges = Ranges(typecode)
    for number, interval in intervals.items():
        ranges.add(number, *interval)
    finish(ranges.seal())
    for start, width in product(range(-60, 60, 7), (1, 6, 7, 8, 30)):
        end = start + width
        late = {number for number, (low, high) in intervals.items() if low >= start or high > end}
        early = {number for number, (low, high) in intervals.items() if low < start or high <= end}
        assert late == set(ranges.starts_from_or_ends_after(start, end))
        assert early == set(ranges.starts_before_or_ends_by(start, end))


@pytest.mark.parametrize("size", [0, 1, 100, 3000])
@pytest.mark.parametrize("at_once", [1, 30, 400])
def test_they_find_it_after_values_have_come_and_gone(size: int, at_once: int) -> None:
    """One by one and many at once; many at one end, so that there are more steps than before."""
    rng = Seed(2).stream(f"changes {size} {at_once}")
    intervals = _intervals(size)
    ranges = _ranges(intervals)
    number = 3 * size
    for _ in range(6):
        for _ in range(at_once):
            low = rng.choice((150, rng.randrange(-200, 200)))
            intervals[number] = (low, low + rng.randrange(1, 60))
            ranges.add(number, *intervals[number])
            number += 1
        finish(ranges.seal())
        for gone in rng.sample(sorted(intervals), at_once // 2):
            ranges.remove(gone, *intervals.pop(gone))
        _check(ranges, intervals)
        groups = [list(group) for _bound, group in ranges.groups(descending=True)]
        assert sorted(intervals) == sorted(number for group in groups for number in group)


@pytest.mark.parametrize("descending", [False, True])
def test_groups_come_in_order_and_hold_everything(*, descending: bool) -> None:
    """Upwards by beginning, downwards by end; equal ones together, each once."""
    intervals = _intervals(500)
    groups = [list(group) for _bound, group in _ranges(intervals).groups(descending=descending)]
    bounds = [{intervals[number][descending] for number in group} for group in groups]

    assert sorted(intervals) == sorted(number for group in groups for number in group)
    assert {1} == {len(bound) for bound in bounds}
    moments = [bound.pop() for bound in bounds]
    assert all(one > next_ if descending else one < next_ for one, next_ in pairwise(moments))


def test_asking_changes_nothing() -> None:
    """The sets that come out may be changed by nobody but are safe from the next question."""
    ranges = _ranges(_intervals(3000))
    before = [set(ranges.ends_by(moment)) for moment in range(-10, 10)]
    _ = [ranges.starts_from(5) & ranges.ends_by(3) | ranges.all for _ in range(3)]

    assert before == [set(ranges.ends_by(moment)) for moment in range(-10, 10)]
    assert BitMap(_intervals(3000)) == ranges.all


@pytest.mark.parametrize("slices", [0, 1, 3, 10_000])
def test_what_comes_and_goes_while_they_are_put_in_order_is_seen_to(slices: int) -> None:
    """However far that had come; whoever puts them in order meanwhile leaves it to whoever began."""
    intervals = _intervals(9_000)
    ranges = Ranges()
    for number, (low, high) in intervals.items():
        ranges.add(number, low, high)
    sealing = ranges.seal()
    for _ in range(slices):
        next(sealing, None)
    intervals[100_000] = (5, 6)
    ranges.add(100_000, 5, 6)
    finish(ranges.seal())
    gone = min(intervals)
    ranges.remove(gone, *intervals.pop(gone))
    intervals[100_001] = (7, 9)
    ranges.add(100_001, 7, 9)
    finish(sealing)
    finish(ranges.seal())

    _check(ranges, intervals)
