"""Which of the matches stand on this page, and in which order?

Without `_sort` the newest come first (meta.lastUpdated), then by id; every order is total, so that pages neither
overlap nor leave gaps. http://hl7.org/fhir/R4/search.html#sort
"""

# tested by: tests/api/fhir/test_paging.py, docs/search/results.md

from collections.abc import Generator, Sequence
from functools import partial
from heapq import merge
from itertools import islice
from typing import Any

from pyroaring import BitMap

from sandbox.search.evaluate.sorting import in_order, sorted_page
from sandbox.search.index.index import Index
from sandbox.search.model.result_parameters import ResultParameters, SortKey

_MERGED = 4  # resources that are put in order in the time in which one is taken in

# A resource of one of several indexes.
IndexedResource = tuple[Index, int]
# The same, with the values that it is sorted by.
_Entry = tuple[tuple[Any, ...], Index, int]


def page_of(found: BitMap, index: Index, result_parameters: ResultParameters) -> Generator[int, None, Sequence[int]]:
    """Return the numbers of the page, in its order; that is done in slices."""
    total, start = len(found), result_parameters.offset
    stop = min(start + result_parameters.count, total)
    if start >= stop or result_parameters.only_total:
        return ()
    if not result_parameters.sort:
        return index.ages.newest_first(found, start, stop)
    return (yield from sorted_page(found, result_parameters.sort, index, start, stop))


def mixed_page_of(
    found_by_index: Sequence[tuple[Index, BitMap]], result_parameters: ResultParameters
) -> Generator[int, None, list[IndexedResource]]:
    """Return the resources of the page where they are of several types, in one order; that is done in slices."""
    start, stop = result_parameters.offset, result_parameters.offset + result_parameters.count
    if result_parameters.only_total:
        return []
    keys = result_parameters.sort
    entries: list[list[_Entry]] = []
    for index, found in found_by_index:
        entries += [(yield from _entries(index, found, keys, min(stop, len(found))))]
    if keys:
        merged = merge(*entries, key=partial(_rank, keys))
    else:
        merged = merge(*entries, key=_age)
    ordered: list[IndexedResource] = []
    for place, (_, index, number) in enumerate(islice(merged, stop)):
        if place >= start:
            ordered.append((index, number))
        if not place % _MERGED:
            yield 1
    return ordered


def _entries(index: Index, found: BitMap, keys: Sequence[SortKey], stop: int) -> Generator[int, None, list[_Entry]]:
    """Return the first of the found, in their order."""
    if keys:
        ordered = yield from in_order(found, keys, index, 0, stop)
        return [(values, index, number) for values, number in ordered]
    return [((), index, number) for number in index.ages.newest_first(found, 0, stop)]


def _age(entry: _Entry) -> tuple[int, str, str]:
    _, index, number = entry
    resource = index.resources[number]
    return -resource.updated, resource.id, resource.type


def _rank(keys: Sequence[SortKey], entry: _Entry) -> tuple[Any, ...]:
    values, index, number = entry
    resource = index.resources[number]
    ranks = [_Rank(value, descending=key.descending) for value, key in zip(values, keys, strict=True)]
    return *ranks, resource.id, resource.type


class _Rank:
    """What one key makes of a value: who has none is last, whatever the direction."""

    __slots__ = ("descending", "value")

    def __init__(self, value: Any, *, descending: bool) -> None:
        self.value = value
        self.descending = descending

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rank) and self.value == other.value

    def __lt__(self, other: "_Rank") -> bool:
        if self.value is None or other.value is None:
            return other.value is None and self.value is not None
        if self.descending:
            return bool(other.value < self.value)
        return bool(self.value < other.value)

    __hash__ = None  # type: ignore[assignment] # it is compared, nothing else
