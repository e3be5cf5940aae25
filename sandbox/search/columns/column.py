"""What must a column offer? All values of one parameter over all resources of a type, resources being numbers."""

# tested by: tests/search/columns/test_postings.py

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from typing import Any, Protocol

from pyroaring import BitMap

# What yields how much it has done, and returns a set of resources.
Selection = Generator[int, None, BitMap]


class Column(Protocol):
    """All values of one parameter over all resources of a type, resources being numbers.

    What may take long is an iterator that does a slice of it at a time, and yields how much that was.
    """

    @property
    def present(self) -> BitMap:
        """The resources that have a value; the set must not be changed."""

    def add(self, number: int, elements: list[Any], resource: dict[str, Any]) -> None:
        """Take in the elements of one resource; a ValueError says which value cannot be read.

        Numbers come in ascending order.
        """

    def remove(self, number: int, elements: list[Any], resource: dict[str, Any]) -> None:
        """Forget one resource, of which these are the elements."""

    def seal(self) -> Iterator[int]:
        """Get ready to be asked, slice by slice: after what was added and removed."""

    def arrange(self) -> Iterator[int]:
        """Get ready for `groups`, slice by slice; from then on it stays so."""

    def effort(self, sought: Any) -> int:
        """Return about how many steps `select` makes, a microsecond each."""

    def select(self, sought: Any, now: float) -> Selection:
        """Return the resources that match, slice by slice; the caller must not change the set."""

    def groups(self, *, descending: bool) -> Iterator[tuple[Any, Iterable[int]]]:
        """Yield values and the resources that have them, in the order of the values; a resource may come again."""


def finish(work: Iterator[int]) -> None:
    """Do the whole of a work at once."""
    deque(work, maxlen=0)
