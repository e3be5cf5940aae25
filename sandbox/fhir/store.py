"""What resources are there? Each one once, as the bytes that are sent, by type and id."""

from collections.abc import Collection, Iterable, Iterator
from sys import intern

_BETWEEN = len('/","resource":')


class Resource:
    """One stored resource: its JSON as bytes, and what a server must know without parsing it."""

    __slots__ = ("contains", "entry", "id", "type", "updated", "version")

    def __init__(self, type: str, id: str, version: str, updated: int, body: bytes) -> None:  # noqa: A002 - FHIR's names
        self.type = intern(type)
        """the resource type"""
        self.id = id
        """unique in its type"""
        self.version = intern(version)
        """meta.versionId"""
        self.updated = updated
        """meta.lastUpdated in microseconds since 1970"""
        self.entry = b'%b/%b","resource":%b' % (type.encode(), id.encode(), body)
        """how it stands in a Bundle, between the address of the server and the search mode: name and body"""
        self.contains = True
        """whether other resources may stand inside it: who has parsed it may know that there are none"""

    @property
    def body(self) -> bytes:
        """The JSON, ready to be sent."""
        return self.entry[len(self.type) + len(self.id) + _BETWEEN :]

    def with_body(self, body: bytes) -> "Resource":
        """Return the same resource with another body."""
        return Resource(self.type, self.id, self.version, self.updated, body)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Resource):
            return NotImplemented
        return (self.entry, self.updated, self.version) == (other.entry, other.updated, other.version)

    def __hash__(self) -> int:
        return hash(self.entry)


def id_in(entry: bytes) -> str:
    """Return the id of the resource that stands so in a Bundle."""
    return entry[entry.index(b"/") + 1 : entry.index(b'"')].decode()


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

    def of(self, type_: str) -> Collection[Resource]:
        """Return all resources of a type, in the order in which they came."""
        return self._by_type.get(type_, {}).values()

    @property
    def counts(self) -> dict[str, int]:
        """How many resources there are of each type, types in alphabetical order."""
        return {type_: len(self._by_type[type_]) for type_ in sorted(self._by_type)}
