"""Which of the matches stand on this page, and in which order?

Without `_sort` the newest come first (meta.lastUpdated), then by id; every order is total, so that pages neither
overlap nor leave gaps. http://hl7.org/fhir/R4/search.html#sort
"""

# tested by: tests/api/fhir/test_paging.py, docs/search/results.md

from collections.abc import Sequence
from functools import cmp_to_key
from heapq import merge
from itertools import islice, repeat
from typing import Any

from pyroaring import BitMap

from sandbox.search.index.index import Index
from sandbox.search.model.result_parameters import ResultParameters, SortKey

_FEW = 16  # sorting is cheaper than walking the whole order if the matches are fewer than one in so many

# A resource of one of several indexes.
IndexedResource = tuple[Index, int]


def page_of(found: BitMap, index: Index, result_parameters: ResultParameters) -> Sequence[int]:
    """Return the numbers of the page, in its order."""
    total, start = len(found), result_parameters.offset
    stop = min(start + result_parameters.count, total)
    if start >= stop or result_parameters.only_total:
        return ()
    if not result_parameters.sort:
        if stop - start == total:
            here = found
        else:
            here = found[total - stop : total - start]
        return here.to_array()[::-1]
    order, places = index.order(result_parameters.sort)
    if total * _FEW < len(order):
        return sorted(found, key=places.__getitem__)[start:stop]
    return list(islice((number for number in order if number in found), start, stop))


def mixed_page_of(
    found_by_index: Sequence[tuple[Index, BitMap]], result_parameters: ResultParameters
) -> list[IndexedResource]:
    """Return the resources of the page where they are of several types, in one order."""
    start, stop = result_parameters.offset, result_parameters.offset + result_parameters.count
    if result_parameters.only_total:
        return []
    if result_parameters.sort:
        values = {id(index): [index.values(key) for key in result_parameters.sort] for index, _ in found_by_index}
        ordered = [(index, number) for index, found in found_by_index for number in found]
        ordered.sort(key=_identity)
        for place, key in reversed(list(enumerate(result_parameters.sort))):
            ordered.sort(key=cmp_to_key(_comparison(key, {one: rows[place] for one, rows in values.items()})))
        return ordered[start:stop]
    newest = (zip(repeat(index), reversed(found)) for index, found in found_by_index)
    return list(islice(merge(*newest, key=_age), start, stop))


def _identity(one_of: IndexedResource) -> tuple[str, str]:
    resource = one_of[0].resources[one_of[1]]
    return resource.id, resource.type


def _age(one_of: IndexedResource) -> tuple[int, str, str]:
    return (-one_of[0].resources[one_of[1]].updated, *_identity(one_of))


def _comparison(key: SortKey, values: dict[int, dict[int, Any]]) -> Any:
    """Return a comparison of two resources by one key: who has no value is last, whatever the direction."""

    def compare(one: IndexedResource, other: IndexedResource) -> int:
        left, right = (values[id(one_of[0])].get(one_of[1]) for one_of in (one, other))
        if left is None or right is None:
            return (left is None) - (right is None)
        return (int(left > right) - int(left < right)) * (-1 if key.descending else 1)

    return compare
