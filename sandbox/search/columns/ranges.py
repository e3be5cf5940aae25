"""Which resources begin or end before this moment? Two sorted arrays, with running unions at regular steps.

A question about a moment is a bisection, the union of everything up to the last step, and the few in between: its
cost does not grow with the number of resources that match.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Literal

from pyroaring import BitMap

_STEPS = 256
_SMALLEST_STEP = 64


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

    def seal(self) -> None:
        """Sort, and prepare the running unions."""
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
    """One bound of all intervals, sorted."""

    __slots__ = ("_moments", "_numbers", "_step", "_unions")

    def __init__(self, typecode: Literal["q", "d"]) -> None:
        self._moments: array[Any] = array(typecode)
        self._numbers = array("I")
        self._step = 1
        self._unions: list[BitMap] = []

    def add(self, moment: float, number: int) -> None:
        self._moments.append(moment)
        self._numbers.append(number)

    def seal(self) -> None:
        order = sorted(range(len(self._moments)), key=self._moments.__getitem__)
        self._moments = array(self._moments.typecode, map(self._moments.__getitem__, order))
        self._numbers = array("I", map(self._numbers.__getitem__, order))
        self._step = max(_SMALLEST_STEP, len(order) // _STEPS)
        self._unions = [BitMap()]
        for start in range(0, len(order), self._step):
            self._unions.append(self._unions[-1] | BitMap(self._numbers[start : start + self._step]))

    def under(self, moment: float) -> BitMap:
        return self._first(bisect_left(self._moments, moment))

    def up_to(self, moment: float) -> BitMap:
        return self._first(bisect_right(self._moments, moment))

    def _first(self, place: int) -> BitMap:
        step, rest = divmod(place, self._step)
        if rest:
            return self._unions[step] | BitMap(self._numbers[place - rest : place])
        return self._unions[step]

    def groups(self, *, descending: bool) -> Iterator[tuple[float, Iterable[int]]]:
        pairs = zip(self._moments, self._numbers, strict=True)
        if descending:
            ordered = reversed(list(pairs))
        else:
            ordered = pairs
        for moment, group in groupby(ordered, key=lambda pair: pair[0]):
            yield moment, [number for _, number in group]
