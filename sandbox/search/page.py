"""Which of the matches stand on this page, and in which order?

Without `_sort` the newest come first (meta.lastUpdated), then by id; every order is total, so that pages neither
overlap nor leave gaps. http://hl7.org/fhir/R4/search.html#sort
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cmp_to_key
from heapq import merge
from itertools import islice, repeat
from typing import Any

from pyroaring import BitMap

from sandbox.search.index import Index
from sandbox.search.query import Query
from sandbox.search.view import SearchWarning
from sandbox.search.wishes import LARGEST_COUNT, ResultParameters, SortKey
from sandbox.store import Resource

_FEW = 16  # sorting is cheaper than walking the whole order if the matches are fewer than one in so many

# A resource of one of several indexes.
IndexedResource = tuple[Index, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a query finds: the resources of the page, what comes along with them, and the number of all matches.

    `notes` are what the client should know. `next` is the query string of the next page, None on the last; `links`
    are pairs of relation and address.
    """

    query: Query
    resources: tuple[Resource, ...]
    total: int
    included: tuple[Resource, ...] = ()
    notes: tuple[SearchWarning, ...] = ()
    next: str | None = field(init=False)
    links: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        end = self.query.result_parameters.offset + self.query.result_parameters.count
        more = end < self.total and not self.query.result_parameters.only_total
        object.__setattr__(self, "next", self.query.link(end) if more else None)
        object.__setattr__(self, "links", tuple(self._links()))

    def _links(self) -> Iterator[tuple[str, str]]:
        query, offset, count = self.query, self.query.result_parameters.offset, self.query.result_parameters.count
        address = f"{query.base}{query.path}"
        own = query.link(offset or None)
        yield "self", f"{address}?{own}" if own else address
        if (
            not self.total or query.result_parameters.only_total or count > LARGEST_COUNT
        ):  # what has no pages has no first one
            return
        yield "first", f"{address}?{query.link(0)}"
        if offset:
            last = (self.total - 1) // count * count
            yield "previous", f"{address}?{query.link(max(min(offset - count, last), 0))}"
        if self.next is not None:
            yield "next", f"{address}?{self.next}"


def cut(found: BitMap, index: Index, result_parameters: ResultParameters) -> Sequence[int]:
    """Return the numbers of the page, in its order."""
    total, start = len(found), result_parameters.offset
    stop = min(start + result_parameters.count, total)
    if start >= stop or result_parameters.only_total:
        return ()
    if not result_parameters.sort:
        here = found if stop - start == total else found[total - stop : total - start]
        return here.to_array()[::-1]
    order, places = index.order(result_parameters.sort)
    if total * _FEW < len(order):
        return sorted(found, key=places.__getitem__)[start:stop]
    return list(islice((number for number in order if number in found), start, stop))


def cut_mixed(shelves: Sequence[tuple[Index, BitMap]], result_parameters: ResultParameters) -> list[IndexedResource]:
    """Return the resources of the page where they are of several types, in one order."""
    start, stop = result_parameters.offset, result_parameters.offset + result_parameters.count
    if result_parameters.only_total:
        return []
    if result_parameters.sort:
        values = {id(index): [index.values(key) for key in result_parameters.sort] for index, _ in shelves}
        spots = [(index, number) for index, found in shelves for number in found]
        spots.sort(key=_identity)
        for place, key in reversed(list(enumerate(result_parameters.sort))):
            spots.sort(key=cmp_to_key(_comparison(key, {one: rows[place] for one, rows in values.items()})))
        return spots[start:stop]
    newest = (zip(repeat(index), reversed(found)) for index, found in shelves)
    return list(islice(merge(*newest, key=_age), start, stop))


def _identity(spot: IndexedResource) -> tuple[str, str]:
    resource = spot[0].resources[spot[1]]
    return resource.id, resource.type


def _age(spot: IndexedResource) -> tuple[int, str, str]:
    return (-spot[0].resources[spot[1]].updated, *_identity(spot))


def _comparison(key: SortKey, values: dict[int, dict[int, Any]]) -> Any:
    """Return a comparison of two resources by one key: who has no value is last, whatever the direction."""

    def compare(one: IndexedResource, other: IndexedResource) -> int:
        left, right = (values[id(spot[0])].get(spot[1]) for spot in (one, other))
        if left is None or right is None:
            return (left is None) - (right is None)
        return (int(left > right) - int(left < right)) * (-1 if key.descending else 1)

    return compare
