"""Which resources begin or end before this moment? Two sorted arrays, with running unions at regular steps.

A question about a moment is a bisection, the union of everything up to the last step, and the few in between: its
cost does not grow with the number of resources that match.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, Literal

from pyroaring import BitMap

_STEPS = 256
_SMALLEST_STEP = 64
_FEW = 64  # values that are put in their places one by one


class Ranges:
    """The intervals `[low, high)` of many values, one each; *typecode* is "q" for whole numbers, "d" for others."""

    __slots__ = ("_highs", "_lows", "all")

    def __init__(self, typecode: Literal["q", "d"] = "q") -> None:
        self.all = BitMap()
        self._lows = _Ends(typecode)
        self._highs = _Ends(typecode)

    def add(self, number: int, low: float, high: float) -> None:
        """Note the interval of a value."""
        self.all.add(number)
        self._lows.add(low, number)
        self._highs.add(high, number)

    def remove(self, number: int, low: float, high: float) -> None:
        """Forget a value, of which this is the interval."""
        self.all.discard(number)
        self._lows.remove(low, number)
        self._highs.remove(high, number)

    def seal(self) -> None:
        """Put in order what was added, and keep the running unions up with it."""
        self._lows.seal()
        self._highs.seal()

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

    def groups(self, *, descending: bool) -> Iterator[tuple[float, Iterable[int]]]:
        """Yield values with equal bounds together: by their lows, or in descending order by their highs."""
        if descending:
            return self._highs.groups(descending=True)
        return self._lows.groups(descending=False)


class _Ends:
    """One bound of all intervals, sorted, and behind it what was added since.

    `_unions` are all numbers that stand before the places in `_steps`.
    """

    __slots__ = ("_fresh", "_moments", "_numbers", "_step", "_steps", "_unions")

    def __init__(self, typecode: Literal["q", "d"]) -> None:
        self._moments: array[Any] = array(typecode)
        self._numbers = array("I")
        self._fresh = 0
        self._step = _SMALLEST_STEP
        self._steps = [0]
        self._unions = [BitMap()]

    def add(self, moment: float, number: int) -> None:
        self._moments.append(moment)
        self._numbers.append(number)
        self._fresh += 1

    def remove(self, moment: float, number: int) -> None:
        self.seal()
        first, end = bisect_left(self._moments, moment), bisect_right(self._moments, moment)
        place = self._numbers.index(number, first, end)
        del self._moments[place], self._numbers[place]
        for step in range(bisect_right(self._steps, place), len(self._steps)):
            self._steps[step] -= 1
            self._unions[step].discard(number)

    def seal(self) -> None:
        fresh, self._fresh = self._fresh, 0
        if fresh > _FEW:
            self._sort()
            return
        for moment, number in [(self._moments.pop(), self._numbers.pop()) for _ in range(fresh)][::-1]:
            self._insert(moment, number)

    def _sort(self) -> None:
        order = sorted(range(len(self._moments)), key=self._moments.__getitem__)
        self._moments = array(self._moments.typecode, map(self._moments.__getitem__, order))
        self._numbers = array("I", map(self._numbers.__getitem__, order))
        self._step = max(_SMALLEST_STEP, len(order) // _STEPS)
        self._steps = list(range(0, len(order) + 1, self._step))
        self._unions = [BitMap()]
        for start, end in pairwise(self._steps):
            self._unions.append(self._unions[-1] | BitMap(self._numbers[start:end]))

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
        step = bisect_right(self._steps, place) - 1
        start = self._steps[step]
        if place > start:
            return self._unions[step] | BitMap(self._numbers[start:place])
        return self._unions[step]

    def groups(self, *, descending: bool) -> Iterator[tuple[float, Iterable[int]]]:
        if descending:
            pairs = zip(reversed(self._moments), reversed(self._numbers), strict=True)
        else:
            pairs = zip(self._moments, self._numbers, strict=True)
        for moment, group in groupby(pairs, key=itemgetter(0)):
            yield moment, [number for _, number in group]
