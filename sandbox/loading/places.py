"""Where did each resource stand? That is asked of two that differ, which is seldom: four numbers are kept of each."""

# tested by: tests/loading/test_duplicates.py, tests/loading/test_receive.py

from array import array
from operator import itemgetter

from sandbox.fhir.store import Resource, Store
from sandbox.loading.documents import FileLocation

_NUMBERS = 4  # of one place: the order, and file, line and entry


class Places:
    """Where the resources of a store stood. To the store, more may come, each noted here; none may go."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers: dict[str, array[int]] = {}  # by type, in the order of the store
        self._files: dict[str, int] = {}
        self._positions: dict[str, dict[str, int]] = {}  # of a type's ids, once one is asked for

    def append(self, resource: Resource, place: FileLocation, order: int) -> None:
        """Note where a resource stood that has just come to the store, and its number in the files."""
        numbers = self._numbers.get(resource.type)
        if numbers is None:
            numbers = self._numbers[resource.type] = array("I")
        if resource.type in self._positions:
            self._positions[resource.type][resource.id] = len(numbers) // _NUMBERS
        numbers.extend(self._row(place, order))

    def replace(self, resource: Resource, place: FileLocation, order: int) -> None:
        """Note where that stood that is kept in place of another."""
        start = self._start(resource)
        self._numbers[resource.type][start : start + _NUMBERS] = array("I", self._row(place, order))

    def of(self, resource: Resource) -> tuple[FileLocation, int]:
        """Return where the one of this name stood, and its number in the files."""
        start = self._start(resource)
        order, file, line, entry = self._numbers[resource.type][start : start + _NUMBERS]
        return FileLocation(list(self._files)[file], line, entry or None), order

    def in_order(self) -> list[Resource]:
        """Return all resources in the order of the files."""
        rows: list[tuple[int, int, Resource]] = []
        for type_, numbers in self._numbers.items():
            rows += zip(numbers[::_NUMBERS], numbers[3::_NUMBERS], self._store.of(type_), strict=True)
        rows.sort(key=itemgetter(0, 1))
        return [resource for _, _, resource in rows]

    def _row(self, place: FileLocation, order: int) -> tuple[int, int, int, int]:
        return order, self._files.setdefault(place.file, len(self._files)), place.line, place.entry or 0

    def _start(self, resource: Resource) -> int:
        """Return where the numbers of the one of this name begin, among those of its type."""
        if resource.type not in self._positions:
            of_type = self._store.of(resource.type)
            self._positions[resource.type] = {one.id: position for position, one in enumerate(of_type)}
        return _NUMBERS * self._positions[resource.type][resource.id]
