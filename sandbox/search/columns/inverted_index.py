"""Which resources stand under this key? Inverted lists, small ones as arrays, large ones as bitmaps."""

# tested by: tests/search/columns/test_postings.py

from array import array
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator
from itertools import islice, takewhile
from typing import Any

from pyroaring import BitMap

from sandbox.search.columns.sorted_keys import SLICE, SortedKeys

_LARGE = 256  # from here on a bitmap is smaller and faster than an array
_ASKED = 2048  # keys that are asked for in one slice


class _Lists(dict[Hashable, "int | array[int] | BitMap"]):
    """A dict that stays where the garbage collector has put it.

    It looks at a plain one as a whole again and again: whenever it holds nothing that could be a circle, and then
    something comes in that could.
    """

    __slots__ = ()


class InvertedIndex:
    """Sets of numbers by key. `ordered` are the keys in an order, if `arrange` was asked for one."""

    __slots__ = ("_lists", "ordered")

    def __init__(self) -> None:
        self._lists = _Lists()
        self.ordered: SortedKeys | None = None

    def note(self, key: Hashable, number: int) -> None:
        """Put a number under a key; a number that comes again must come at once."""
        noted = self._lists.get(key)
        if noted is None:
            self._lists[key] = number
            if self.ordered is not None:
                self.ordered.note(key)
        elif isinstance(noted, BitMap):
            noted.add(number)
        elif isinstance(noted, int):
            if noted != number:
                self._lists[key] = array("I", (noted, number))
        elif noted[-1] != number:
            noted.append(number)
            if len(noted) > _LARGE:
                self._lists[key] = BitMap(noted, optimize=False)  # runs would grow, and be slow to intersect

    def forget(self, key: Hashable, number: int) -> None:
        """Take a number from under a key; it need not be there any more."""
        noted = self._lists.get(key)
        if isinstance(noted, int):
            is_last = noted == number
        else:
            if isinstance(noted, BitMap):
                noted.discard(number)
            elif noted is not None and number in noted:
                noted.remove(number)
            is_last = noted is not None and not noted
        if is_last:
            del self._lists[key]
            if self.ordered is not None:
                self.ordered.forget(key)

    def arrange(self, rank: Callable[[Any], Any] | None = None) -> Iterator[int]:
        """Put the keys in the order of their ranks, slice by slice, and keep them so; yields how much was done."""
        if self.ordered is not None:
            return self.ordered.seal()
        self.ordered = SortedKeys(rank)
        return self.ordered.begin(self._lists)

    def beginning(self, text: str) -> Iterator[Any]:
        """Yield the keys that begin so, if they are texts that were arranged."""
        if self.ordered is not None:
            yield from takewhile(lambda key: key.startswith(text), self.ordered.from_(text))

    def count_beginning(self, text: str) -> int:
        """Return how many keys `beginning` yields."""
        if self.ordered is None:
            return 0
        return self.ordered.count_beginning(text)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._lists)

    def __len__(self) -> int:
        return len(self._lists)

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

    def meets(self, key: Hashable, numbers: BitMap) -> bool:
        """Return whether any of the numbers is under a key."""
        noted = self._lists.get(key)
        if isinstance(noted, int):
            return noted in numbers
        if isinstance(noted, BitMap):
            return noted.intersect(numbers)
        return any(number in numbers for number in noted or ())

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

    def under_many(self, keys: Iterable[Hashable]) -> Generator[int, None, BitMap]:
        """Return the numbers under any of many keys, slice by slice, in a set that is the caller's."""
        return self._collected(keys, lambda some: some)

    def under_those(self, test: Callable[[Hashable], bool]) -> Generator[int, None, BitMap]:
        """Return the numbers under the keys that pass a test, slice by slice, in a set that is the caller's."""
        return self._collected(self._lists, lambda some: filter(test, some))

    def _collected(
        self, keys: Iterable[Hashable], choose: Callable[[list[Hashable]], Iterable[Hashable]]
    ) -> Generator[int, None, BitMap]:
        found, left = BitMap(), iter(keys)
        while some := list(islice(left, _ASKED)):
            found |= self.under_any(choose(some))
            yield SLICE * len(some) // _ASKED
        yield 1
        return found
