"""How many of a kind were there so far? Ids follow from the seed and the number of what they belong to."""

# tested by: tests/api/admin/test_sameness.py

from collections import Counter
from typing import Protocol


class Counters(Protocol):
    """Counts by name, each from 1. Numbers may be left out, and none is given twice."""

    def next(self, name: str) -> int:
        """Return the next number of a kind."""

    def clear(self) -> None:
        """Count from 1 again."""


class MemoryCounters:
    """Counters within one process."""

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def next(self, name: str) -> int:
        """Return the next number of a kind; none is left out."""
        self._counts[name] += 1
        return self._counts[name]

    def clear(self) -> None:
        """Count from 1 again."""
        self._counts.clear()
