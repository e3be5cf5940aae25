"""A column of intervals: dates and quantities. Both sides are intervals, and a prefix names the relation between them.

eq: the search contains the value. gt, lt: the value reaches beyond the search. ge, le: either of the two (computed as
the complement of neither), which is not the same as an overlap. sa, eb: the value lies wholly after or before. ap:
they overlap, the search having been widened. http://hl7.org/fhir/R4/search.html#prefix
"""

# tested by: docs/search/date-matrix.md, docs/search/quantity.md

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from pyroaring import BitMap

from sandbox.search.columns.column import Selection
from sandbox.search.columns.inverted_index import InvertedIndex
from sandbox.search.columns.ranges import Ranges
from sandbox.search.columns.value_ids import ValueIds
from sandbox.search.model.values import Interval

FEW = 64  # resources that are sooner looked at one by one

# An interval, and the keys of its unit.
Read = tuple[float, float, tuple[Any, ...]]


class Spans:
    """A column of intervals.

    *read* returns the interval of an element, or None if it has none; a ValueError if it cannot be read. *widen*
    returns what an approximate search comes to at a moment.
    """

    __slots__ = ("_bounds", "_ranges", "_read", "_units", "_values", "_widen")

    def __init__(
        self, read: Callable[[Any], Read | None], widen: Callable[[Interval, float], Interval], *, whole: bool
    ) -> None:
        self._read = read
        self._widen = widen
        self._ranges = Ranges("q" if whole else "d")
        self._values = ValueIds()
        self._units = InvertedIndex()
        self._bounds = _Bounds("q" if whole else "d")

    @property
    def present(self) -> BitMap:
        """The resources that have a value."""
        return self._values.present

    def add(self, number: int, elements: list[Any], _resource: dict[str, Any]) -> None:
        """Note the intervals of a resource; a ValueError if one cannot be read."""
        for element in elements:
            if (found := self._read(element)) is not None:
                low, high, units = found
                value = self._values.number(number)
                if value == number:
                    self._bounds.set(number, low, high)
                self._ranges.add(value, low, high)
                for unit in units:
                    self._units.note(unit, value)

    def remove(self, number: int, elements: list[Any], _resource: dict[str, Any]) -> None:
        """Forget the intervals of a resource."""
        read = [found for element in elements if (found := self._read(element)) is not None]
        for value, (low, high, units) in zip(self._values.forget(number), read, strict=True):
            self._ranges.remove(value, low, high)
            for unit in units:
                self._units.forget(unit, value)

    def seal(self) -> Iterator[int]:
        """Put in order what was added."""
        return self._ranges.seal()

    def arrange(self) -> Iterator[int]:
        """Nothing more to do: they are in order."""
        return iter(())

    def effort(self, _sought: Interval) -> int:
        """Return about how many steps `select` makes: it does not grow with what is found, but for the last of them."""
        return 20 + len(self.present) // 256

    def select(self, sought: Interval, now: float) -> Selection:
        """Return the resources of which an interval stands in the sought relation."""
        yield 1
        return self._related(sought, now)

    def _related(self, sought: Interval, now: float) -> BitMap:
        if sought.prefix == "ap":
            sought = self._widen(sought, now)
        found = RELATIONS[sought.prefix](self._ranges, sought.low, sought.high)
        if sought.unit is not None:
            found = found & self._units.under(sought.unit)
        return self._values.resources(found)

    def select_among(self, numbers: BitMap, sought: Interval, now: float) -> BitMap:
        """Return the same of some resources."""
        if len(numbers) > FEW:
            return numbers & self._related(sought, now)
        return BitMap(self.select_of_few(list(numbers), sought, now))

    def select_of_few(self, few: list[int], sought: Interval, now: float) -> list[int]:
        """Return the same of a few resources, in their order: they are looked at one by one, if each has one value."""
        if sought.unit is not None or self._values.has_several(few):
            found = self._related(sought, now)
            return [one for one in few if one in found]
        if sought.prefix == "ap":
            sought = self._widen(sought, now)
        holds, low, high = HOLDS[sought.prefix], sought.low, sought.high
        present, lows, highs = self._values.present, self._bounds.lows, self._bounds.highs
        return [one for one in few if one in present and holds(lows[one], highs[one], low, high)]

    def groups(self, *, descending: bool) -> Iterator[tuple[Any, Iterable[int]]]:
        """Yield resources by the beginning of their interval, in descending order by its end."""
        for bound, values in self._ranges.groups(descending=descending):
            yield bound, [self._values.resource(value) for value in values]


class _Bounds:
    """The interval that is the first value of each resource, by its number."""

    __slots__ = ("highs", "lows")

    def __init__(self, typecode: Literal["q", "d"]) -> None:
        self.lows: array[Any] = array(typecode)
        self.highs: array[Any] = array(typecode)

    def set(self, number: int, low: float, high: float) -> None:
        """Note the interval of a resource; numbers come in ascending order, with gaps."""
        gap = bytes((number - len(self.lows)) * self.lows.itemsize)
        for ends, end in ((self.lows, low), (self.highs, high)):
            ends.frombytes(gap)
            ends.append(end)


# Prefix -> the values whose interval [low, high) stands so to the searched one; the order is that of the R4 table.
# fmt: off
PREFIXES: dict[str, Callable[[Ranges, float, float], BitMap]] = {
    "eq": lambda stored, low, high: stored.starts_from(low) & stored.ends_by(high),
    "ne": lambda stored, low, high: stored.all - (stored.starts_from(low) & stored.ends_by(high)),
    "gt": lambda stored, _low, high: stored.ends_after(high),
    "lt": lambda stored, low, _high: stored.starts_before(low),
    "ge": lambda stored, low, high: stored.starts_from_or_ends_after(low, high),
    "le": lambda stored, low, high: stored.starts_before_or_ends_by(low, high),
    "sa": lambda stored, _low, high: stored.starts_from(high),
    "eb": lambda stored, low, _high: stored.ends_by(low),
    "ap": lambda stored, low, high: stored.ends_after(low) & stored.starts_before(high),
}
# What a filter knows besides: the value contains the search, the two overlap.
RELATIONS: dict[str, Callable[[Ranges, float, float], BitMap]] = PREFIXES | {
    "co": lambda stored, low, high: stored.starts_by(low) & stored.ends_from(high),
    "po": PREFIXES["ap"],
}
# The same of one value, the arguments being its interval and the searched one.
HOLDS: dict[str, Callable[[float, float, float, float], bool]] = {
    "eq": lambda start, end, low, high: start >= low and end <= high,
    "ne": lambda start, end, low, high: start < low or end > high,
    "gt": lambda _start, end, _low, high: end > high,
    "lt": lambda start, _end, low, _high: start < low,
    "ge": lambda start, end, low, high: start >= low or end > high,
    "le": lambda start, end, low, high: start < low or end <= high,
    "sa": lambda start, _end, _low, high: start >= high,
    "eb": lambda _start, end, low, _high: end <= low,
    "ap": lambda start, end, low, high: end > low and start < high,
    "co": lambda start, end, low, high: start <= low and end >= high,
    "po": lambda start, end, low, high: end > low and start < high,
}
# fmt: on
