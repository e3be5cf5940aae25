"""How are several values of one resource told apart? By numbers of their own.

The first value of a resource has the number of the resource, so that where nobody has two, nothing is to be turned
back. The others have numbers that no resource has.
"""

# tested by: docs/search/date-matrix.md, docs/search/quantity.md

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from pyroaring import BitMap

_BEYOND = 1 << 31  # no index holds so many resources


class ValueIds:
    """The numbers of values, and whose they are."""

    __slots__ = ("_owners", "present")

    def __init__(self) -> None:
        self._owners = array("I")
        self.present = BitMap()

    def number(self, resource: int) -> int:
        """Return the number of a new value of a resource."""
        if resource not in self.present:
            self.present.add(resource)
            return resource
        self._owners.append(resource)
        return _BEYOND + len(self._owners) - 1

    def forget(self, resource: int) -> list[int]:
        """Return the numbers of the values of a resource, in the order in which they came, and forget it."""
        if resource not in self.present:
            return []
        self.present.discard(resource)
        others = range(bisect_left(self._owners, resource), bisect_right(self._owners, resource))
        return [resource, *(_BEYOND + place for place in others)]

    def has_several(self, resources: Iterable[int]) -> bool:
        """Return whether any of the resources has more than one value."""
        owners = self._owners
        return bool(owners) and any(bisect_left(owners, one) < bisect_right(owners, one) for one in resources)

    def resources(self, values: BitMap) -> BitMap:
        """Return the resources that have any of the values."""
        if not self._owners:
            return values
        found = values & self.present
        found.update(self._owners[value - _BEYOND] for value in values - found)
        return found

    def resource(self, value: int) -> int:
        """Return the resource that has a value."""
        if value < _BEYOND:
            return value
        return self._owners[value - _BEYOND]
