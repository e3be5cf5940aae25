"""Which resources of a type does a clause keep? Values to sets of resources, one column per parameter.

Inside an Index a resource is a number. Numbers ascend with meta.lastUpdated, so that the default order (newest first,
then by id) is that of descending numbers, and an unsorted page is a slice of a set. What comes later gets the next
number, what is replaced a new one; a number never comes again.
"""

from array import array
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Any

import orjson
from pyroaring import BitMap

from sandbox.fhir.path import follower
from sandbox.fhir.store import Resource
from sandbox.fhir.summary_elements import SUMMARY
from sandbox.search.columns.column import Column, finish
from sandbox.search.columns.postings import Postings
from sandbox.search.columns.sorted_keys import SortedKeys
from sandbox.search.columns.spans import Spans
from sandbox.search.index.age_order import AgeOrder
from sandbox.search.index.preparation import Preparation, UnpreparedError
from sandbox.search.model.choices import DEFAULT_CHOICES, SearchChoices
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.result_parameters import SortKey
from sandbox.search.parameters import owner, search_parameters
from sandbox.search.types import registry

_AT_ONCE = 100  # resources whose column is made without letting anybody in between: a request may ask for all types
_GONE = Resource("", "", "", 0, b"")  # what stands where a resource was, so that its bytes are free
_DIGITS = 10  # of a part of a version that counts as a number
_ORDERS_KEPT = 32
_FEW = 64  # sorting is cheaper than walking all ids if the resources are fewer than one in so many
# What nearly every client asks for: these columns are made together, each resource being read once for all of them.
_USUAL = frozenset({"_lastUpdated", "category", "code", "date", "patient", "status", "subject"})


@dataclass(slots=True)
class Filling:
    """A column, and how it is filled: where its elements are, and how many of the numbers it has seen so far."""

    name: str
    follow: Callable[[dict[str, Any]], list[Any]]
    column: Column
    seen: int = 0

    def take(self, number: int, value: dict[str, Any]) -> None:
        """Take in the next resource, *value* being its JSON."""
        self.seen = number + 1
        if elements := self.follow(value):
            self.column.add(number, elements, value)


class Index:
    """All resources of one type, ready to be searched. Their values are such as loading has found readable.

    `entries` are the `resources` as they stand in a Bundle. A column is made when it is first asked. `contained` are
    the resources inside them, by the number of the container. `urls` are the canonical addresses: (url, version), and
    (url, "") for any version. `hosts` says of contained resources where they are: (type, number, id). `orders` are all
    numbers in the order of some keys, as far as it was asked for.
    """

    def __init__(self, type_: str, resources: Collection[Resource], choices: SearchChoices = DEFAULT_CHOICES) -> None:
        by_age = sorted(resources, key=attrgetter("id"), reverse=True)
        by_age.sort(key=attrgetter("updated"))
        self.type = type_
        self.choices = choices
        self.resources = by_age
        self.entries = [resource.entry for resource in by_age]
        self.all = BitMap(range(len(by_age)))
        self.numbers = {resource.id: number for number, resource in enumerate(by_age)}
        self.ages = AgeOrder(by_age)
        self.contained: dict[int, list[dict[str, Any]]] = {}
        self.urls: dict[tuple[str, str], list[int]] = {}
        self._versions: dict[int, tuple[int, list[int]]] = {}
        self.hosts: list[tuple[str, int, str]] = []
        self._usual = [row for row in search_parameters(type_).values() if row.name in _USUAL] + [owner(type_)]
        self._ids = SortedKeys()
        self.orders: dict[tuple[SortKey, ...], array[int]] = {}
        self._under_way: dict[Hashable, Preparation] = {}
        self._ready: set[Hashable] = set()
        self._columns: dict[str, Column] = {}
        self._fillings: list[Filling] = []  # of these columns, and of those that are being made
        self._has_url = "url" in SUMMARY[type_]
        for resource in resources:
            if self._has_url or resource.contains:
                self._note(self.numbers[resource.id], orjson.loads(resource.body))

    # — changes —

    def add(self, resource: Resource) -> int:
        """Take in a resource, and return its number; what cannot be indexed must not come here. `seal` when done."""
        number = len(self.resources)
        self.resources.append(resource)
        self.entries.append(resource.entry)
        self.all.add(number)
        self.numbers[resource.id] = number
        self.ages.add(number)
        self._ids.note(resource.id)
        value = orjson.loads(resource.body)
        self._note(number, value)
        for filling in self._fillings:
            if filling.seen == number:  # the others are under way to it
                filling.take(number, value)
        return number

    def remove(self, number: int) -> None:
        """Forget a resource, and `seal` when done."""
        resource = self.resources[number]
        value = orjson.loads(resource.body)
        self.all.discard(number)
        if self.numbers.get(resource.id) == number:
            del self.numbers[resource.id]
            self._ids.forget(resource.id)
        self.ages.remove(number)
        self.contained.pop(number, None)
        self._forget_url(number, value)
        for filling in self._fillings:
            if number < filling.seen and (elements := filling.follow(value)):
                filling.column.remove(number, elements, value)
        self.resources[number], self.entries[number] = _GONE, _GONE.entry

    def seal(self) -> None:
        """Be ready to be asked after what was added and removed."""
        self.orders.clear()
        for filling in self._fillings:
            if filling.seen == len(self.resources):
                finish(filling.column.seal())
        if "ids" in self._ready:
            finish(self._ids.seal())

    def _note(self, number: int, value: dict[str, Any]) -> None:
        """Note what is contained in a resource, and its canonical address."""
        if (inner := value.get("contained")) and isinstance(inner, list):
            self.contained[number] = [one for one in inner if isinstance(one, dict)]
        if self._has_url:
            self._note_url(number, value)

    def _note_url(self, number: int, value: dict[str, Any]) -> None:
        """Note the canonical address of a resource."""
        if (url := value.get("url")) and isinstance(url, str):
            version = str(value.get("version", ""))
            parts = [int(part) if part.isdecimal() and len(part) < _DIGITS else -1 for part in version.split(".")]
            self._versions[number] = (self.resources[number].updated, parts)
            for named in {"", version}:
                self.urls.setdefault((url, named), []).append(number)

    def _forget_url(self, number: int, value: dict[str, Any]) -> None:
        if self._versions.pop(number, None) is not None:
            for named in {"", str(value.get("version", ""))}:
                here = self.urls[value["url"], named]
                here.remove(number)
                if not here:
                    del self.urls[value["url"], named]

    def newest(self, numbers: Iterable[int]) -> int:
        """Return which of the resources at one canonical address was updated last, or else has the highest version."""
        return max(numbers, key=lambda number: self._versions.get(number, (0, [])))

    # — columns —

    @property
    def is_large(self) -> bool:
        """Whether there is so much here that nothing is made of all of it while others wait."""
        return len(self.all) > _AT_ONCE

    @property
    def owners(self) -> Postings:
        """The column of the patients whom the resources are about; raises UnpreparedError where it takes long."""
        return self.links(self._usual[-1])

    def column(self, param: SearchParameter) -> Column:
        """Return the column of a parameter, which is made when it is first asked.

        Raises UnpreparedError where that takes long.
        """
        if param.name not in self._columns:
            self.prepare([param])
        return self._columns[param.name]

    def prepare_usual(self) -> None:
        """Make the columns that nearly every client asks; raises UnpreparedError where that takes long."""
        self._prepare("usual columns", lambda: self._make(self._usual))

    def prepare(self, params: Iterable[SearchParameter]) -> None:
        """Make the columns of several parameters, each resource being read once for all of them.

        Raises UnpreparedError where that takes long.
        """
        missing = [param for param in params if param.name not in self._columns]
        if any(param in self._usual for param in missing):
            self.prepare_usual()
        if rows := [param for param in missing if param not in self._usual]:
            self._prepare(("columns", *(row.name for row in rows)), lambda: self._make(rows))

    def arranged(self, param: SearchParameter) -> Column:
        """Return the column of a parameter, ready for `groups`; raises UnpreparedError where that takes long."""
        column = self.column(param)
        self._prepare(("order", param.name), column.arrange)
        return column

    def links(self, param: SearchParameter) -> Postings:
        """Return the column of a parameter that refers to other resources."""
        column = self.column(param)
        if not isinstance(column, Postings):
            raise TypeError(param.name)
        return column

    def spans(self, param: SearchParameter) -> Spans:
        """Return the column of a parameter whose values are intervals."""
        column = self.column(param)
        if not isinstance(column, Spans):
            raise TypeError(param.name)
        return column

    def by_id(self, found: BitMap, start: int, stop: int) -> Iterator[int]:
        """Return the *found* from *start* to *stop* in the order of their ids; raises UnpreparedError."""
        if len(found) * _FEW < len(self.all) or not self.is_large or self.hosts:
            return iter(sorted(found, key=lambda number: self.resources[number].id)[start:stop])
        self.arrange_ids()
        numbers = map(self.numbers.__getitem__, self._ids.from_(""))
        return islice(filter(found.__contains__, numbers), start, stop)

    def arrange_ids(self) -> None:
        """Get ready for `by_id`; raises UnpreparedError where that takes long."""
        self._prepare("ids", lambda: self._ids.begin(self.numbers.keys()))

    def keep_order(self, keys: tuple[SortKey, ...], order: "array[int]") -> None:
        """Keep all numbers in the order of some keys, until something changes."""
        if len(self.orders) >= _ORDERS_KEPT:
            self.orders.clear()
        self.orders[keys] = order

    def _make(self, rows: Sequence[SearchParameter]) -> Iterator[int]:
        """Make the columns of parameters, resource by resource; what is added or removed meanwhile is seen to."""
        made = [Filling(row.name, follower(row.path), registry.column(row.under(self.choices))) for row in rows]
        self._fillings += made
        while (start := made[0].seen) < (end := len(self.resources)):
            for number in range(start, end):
                if number in self.all:
                    value = orjson.loads(self.resources[number].body)
                    for filling in made:
                        filling.take(number, value)
                    yield 1
            for filling in made:
                filling.seen = max(filling.seen, end)
            for filling in made:
                yield from filling.column.seal()
        self._columns |= {filling.name: filling.column for filling in made}

    def _prepare(self, what: Hashable, work: Callable[[], Iterator[int]]) -> None:
        """See to it that a work is done: at once if there is little to do, otherwise by raising UnpreparedError."""
        if what in self._ready:
            return
        if what not in self._under_way:
            self._under_way[what] = Preparation(self._until_ready(what, work()))
        if self.is_large:
            raise UnpreparedError(self._under_way[what])
        self._under_way[what].finish()

    def _until_ready(self, what: Hashable, work: Iterator[int]) -> Iterator[int]:
        try:
            yield from work
            self._ready.add(what)
        finally:
            del self._under_way[what]
