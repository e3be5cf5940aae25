"""In which order do keys stand that come and go? Sorted in slices at first, and kept sorted from then on."""

# tested by: tests/search/columns/test_sorted_keys.py

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Generator, Hashable, Iterator
from itertools import groupby
from typing import Any

_FEW = 64  # changes that are put in their places one by one
RUN = 4096  # keys that are sorted in one slice
SLICE = 32  # how much is done between two looks at other work: so many resources taken in, or one run sorted


class SortedKeys:
    """Keys in the order of their ranks; without *rank* they are their own. A rank of None leaves a key out."""

    __slots__ = ("_changes", "_is_sealing", "_keys", "_rank")

    def __init__(self, rank: Callable[[Any], Any] | None = None) -> None:
        self._rank = rank
        self._keys: list[Any] = []
        self._is_sealing = False
        self._changes: dict[Hashable, bool] = {}  # whether a key is there, since they were last sealed

    def note(self, key: Hashable) -> None:
        """Note that a key is there now."""
        if self._is_in_order(key):
            self._changes[key] = True

    def forget(self, key: Hashable) -> None:
        """Note that a key is gone."""
        if self._is_in_order(key):
            self._changes[key] = False

    def _is_in_order(self, key: Hashable) -> bool:
        return self._rank is None or self._rank(key) is not None

    def begin(self, keys: Collection[Hashable]) -> Iterator[int]:
        """Take in all keys, as they are by then, and seal."""
        self._is_sealing = True
        there, fresh = list(keys), list[Any]()
        for start in range(0, len(there), RUN):
            fresh += filter(self._is_in_order, there[start : start + RUN])
            yield SLICE
        self._keys = yield from sorted_in_slices([], fresh, self._rank)
        self._is_sealing = False
        yield from self.seal()

    def seal(self) -> Iterator[int]:
        """Put everything in order, slice by slice; yields how much was done.

        What changes meanwhile is seen to by whoever began.
        """
        if self._is_sealing:
            return
        self._is_sealing = True
        while self._changes:
            changes, self._changes = self._changes, {}
            if len(changes) <= _FEW:
                for key, there in changes.items():
                    self._put(key, there=there)
            else:
                kept = [key for key in self._keys if key not in changes]
                fresh = [key for key, there in changes.items() if there]
                self._keys = yield from sorted_in_slices(kept, fresh, self._rank)
        self._is_sealing = False

    def from_(self, beginning: Any) -> Iterator[Any]:
        """Yield the keys whose rank is *beginning* or comes after it."""
        places = range(bisect_left(self._keys, beginning, key=self._rank), len(self._keys))
        return map(self._keys.__getitem__, places)

    def count_beginning(self, text: str) -> int:
        """Return how many keys begin with a text, where keys are texts and their own ranks."""
        first = bisect_left(self._keys, text)
        return bisect_left(self._keys, True, first, key=lambda key: not key.startswith(text)) - first

    def groups(self, *, descending: bool) -> Iterator[tuple[Any, Iterator[Any]]]:
        """Yield each rank, and the keys that have it."""
        return groupby(reversed(self._keys) if descending else self._keys, key=self._rank)

    def _put(self, key: Any, *, there: bool) -> None:
        rank = self._rank(key) if self._rank else key
        first, end = bisect_left(self._keys, rank, key=self._rank), bisect_right(self._keys, rank, key=self._rank)
        equal = self._keys[first:end]
        if key not in equal and there:
            self._keys.insert(first, key)
        elif key in equal and not there:
            del self._keys[first + equal.index(key)]


def sorted_in_slices(
    kept: list[Any], fresh: list[Any], rank: Callable[[Any], Any] | None
) -> Generator[int, None, list[Any]]:
    """Return the keys in order, those that are *kept* being so already: short runs, merged two by two."""
    runs = []
    if kept:
        runs.append(kept)
    for start in range(0, len(fresh), RUN):
        runs.append(sorted(fresh[start : start + RUN], key=rank))
        yield SLICE
    while len(runs) > 1:
        runs.sort(key=len, reverse=True)
        runs.append((yield from _merged(runs.pop(), runs.pop(), rank)))
    return runs[0] if runs else []


def _merged(one: list[Any], other: list[Any], rank: Callable[[Any], Any] | None) -> Generator[int, None, list[Any]]:
    """Return the keys of two runs in order: a part of the one, and what of the other comes before its end."""
    merged: list[Any] = []
    for start in range(0, len(one), RUN):
        part = one[start : start + RUN]
        last = rank(part[-1]) if rank else part[-1]
        end = bisect_right(other, last, key=rank)
        merged += sorted(part + other[:end], key=rank)
        del other[:end]
        yield SLICE
    return merged + other
