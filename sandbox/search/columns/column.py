"""What must a column offer? All values of one parameter over all resources of a type, resources being numbers."""

# tested by: tests/search/columns/test_postings.py

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from pyroaring import BitMap


class Column(Protocol):
    """All values of one parameter over all resources of a type, resources being numbers."""

    @property
    def present(self) -> BitMap:
        """The resources that have a value; the set must not be changed."""

    def add(self, number: int, elements: list[Any], resource: dict[str, Any]) -> None:
        """Take in the elements of one resource; a ValueError says which value cannot be read."""

    def seal(self) -> None:
        """Get ready to be asked: nothing more will be added."""

    def select(self, sought: Any, now: float) -> BitMap:
        """Return the resources that match; the caller must not change the set."""

    def groups(self, *, descending: bool) -> Iterator[tuple[Any, Iterable[int]]]:
        """Yield values and the resources that have them, in the order of the values; a resource may come again."""
