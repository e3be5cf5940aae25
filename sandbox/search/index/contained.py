"""Which resources stand inside others? An index of them for each type; their names are `id of the container#own id`."""

# tested by: docs/search/contained.md, tests/search/test_changes.py

from collections.abc import Iterable

import orjson

from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.fhir.store import Resource
from sandbox.search.index.index import Index
from sandbox.search.model.choices import DEFAULT_CHOICES, SearchChoices
from sandbox.search.model.resource_ref import ResourceRef


class ContainedResources:
    """The resources that are contained in those of some indexes. `indexes` are by type; `inside` says whose they are:

    by container, the type and number of each that is in it.
    """

    def __init__(self, containers: Iterable[Index], choices: SearchChoices = DEFAULT_CHOICES) -> None:
        found: dict[str, list[tuple[ResourceRef, Resource]]] = {}
        for index in containers:
            for number in index.contained:
                for type_, resource in _contained(index, number):
                    found.setdefault(type_, []).append(((index.type, number), resource))
        self.indexes: dict[str, Index] = {}
        self.inside: dict[ResourceRef, list[ResourceRef]] = {}
        for type_, pairs in found.items():
            hosts = {id(resource): host for host, resource in pairs}
            index = self.indexes[type_] = Index(type_, [resource for _, resource in pairs], choices)
            for number, resource in enumerate(index.resources):
                self._note(index, number, hosts[id(resource)])

    def add(self, container: Index, number: int) -> None:
        """Take in what is contained in a resource."""
        for type_, resource in _contained(container, number):
            if type_ not in self.indexes:
                self.indexes[type_] = Index(type_, (), container.choices)
            index = self.indexes[type_]
            self._note(index, index.add(resource), (container.type, number))
            index.seal()

    def remove(self, container: ResourceRef) -> None:
        """Forget what was contained in a resource."""
        for type_, number in self.inside.pop(container, ()):
            index = self.indexes[type_]
            index.remove(number)
            index.seal()
            if not index.all:
                del self.indexes[type_]

    def _note(self, index: Index, number: int, host: ResourceRef) -> None:
        index.hosts.append((*host, index.resources[number].id.partition("#")[2]))
        self.inside.setdefault(host, []).append((index.type, number))


def _contained(index: Index, number: int) -> list[tuple[str, Resource]]:
    """Return what is contained in a resource and can be searched, by type."""
    host = index.resources[number]
    found: list[tuple[str, Resource]] = []
    for inner in index.contained.get(number, ()):
        type_, id_ = inner.get("resourceType"), inner.get("id")
        if isinstance(type_, str) and type_ in RESOURCE_TYPES and isinstance(id_, str):
            body = orjson.dumps(inner)
            found.append((type_, Resource(host.type, f"{host.id}#{id_}", host.version, host.updated, body)))
    return found
