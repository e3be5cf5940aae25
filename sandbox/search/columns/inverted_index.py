"""Which resources stand under this key? Inverted lists, small ones as arrays, large ones as bitmaps."""

# tested by: tests/search/columns/test_postings.py

from array import array
from collections.abc import Hashable, Iterable, Iterator

from pyroaring import BitMap

_LARGE = 256  # from here on a bitmap is smaller and faster than an array


class InvertedIndex:
    """Sets of numbers by key."""

    __slots__ = ("_lists",)

    def __init__(self) -> None:
        self._lists: dict[Hashable, int | array[int] | BitMap] = {}

    def note(self, key: Hashable, number: int) -> None:
        """Put a number under a key; a number that comes again must come at once."""
        noted = self._lists.get(key)
        if noted is None:
            self._lists[key] = number
        elif isinstance(noted, BitMap):
            noted.add(number)
        elif isinstance(noted, int):
            if noted != number:
                self._lists[key] = array("I", (noted, number))
        elif noted[-1] != number:
            noted.append(number)
            if len(noted) > _LARGE:
                self._lists[key] = BitMap(noted)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._lists)

    def under(self, key: Hashable) -> BitMap:
        """Return the numbers under one key; the set must not be changed."""
        noted = self._lists.get(key)
        if noted is None:
            return BitMap()
        if isinstance(noted, int):
            return BitMap((noted,))
        if isinstance(noted, BitMap):
            return noted
        return BitMap(noted)

    def under_any(self, keys: Iterable[Hashable]) -> BitMap:
        """Return the numbers under any of the keys, in a set that is the caller's."""
        few, many = array("I"), []
        for key in keys:
            noted = self._lists.get(key)
            if isinstance(noted, int):
                few.append(noted)
            elif isinstance(noted, BitMap):
                many.append(noted)
            elif noted is not None:
                few.extend(noted)
        if many:
            return BitMap(few).union(*many)
        return BitMap(few)
