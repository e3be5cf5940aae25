"""Which resources of a type does a clause keep? Values to sets of resources, one column per parameter.

Inside an Index a resource is a number. Numbers ascend with meta.lastUpdated, so that the default order (newest first,
then by id) is that of descending numbers, and an unsorted page is a slice of a set.
"""

from array import array
from collections.abc import Callable, Iterable

import orjson
from pyroaring import BitMap

from sandbox.search import reference
from sandbox.search.kind import Column
from sandbox.search.kinds import KINDS
from sandbox.search.path import follower
from sandbox.search.query import Clause, SortKey
from sandbox.search.table import owner, params
from sandbox.store import Resource

_ORDERS_KEPT = 32


class IndexFault(Exception):
    """A stored resource has a value that cannot be indexed: which one, and why."""

    def __init__(self, resource: Resource, text: str) -> None:
        super().__init__(text)
        self.resource = resource


class Index:
    """All resources of one type, ready to be searched."""

    def __init__(self, type_: str, resources: Iterable[Resource], step: Callable[[int], object]) -> None:
        by_age = sorted(resources, key=lambda resource: resource.id, reverse=True)
        by_age.sort(key=lambda resource: resource.updated)
        self.resources: tuple[Resource, ...] = tuple(by_age)
        self.all = BitMap(range(len(by_age)))
        self.numbers = {resource.id: number for number, resource in enumerate(by_age)}
        self.owners = reference.column(owner(type_))
        rows = params(type_)
        self._columns: dict[str, Column] = {name: KINDS[row.kind].column(row) for name, row in rows.items()}
        self._orders: dict[tuple[SortKey, ...], tuple[array[int], array[int]]] = {}
        ways = [(name, follower(row.path), self._columns[name]) for name, row in rows.items()]
        self._fill([*ways, ("owner", follower(owner(type_).path), self.owners)], step)

    def _fill(
        self,
        ways: list[tuple[str, Callable[[dict[str, object]], list[object]], Column]],
        step: Callable[[int], object],
    ) -> None:
        for number, resource in enumerate(self.resources):
            value = orjson.loads(resource.body)
            for name, follow, column in ways:
                if elements := follow(value):
                    try:
                        column.add(number, elements, value)
                    except ValueError as error:
                        raise IndexFault(resource, f"{resource.type}/{resource.id}, {name}: {error}") from None
            step(1)
        for _name, _follow, column in ways:
            column.seal()

    def select(self, clause: Clause, now: float) -> BitMap:
        """Return the resources that a clause keeps, *now* being the client's time; the set must not be changed."""
        column = self._columns[clause.param.name]
        if clause.missing is not None:
            return self.all - column.present if clause.missing else column.present
        found = column.select(clause.alternatives[0], now)
        for alternative in clause.alternatives[1:]:
            found = found | column.select(alternative, now)
        return found

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
        last = len(self.resources)
        ranks = array("I", [last]) * last
        for rank, group in enumerate(self._columns[key.name].groups(descending=key.descending)):
            for number in group:
                if ranks[number] == last:
                    ranks[number] = rank
        return ranks
