"""What resources are there? Each one once, as the bytes that are sent, by type and id."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Resource:
    """One stored resource: its JSON as bytes, and what a server must know without parsing it."""

    type: str
    """the resource type"""
    id: str
    """unique in its type"""
    version: str
    """meta.versionId"""
    updated: int
    """meta.lastUpdated in microseconds since 1970"""
    body: bytes
    """the JSON, ready to be sent"""
    name: bytes = field(init=False)
    """`Type/id` as bytes, ready to be sent"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", f"{self.type}/{self.id}".encode())


class Store:
    """All resources of a sandbox."""

    __slots__ = ("_by_type",)

    def __init__(self, resources: Iterable[Resource] = ()) -> None:
        self._by_type: dict[str, dict[str, Resource]] = {}
        for resource in resources:
            self.put(resource)

    def __iter__(self) -> Iterator[Resource]:
        for of_type in self._by_type.values():
            yield from of_type.values()

    def copy(self) -> "Store":
        """Return a store of the same resources, which goes its own way."""
        copied = Store()
        copied._by_type = {type_: of_type.copy() for type_, of_type in self._by_type.items()}
        return copied

    def put(self, resource: Resource) -> None:
        """Add a resource, or put it in the place of the one of the same name."""
        self._by_type.setdefault(resource.type, {})[resource.id] = resource

    def remove(self, resource: Resource) -> None:
        """Take a resource away."""
        of_type = self._by_type[resource.type]
        del of_type[resource.id]
        if not of_type:
            del self._by_type[resource.type]

    def get(self, type_: str, id_: str) -> Resource | None:
        """Return the resource, or None where there is none of this type and id."""
        return self._by_type.get(type_, {}).get(id_)

    def of(self, type_: str) -> Iterable[Resource]:
        """Return all resources of a type, in the order in which they came."""
        return self._by_type.get(type_, {}).values()

    @property
    def counts(self) -> dict[str, int]:
        """How many resources there are of each type, types in alphabetical order."""
        return {type_: len(self._by_type[type_]) for type_ in sorted(self._by_type)}
