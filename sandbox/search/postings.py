"""Which resources stand under this key? An inverted list per key, small ones as arrays, large ones as bitmaps."""

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import groupby
from typing import Any

from pyroaring import BitMap

from sandbox.search.kind import Keys

_LARGE = 256  # from here on a bitmap is smaller and faster than an array


class Postings:
    """A column whose values are looked up.

    *keys* turns an element (and the resource that holds it) into the keys under which the resource is found, or into
    None if the element is no value; *rank* says how a key is sorted, or None for a key that is only an alias.
    """

    __slots__ = ("_keys", "_lists", "_rank", "present")

    def __init__(
        self,
        keys: Callable[[Any, dict[str, Any]], Iterable[Hashable] | None],
        rank: Callable[[Any], Any],
    ) -> None:
        self._keys = keys
        self._rank = rank
        self._lists: dict[Hashable, int | array[int] | BitMap] = {}
        self.present = BitMap()

    def add(self, number: int, elements: list[Any], resource: dict[str, Any]) -> None:
        """Note a resource under the keys of its elements; numbers must come in ascending order."""
        for element in elements:
            keys = self._keys(element, resource)
            if keys is None:
                continue
            self.present.add(number)
            for key in keys:
                self._note(key, number)

    def _note(self, key: Hashable, number: int) -> None:
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

    def seal(self) -> None:
        """Nothing to prepare."""

    def under(self, key: Hashable) -> BitMap:
        """Return the resources under one key."""
        noted = self._lists.get(key)
        if noted is None:
            return BitMap()
        if isinstance(noted, int):
            return BitMap((noted,))
        return noted if isinstance(noted, BitMap) else BitMap(noted)

    def select(self, sought: Keys, _now: float) -> BitMap:
        """Return the resources under any of the keys."""
        first, *others = sought.keys
        found = self.under(first)
        for key in others:
            if key in self._lists:
                found = found | self.under(key)
        return found

    def groups(self, *, descending: bool) -> Iterator[Iterable[int]]:
        """Yield the resources key by key, in the order of the keys' ranks."""
        ranked = [(rank, key) for key in self._lists if (rank := self._rank(key)) is not None]
        ranked.sort(key=lambda pair: pair[0], reverse=descending)
        for _rank, group in groupby(ranked, key=lambda pair: pair[0]):
            yield BitMap().union(*(self.under(key) for _, key in group))
