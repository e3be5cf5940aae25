"""What can be seen, by whom and when? Everything that a condition needs to become a set of resources."""

# tested by: tests/oracle/test_random_queries.py

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyroaring import BitMap

from sandbox.fhir.references import is_here, local_keys, parse
from sandbox.fhir.terminology import Terminology
from sandbox.search.index.index import Index
from sandbox.search.model.conditions import Condition
from sandbox.search.model.resource_ref import ResourceRef, Visible
from sandbox.search.model.warning import SearchWarning
from sandbox.search.model.work import Work
from sandbox.search.types.canonical import spellings


@dataclass(slots=True, kw_only=True)
class View:
    """The indexes, and what of them is seen (`visible` None is everything), at the client's time *now*."""

    indexes: Mapping[str, Index]
    """by resource type"""
    contained: Mapping[str, Index]
    """indexes of contained resources, by their types"""
    load_terminology: Callable[[], Terminology]
    """returns value sets and hierarchies, which few queries need"""
    visible: Visible | None
    """what is seen, by type; None is everything"""
    bases: tuple[str, ...]
    """the addresses of this server's FHIR API"""
    now: float
    """seconds since 1970 on the clock of the client"""
    notes: list[SearchWarning] = field(default_factory=list)
    """warnings for the client, as they come up"""
    work: Work = field(default_factory=lambda: Work(0))
    """what the query may still cost"""
    keys: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    """the keys of references to resources so far, by the identity of the index and the number"""
    matched: dict[tuple[int, int], tuple[Condition, BitMap]] = field(default_factory=dict)
    """what was found of conditions so far, by the identities of condition and index

    It holds on to the conditions, for the identity of one that is gone may come again.
    """

    @property
    def terminology(self) -> Terminology:
        """The value sets and hierarchies, which few queries need."""
        return self.load_terminology()

    def of(self, index: Index) -> BitMap:
        """Return what is seen of an index; what is contained is seen with its container."""
        if self.visible is None:
            return index.all
        if not index.hosts:
            return self.visible.get(index.type, BitMap())
        return BitMap([number for number in index.all if self.sees(index.hosts[number][:2])])

    def sees(self, place: ResourceRef) -> bool:
        """Return whether a resource is seen."""
        return self.visible is None or place[1] in self.visible.get(place[0], ())

    def exists(self, name: str) -> bool:
        """Return whether there is a resource `Type/id` that is seen."""
        return self.find(*name.split("/")) is not None

    def find(self, type_: str, id_: str) -> ResourceRef | None:
        """Return the resource of a type and an id, if it is seen."""
        index = self.indexes.get(type_)
        number = None
        if index is not None:
            number = index.numbers.get(id_)
        if number is not None and self.sees((type_, number)):
            return (type_, number)
        return None

    def local(self, reference: str) -> tuple[str, str] | None:
        """Return type and id of a literal reference on this server; None for any other."""
        literal = parse(reference)
        if literal and is_here(literal, self.bases):
            return (literal.type, literal.id)
        return None

    def place(self, reference: str) -> ResourceRef | None:
        """Return the resource that a literal reference means, if it is seen."""
        local = self.local(reference)
        if local:
            return self.find(*local)
        return None

    def canonical(self, reference: str, types: Iterable[str]) -> ResourceRef | None:
        """Return the resource that a canonical means, the newest where it names no version; None if none is seen."""
        url, _, version = reference.partition("|")
        for type_ in types:
            if index := self.indexes.get(type_):
                named = [
                    number for url_ in spellings(url, self.bases) for number in index.urls.get((url_, version), ())
                ]
                local = self.local(url)
                if not named and local and local[0] == type_ and not version:
                    if local[1] in index.numbers:
                        named = [index.numbers[local[1]]]
                    else:
                        named = []
                if seen := [number for number in named if self.sees((type_, number))]:
                    return type_, index.newest(seen)
        return None

    def literals(self, index: Index, numbers: Iterable[int]) -> Iterator[str]:
        """Yield the keys of references by which any of the resources is meant."""
        own = id(index)
        for number in numbers:
            keys = self.keys.get((own, number))
            if keys is None:
                keys = local_keys(f"{index.type}/{index.resources[number].id}", self.bases)
                self.keys[own, number] = keys
            yield from keys

    def canonicals(self, index: Index, numbers: BitMap) -> Iterator[str]:
        """Yield the canonicals by which any of the resources is meant; a url alone means the newest."""
        for (url, version), named in index.urls.items():
            seen = [number for number in named if self.sees((index.type, number))]
            if seen and index.newest(seen) in numbers:
                yield f"{url}|{version}" if version else url
        for name in self.names(index, numbers):
            yield from (name, *(f"{base}/{name}" for base in self.bases))

    def names(self, index: Index, numbers: Iterable[int]) -> Iterator[str]:
        """Yield `Type/id` of resources."""
        return (f"{index.type}/{index.resources[number].id}" for number in numbers)
