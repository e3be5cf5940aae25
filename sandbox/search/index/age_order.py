"""Which resources are the newest? Numbers ascend with age, but for those that came late with an old meta.lastUpdated.

So a page of the newest is a slice of a set, into which the late ones are put, of which there are few.
"""

# tested by: tests/search/index/test_age_order.py

from array import array
from bisect import bisect_left
from collections.abc import Sequence

from pyroaring import BitMap

from sandbox.fhir.store import Resource

_ALL = 2**32  # every number is below
_FEW = 4096  # numbers that are sooner all taken out of a set than some of them


class Age:
    """How new a resource is: by meta.lastUpdated, and where that is equal, the smaller id is the newer one."""

    __slots__ = ("_id", "_updated")

    def __init__(self, resource: Resource) -> None:
        self._updated = resource.updated
        self._id = resource.id

    def __lt__(self, other: "Age") -> bool:
        if self._updated != other._updated:
            return self._updated < other._updated
        return self._id > other._id


class AgeOrder:
    """The default order of the resources of an index, which are given by their numbers."""

    __slots__ = ("_before", "_late", "_newest", "_resources", "_settled")

    def __init__(self, resources: Sequence[Resource]) -> None:
        """Begin with resources that are in the order of their ages."""
        self._resources = resources
        self._settled = BitMap(range(len(resources)))
        self._late = BitMap()
        self._before: dict[int, int] = {}  # a late number -> the settled one before which it belongs
        self._newest = Age(resources[-1]) if resources else None

    def add(self, number: int) -> None:
        """Take in the resource that came last."""
        age = Age(self._resources[number])
        if self._newest is None or self._newest < age:
            self._newest = age
            self._settled.add(number)
            return
        place = bisect_left(self._settled, age, key=lambda other: Age(self._resources[other]))
        self._late.add(number)
        self._before[number] = self._settled[place] if place < len(self._settled) else number

    def remove(self, number: int) -> None:
        """Forget a resource."""
        self._settled.discard(number)
        self._late.discard(number)
        self._before.pop(number, None)

    def newest_first(self, found: BitMap, start: int, stop: int) -> "array[int]":
        """Return those of the *found* that stand at *start* and after it, up to *stop*, the newest being at 0."""
        if not (self._late and (late := found & self._late)):
            return _descending(found, start, stop)
        ranked = sorted(late, key=lambda number: Age(self._resources[number]), reverse=True)
        newer = [
            found.range_cardinality(before, _ALL) - late.range_cardinality(before, _ALL)
            for before in map(self._before.__getitem__, ranked)
        ]
        places = [settled_ones + nth for nth, settled_ones in enumerate(newer)]
        first, end = bisect_left(places, start), bisect_left(places, stop)
        settled = found[max(len(found) - (stop - end) - len(late), 0) :] - late  # no more of them than can be asked for
        page = _descending(settled, start - first, stop - end)
        for place, number in zip(places[first:end], ranked[first:end], strict=True):
            page.insert(place - start, number)
        return page

    def oldest(self, found: BitMap, count: int) -> BitMap:
        """Return so many of the *found*, those that were updated first."""
        return BitMap(self.newest_first(found, len(found) - count, len(found)))


def _descending(numbers: BitMap, start: int, stop: int) -> "array[int]":
    """Return the numbers from *start* to *stop*, counted from the largest."""
    total = len(numbers)
    if total <= _FEW:
        return numbers.to_array()[::-1][start:stop]
    return numbers[max(total - stop, 0) : max(total - start, 0)].to_array()[::-1]
