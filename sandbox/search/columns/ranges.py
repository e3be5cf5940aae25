"""Which resources begin or end before this moment? Two sorted arrays, with running unions at regular steps.

A question about a moment is a bisection, the union of everything up to the last step, and the few in between: its
cost does not grow with the number of resources that match.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import Any, Literal

from pyroaring import BitMap

from sandbox.search.columns.column import finish
from sandbox.search.columns.sorted_keys import sorted_in_slices

_STEPS = 256
_SMALLEST_STEP = 64
_FEW = 64  # values that are put in their places one by one
_WRITTEN = 256  # values that are written down in the time in which one resource is taken in


class Ranges:
    """The intervals `[low, high)` of many values, one each; *typecode* is "q" for whole numbers, "d" for others."""

    __slots__ = ("_highs", "_longest", "_lows", "all")

    def __init__(self, typecode: Literal["q", "d"] = "q") -> None:
        self.all = BitMap()
        self._longest = 0.0  # no interval is longer; of what is rounded that cannot be said
        if typecode == "d":
            self._longest = inf
        self._lows = _Ends(typecode)
        self._highs = _Ends(typecode)

    def add(self, number: int, low: float, high: float) -> None:
        """Note the interval of a value."""
        self.all.add(number)
        self._longest = max(self._longest, high - low)
        self._lows.add(low, number)
        self._highs.add(high, number)

    def remove(self, number: int, low: float, high: float) -> None:
        """Forget a value, of which this is the interval."""
        self.all.discard(number)
        self._lows.remove(low, number)
        self._highs.remove(high, number)

    def seal(self) -> Iterator[int]:
        """Put in order what was added, slice by slice, and keep the running unions up with it."""
        yield from self._lows.seal()
        yield from self._highs.seal()

    def starts_before(self, moment: float) -> BitMap:
        """Return the values whose low is under the moment."""
        return self._lows.under(moment)

    def starts_from(self, moment: float) -> BitMap:
        """Return the values whose low is the moment or later."""
        return self.all - self._lows.under(moment)

    def starts_by(self, moment: float) -> BitMap:
        """Return the values whose low is the moment or earlier."""
        return self._lows.up_to(moment)

    def ends_from(self, moment: float) -> BitMap:
        """Return the values whose high is the moment or later."""
        return self.all - self._highs.under(moment)

    def ends_by(self, moment: float) -> BitMap:
        """Return the values whose high is the moment or earlier."""
        return self._highs.up_to(moment)

    def ends_after(self, moment: float) -> BitMap:
        """Return the values whose high is over the moment."""
        return self.all - self._highs.up_to(moment)

    def starts_from_or_ends_after(self, low: float, high: float) -> BitMap:
        """Return the values whose low is *low* or later, or whose high is over *high*.

        Where none is longer than from one to the other, there is none of which the second is true alone.
        """
        if self._longest <= high - low:
            return self.starts_from(low)
        return self.all - (self.ends_by(high) & self.starts_before(low))

    def starts_before_or_ends_by(self, low: float, high: float) -> BitMap:
        """Return the values whose low is under *low*, or whose high is *high* or earlier.

        Where none is longer than from one to the other, there is none of which the first is true alone.
        """
        if self._longest <= high - low:
            return self.ends_by(high)
        return self.all - (self.starts_from(low) & self.ends_after(high))

    def groups(self, *, descending: bool) -> Iterator[tuple[float, Iterable[int]]]:
        """Yield values with equal bounds together: by their lows, or in descending order by their highs."""
        if descending:
            return self._highs.groups(descending=True)
        return self._lows.groups(descending=False)


class _Ends:
    """One bound of all intervals, sorted, and behind it what was added since.

    `_unions` are all numbers that stand before the places in `_steps`; `_changes` is how many there were so far.
    """

    __slots__ = ("_changes", "_fresh", "_is_sealing", "_moments", "_numbers", "_step", "_steps", "_unions")

    def __init__(self, typecode: Literal["q", "d"]) -> None:
        self._moments: array[Any] = array(typecode)
        self._numbers = array("I")
        self._fresh = 0
        self._changes = 0
        self._is_sealing = False
        self._step = _SMALLEST_STEP
        self._steps = [0]
        self._unions = [BitMap()]

    def add(self, moment: float, number: int) -> None:
        self._moments.append(moment)
        self._numbers.append(number)
        self._fresh += 1
        self._changes += 1

    def remove(self, moment: float, number: int) -> None:
        finish(self._put_in_order())
        self._changes += 1
        first, end = bisect_left(self._moments, moment), bisect_right(self._moments, moment)
        place = self._numbers.index(number, first, end)
        del self._moments[place], self._numbers[place]
        for step in range(bisect_right(self._steps, place), len(self._steps)):
            self._steps[step] -= 1
            self._unions[step].discard(number)

    def seal(self) -> Iterator[int]:
        if self._is_sealing:  # what changes meanwhile is seen to by whoever began
            return
        self._is_sealing = True
        yield from self._put_in_order()
        self._is_sealing = False

    def _put_in_order(self) -> Iterator[int]:
        while self._fresh > _FEW:
            yield from self._sort()
        fresh, self._fresh = self._fresh, 0
        for moment, number in [(self._moments.pop(), self._numbers.pop()) for _ in range(fresh)][::-1]:
            self._insert(moment, number)

    def _sort(self) -> Iterator[int]:
        """Put all in order, slice by slice; what was sorted while something changed is left as it was."""
        changes, before, numbers_before = self._changes, self._moments[:], self._numbers[:]
        order = yield from sorted_in_slices([], list(range(len(before))), before.__getitem__)
        moments: array[Any] = array(before.typecode)
        numbers = array("I")
        step = max(_SMALLEST_STEP, len(order) // _STEPS)
        steps, unions = [0], [BitMap()]
        for start in range(0, len(order), step):
            some = order[start : start + step]
            moments.extend(map(before.__getitem__, some))
            numbers.extend(map(numbers_before.__getitem__, some))
            if len(some) == step:
                steps.append(start + step)
                unions.append(unions[-1] | BitMap(numbers[start:]))
            yield 1 + step // _WRITTEN
        if changes == self._changes:
            self._moments, self._numbers, self._fresh, self._changes = moments, numbers, 0, changes + 1
            self._step, self._steps, self._unions = step, steps, unions

    def _insert(self, moment: float, number: int) -> None:
        place = bisect_right(self._moments, moment)
        self._moments.insert(place, moment)
        self._numbers.insert(place, number)
        after = bisect_right(self._steps, place)
        for step in range(after, len(self._steps)):
            self._steps[step] += 1
            self._unions[step].add(number)
        start, *_ = self._steps[after - 1 :]
        end = self._steps[after] if after < len(self._steps) else len(self._numbers)
        if end - start > 2 * self._step:  # so many have come between two steps that there is one more
            middle = start + self._step
            self._steps.insert(after, middle)
            self._unions.insert(after, self._unions[after - 1] | BitMap(self._numbers[start:middle]))

    def under(self, moment: float) -> BitMap:
        return self._first(bisect_left(self._moments, moment))

    def up_to(self, moment: float) -> BitMap:
        return self._first(bisect_right(self._moments, moment))

    def _first(self, place: int) -> BitMap:
        """Return the numbers before a place: those before the step that is nearest, and what lies in between."""
        after = bisect_left(self._steps, place)
        if after < len(self._steps) and (self._steps[after] - place) * 2 < self._step:
            return self._unions[after] - BitMap(self._numbers[place : self._steps[after]])
        return self._unions[after - 1] | BitMap(self._numbers[self._steps[after - 1] : place])

    def groups(self, *, descending: bool) -> Iterator[tuple[float, Iterable[int]]]:
        if descending:
            pairs = zip(reversed(self._moments), reversed(self._numbers), strict=True)
        else:
            pairs = zip(self._moments, self._numbers, strict=True)
        for moment, group in groupby(pairs, key=itemgetter(0)):
            yield moment, [number for _, number in group]
