"""What is kept of all that the files bring? Each resource once; of two that differ, the one that the user wants."""

# tested by: tests/loading/test_duplicates.py

from dataclasses import dataclass, field
from enum import StrEnum

import orjson

from sandbox.fhir.store import Resource, Store
from sandbox.loading.documents import Document, FileLocation, LoadingFault
from sandbox.loading.places import Places
from sandbox.loading.resource import Stamp, to_resource
from sandbox.loading.shape import refuse_misshapen
from sandbox.loading.unreadable import refuse_unreadable


class Duplicates(StrEnum):
    """What is to come of a resource that is there twice, with different content."""

    ERROR = "error"
    LAST = "last"
    FIRST = "first"


@dataclass(slots=True)
class Collector:
    """Where resources are put as they are found."""

    stamp: Stamp
    """what a resource without stamps gets"""
    duplicates: Duplicates
    """which of two different contents wins"""
    store: Store = field(default_factory=Store)
    """the resources"""
    faults: list[LoadingFault] = field(default_factory=list)
    """why the files cannot be served"""
    warnings: list[LoadingFault] = field(default_factory=list)
    """what the user should know although they can"""
    _places: Places = field(init=False)

    def __post_init__(self) -> None:
        self._places = Places(self.store)

    @property
    def in_order(self) -> list[Resource]:
        """All resources in the order of the files."""
        return self._places.in_order()

    def keep(self, item: Document, order: int) -> None:
        """Put the resource of a document there, or note what is wrong with it; *order* is its number in the files."""
        try:
            resource = to_resource(item, self.stamp)
            refuse_misshapen(item.value)
            refuse_unreadable(item.value)
        except ValueError as error:
            self.faults.append(LoadingFault(item.place, str(error)))
            return
        stored = self.store.get(resource.type, resource.id)
        if stored is None:
            self.store.put(resource)
            self._places.append(resource, item.place, order)
        elif self._wins(resource, stored, item.place, order):
            self.store.put(resource)
            self._places.replace(resource, item.place, order)

    def _wins(self, resource: Resource, stored: Resource, place: FileLocation, order: int) -> bool:
        """Return whether a resource is to replace the one of its name; say so where their contents differ."""
        if orjson.loads(stored.body) == orjson.loads(resource.body):
            return False
        (there, before), name = self._places.of(stored), f"{stored.type}/{stored.id}"
        if self.duplicates is Duplicates.ERROR:
            self.faults.append(LoadingFault(place, f"{name} stands at {there} already, with other content"))
            return False
        wins = (order > before) == (self.duplicates is Duplicates.LAST)
        if wins:
            said = f"{name} replaces the one at {there}, which has other content"
        else:
            said = f"{name} is left out, for {there} has it with other content"
        self.warnings.append(LoadingFault(place, said))
        return wins
