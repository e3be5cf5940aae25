"""Which resources of a type does a clause keep? Values to sets of resources, one column per parameter.

Inside an Index a resource is a number. Numbers ascend with meta.lastUpdated, so that the default order (newest first,
then by id) is that of descending numbers, and an unsorted page is a slice of a set.
"""

from array import array
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from pyroaring import BitMap

from sandbox.fhir.path import follower
from sandbox.fhir.store import Resource
from sandbox.search.columns.column import Column
from sandbox.search.columns.postings import Postings
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.result_parameters import SortKey
from sandbox.search.parameters import owner, search_parameters
from sandbox.search.parameters.compartments import unsearched
from sandbox.search.types import reference, registry

_ORDERS_KEPT = 32
_DIGITS = 10  # of a part of a version that counts as a number
_LAST = 2**32 - 1  # the rank of whoever has no value: there may be more values than resources

# Where a column gets its elements, and the column.
Way = tuple[str, Callable[[dict[str, Any]], list[Any]], Column]


class IndexingError(Exception):
    """A stored resource has a value that cannot be indexed: which one, and why."""

    def __init__(self, resource: Resource, text: str) -> None:
        super().__init__(text)
        self.resource = resource


class Index:
    """All resources of one type, ready to be searched.

    `contained` are the resources inside them, as (number of the container, resource). `urls` are the canonical
    addresses: (url, version), and (url, "") for any version. `hosts` says of contained resources where they are:
    (type, number, id).
    """

    def __init__(self, type_: str, resources: Iterable[Resource], step: Callable[[int], object]) -> None:
        by_age = sorted(resources, key=lambda resource: resource.id, reverse=True)
        by_age.sort(key=lambda resource: resource.updated)
        self.type = type_
        self.resources: tuple[Resource, ...] = tuple(by_age)
        self.all = BitMap(range(len(by_age)))
        self.numbers = {resource.id: number for number, resource in enumerate(by_age)}
        self.contained: list[tuple[int, dict[str, Any]]] = []
        self.urls: dict[tuple[str, str], list[int]] = {}
        self._ages: dict[int, tuple[int, list[int]]] = {}
        self.hosts: tuple[tuple[str, int, str], ...] = ()
        self.owners = reference.column(owner(type_))
        self._orders: dict[tuple[SortKey, ...], tuple[array[int], array[int]]] = {}
        rows = [row for row in search_parameters(type_).values() if row.search_type != "freetext"]
        rows += unsearched(type_)
        self._columns = {row.name: registry.column(row) for row in rows}
        ways: list[Way] = [(row.name, follower(row.path), self._columns[row.name]) for row in rows]
        self._fill([*ways, ("owner", follower(owner(type_).path), self.owners)], step)

    def _fill(self, ways: list[Way], step: Callable[[int], object]) -> None:
        for number, resource in enumerate(self.resources):
            value = orjson.loads(resource.body)
            self._note(number, value)
            for name, follow, column in ways:
                if elements := follow(value):
                    try:
                        column.add(number, elements, value)
                    except ValueError as error:
                        raise IndexingError(resource, f"{resource.type}/{resource.id}, {name}: {error}") from None
                    except (AttributeError, KeyError, TypeError):
                        text = f"{resource.type}/{resource.id}, {name}: this is not shaped as FHIR has it"
                        raise IndexingError(resource, text) from None
            step(1)
        for _name, _follow, column in ways:
            column.seal()

    def _note(self, number: int, value: dict[str, Any]) -> None:
        """Note what a resource contains, and its canonical address."""
        if (inner := value.get("contained")) and isinstance(inner, list):
            self.contained += [(number, one) for one in inner if isinstance(one, dict)]
        if (url := value.get("url")) and isinstance(url, str):
            version = str(value.get("version", ""))
            parts = [int(part) if part.isdecimal() and len(part) < _DIGITS else -1 for part in version.split(".")]
            self._ages[number] = (self.resources[number].updated, parts)
            for named in {"", version}:
                self.urls.setdefault((url, named), []).append(number)

    def newest(self, numbers: Iterable[int]) -> int:
        """Return which of the resources at one canonical address was updated last, or else has the highest version."""
        return max(numbers, key=lambda number: self._ages.get(number, (0, [])))

    def column(self, param: SearchParameter) -> Column:
        """Return the column of a parameter; what few ask for is only made when it is first asked."""
        if param.name not in self._columns:
            column = registry.column(param)
            follow = follower(param.path)
            for number, resource in enumerate(self.resources):
                value = orjson.loads(resource.body)
                if elements := follow(value):
                    column.add(number, elements, value)
            column.seal()
            self._columns[param.name] = column
        return self._columns[param.name]

    def links(self, param: SearchParameter) -> Postings:
        """Return the column of a parameter that refers to other resources."""
        column = self.column(param)
        if not isinstance(column, Postings):
            raise TypeError(param.name)
        return column

    def order(self, keys: tuple[SortKey, ...]) -> "tuple[array[int], array[int]]":
        """Return all resources in the order of the sort keys, and the place of each in that order.

        Ascending, the smallest value of a resource counts, descending the largest; a resource without value comes
        last either way; ties are broken by id.
        """
        if keys not in self._orders:
            if len(self._orders) >= _ORDERS_KEPT:
                self._orders.clear()
            ranks = [self._ranks(key) for key in keys]
            by_id = sorted(range(len(self.resources)), key=lambda number: self.resources[number].id)
            order = array("I", sorted(by_id, key=lambda number: [rank[number] for rank in ranks]))
            places = array("I", order)
            for place, number in enumerate(order):
                places[number] = place
            self._orders[keys] = order, places
        return self._orders[keys]

    def _ranks(self, key: SortKey) -> "array[int]":
        ranks = array("I", [_LAST]) * len(self.resources)
        for rank, (_value, group) in enumerate(self._columns[key.name].groups(descending=key.descending)):
            for number in group:
                if ranks[number] == _LAST:
                    ranks[number] = rank
        return ranks

    def values(self, key: SortKey) -> dict[int, Any]:
        """Return what each resource is sorted by, to be compared with resources of other types."""
        found: dict[int, Any] = {}
        for value, group in self._columns[key.name].groups(descending=key.descending):
            for number in group:
                found.setdefault(number, value)
        return found
