"""How is a date searched? Both sides are intervals, and a prefix names the relation between them.

eq: the search contains the value. gt, lt: the value reaches beyond the search. ge, le: either of the two (computed as
the complement of neither), which is not the same as an overlap. sa, eb: the value lies wholly after or before. ap:
they overlap, the search being widened by a tenth of its distance from now. http://hl7.org/fhir/R4/search.html#prefix
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyroaring import BitMap

from sandbox.search import interval
from sandbox.search.escape import unescape
from sandbox.search.kind import Span
from sandbox.search.ranges import Ranges
from sandbox.search.table import Param

MODIFIERS = frozenset({"missing"})

_LOST_PLUS = re.compile(r" (?=\d\d:\d\d$)")  # "+07:00" that travelled raw arrives as " 07:00"


class Dates:
    """A column of dates, dateTimes, instants or Periods: the first of a resource counts."""

    __slots__ = ("_ranges",)

    def __init__(self) -> None:
        self._ranges = Ranges()

    @property
    def present(self) -> BitMap:
        """The resources that have a date."""
        return self._ranges.all

    def add(self, number: int, elements: list[Any], _resource: dict[str, Any]) -> None:
        """Note the interval of a resource; a ValueError if the date cannot be read."""
        for element in elements[:1]:
            if (found := interval.of(element)) is not None:
                self._ranges.add(number, *found)

    def seal(self) -> None:
        """Sort what was added."""
        self._ranges.seal()

    def select(self, sought: Span, now: float) -> BitMap:
        """Return the resources whose interval stands in the sought relation."""
        low, high = sought.low, sought.high
        if sought.prefix == "ap":
            tenth = abs(int(now * interval.SECOND) - (low + high) // 2) // 10
            low, high = low - tenth, high + tenth
        return PREFIXES[sought.prefix](self._ranges, low, high)

    def groups(self, *, descending: bool) -> Iterator[Iterable[int]]:
        """Yield resources by the beginning of their interval, in descending order by its end."""
        return self._ranges.groups(descending=descending)


def column(_param: Param) -> Dates:
    """Return an empty column of dates."""
    return Dates()


def compile(raw: str, _modifier: str, _param: Param, _bases: tuple[str, ...]) -> Span:  # noqa: A001 - a Kind's word
    """Read a prefix (eq where there is none) and a date."""
    text = _LOST_PLUS.sub("+", unescape(raw))
    prefix = text[:2] if text[:2] in PREFIXES else "eq"
    rest = text[2:] if text[:2] in PREFIXES else text
    try:
        low, high = interval.parse(rest)
    except ValueError as error:
        if rest[:1].isalpha() and len(rest) > 2:
            raise ValueError(f"{raw!r} begins with no known prefix: they are {' '.join(PREFIXES)}") from None
        raise ValueError(str(error).replace(repr(rest), repr(raw), 1)) from None
    return Span(prefix, low, high)


# Prefix -> the resources whose interval [low, high) stands so to the searched one; the order is that of the R4 table.
# fmt: off
PREFIXES: dict[str, Callable[[Ranges, int, int], BitMap]] = {
    "eq": lambda stored, low, high: stored.starts_from(low) & stored.ends_by(high),
    "ne": lambda stored, low, high: stored.all - (stored.starts_from(low) & stored.ends_by(high)),
    "gt": lambda stored, _low, high: stored.ends_after(high),
    "lt": lambda stored, low, _high: stored.starts_before(low),
    "ge": lambda stored, low, high: stored.all - (stored.ends_by(high) & stored.starts_before(low)),
    "le": lambda stored, low, high: stored.all - (stored.starts_from(low) & stored.ends_after(high)),
    "sa": lambda stored, _low, high: stored.starts_from(high),
    "eb": lambda stored, low, _high: stored.ends_by(low),
    "ap": lambda stored, low, high: stored.ends_after(low) & stored.starts_before(high),
}
# fmt: on
