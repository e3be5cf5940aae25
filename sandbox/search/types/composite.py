"""How is a composite searched? `a$b`: each component by its own rules, both in the same element.

http://hl7.org/fhir/R4/search.html#composite
"""

# tested by: docs/search/neighbours.md

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyroaring import BitMap

from sandbox.fhir.path import follower
from sandbox.plural import counted_as
from sandbox.search.columns.column import Column, Selection
from sandbox.search.model.escape import split
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import CompositeValue, SearchValue


class Composites:
    """A column of elements that have several components, each of them a column over the elements."""

    __slots__ = ("_owners", "_parts", "present")

    def __init__(self, param: SearchParameter, column: Callable[[SearchParameter], Column]) -> None:
        self._parts = [(follower(part.path), column(part)) for part in param.parts]
        self._owners = array("I")  # element -> resource
        self.present = BitMap()

    def add(self, number: int, elements: list[Any], resource: dict[str, Any]) -> None:
        """Note the elements that have every component."""
        for element in elements:
            found = [follow(element) for follow, _ in self._parts]
            if all(found):
                self.present.add(number)
                for (_, column), values in zip(self._parts, found, strict=True):
                    column.add(len(self._owners), values, resource)
                self._owners.append(number)

    def remove(self, number: int, elements: list[Any], resource: dict[str, Any]) -> None:
        """Forget the elements of a resource."""
        self.present.discard(number)
        place = bisect_left(self._owners, number)
        for element in elements:
            found = [follow(element) for follow, _ in self._parts]
            if all(found):
                for (_, column), values in zip(self._parts, found, strict=True):
                    column.remove(place, values, resource)
                place += 1

    def seal(self) -> Iterator[int]:
        """Get every component ready."""
        for _, column in self._parts:
            yield from column.seal()

    def arrange(self) -> Iterator[int]:
        """Put the first component in order."""
        return self._parts[0][1].arrange()

    def effort(self, sought: CompositeValue) -> int:
        """Return about how many steps `select` makes: those of each component, and what both have in common."""
        parts = zip(self._parts, sought.parts, strict=True)
        return len(self._owners) // 8 + sum(column.effort(part) for (_, column), part in parts)

    def select(self, sought: CompositeValue, now: float) -> Selection:
        """Return the resources that have an element in which every component matches."""
        sets: list[BitMap] = []
        for (_, column), part in zip(self._parts, sought.parts, strict=True):
            sets += [(yield from column.select(part, now))]
        found = BitMap.intersection(*sets)
        return BitMap([self._owners[element] for element in found])

    def groups(self, *, descending: bool) -> Iterator[tuple[Any, Iterable[int]]]:
        """Yield resources by the first component."""
        for value, elements in self._parts[0][1].groups(descending=descending):
            yield value, [self._owners[element] for element in elements]


def read(
    raw: str, param: SearchParameter, compile_part: Callable[[str, SearchParameter], SearchValue]
) -> CompositeValue:
    """Read as many components as there are, divided by `$`."""
    raws = split(raw, "$")
    if len(raws) != len(param.parts) or not all(raws):
        names = "$".join(part.name for part in param.parts)
        raise ValueError(f"{raw!r} must have {counted_as(len(param.parts), 'part')}: {names}")
    return CompositeValue(tuple(compile_part(one, part) for part, one in zip(param.parts, raws, strict=True)))
