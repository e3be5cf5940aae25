"""Where did each resource stand? That is asked of two that differ, which is seldom: four numbers are kept of each."""

# tested by: tests/loading/test_duplicates.py

from array import array
from collections.abc import Hashable, Iterable

from sandbox.loading.documents import FileLocation

_NUMBERS = 4  # of one place: the order, and file, line and entry


class Places:
    """Where the resources that are kept stood, in the order in which they came.

    *keys* are their names in that order; more may come, none may go.
    """

    def __init__(self, keys: Iterable[Hashable]) -> None:
        self._keys = keys
        self._numbers = array("I")
        self._files: dict[str, int] = {}
        self._positions: dict[Hashable, int] = {}  # of all keys, once one is asked for

    def append(self, key: Hashable, place: FileLocation, order: int) -> None:
        """Note where the next one stood, and its number in the files."""
        if self._positions:
            self._positions[key] = len(self._numbers) // _NUMBERS
        self._numbers.extend(self._row(place, order))

    def replace(self, key: Hashable, place: FileLocation, order: int) -> None:
        """Note where that stood that is kept in place of another."""
        start = _NUMBERS * self._position(key)
        self._numbers[start : start + _NUMBERS] = array("I", self._row(place, order))

    def of(self, key: Hashable) -> tuple[FileLocation, int]:
        """Return where one stood, and its number in the files."""
        start = _NUMBERS * self._position(key)
        order, file, line, entry = self._numbers[start : start + _NUMBERS]
        return FileLocation(list(self._files)[file], line, entry or None), order

    def _row(self, place: FileLocation, order: int) -> tuple[int, int, int, int]:
        return order, self._files.setdefault(place.file, len(self._files)), place.line, place.entry or 0

    def _position(self, key: Hashable) -> int:
        if not self._positions:
            self._positions = {key: position for position, key in enumerate(self._keys)}
        return self._positions[key]
