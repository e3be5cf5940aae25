"""In which order do matches stand by `_sort`? Read off the columns, as far as the page needs it.

Ascending, the smallest value of a resource counts, descending the largest; a resource without a value comes last
either way; ties are broken by the next key, and at last by id. http://hl7.org/fhir/R4/search.html#sort
"""

# tested by: tests/search/evaluate/test_sorting.py, docs/search/results.md

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import orjson
from pyroaring import BitMap

from sandbox.fhir.path import follower
from sandbox.search.columns.column import Column, finish
from sandbox.search.index.index import Index
from sandbox.search.model.result_parameters import SortKey
from sandbox.search.parameters import search_parameters
from sandbox.search.types import registry

_DEAR = 24  # reading the value of one resource costs as much as so many steps along a column
_FAR = 10_000  # steps along a column, from which on it pays to walk the whole of it once

# What a resource is sorted by, key by key (None: no value), and its number.
Sorted = tuple[tuple[Any, ...], int]


def sorted_page(found: BitMap, keys: tuple[SortKey, ...], index: Index, start: int, stop: int) -> list[int]:
    """Return the *found* from *start* to *stop*; raises UnpreparedError."""
    if min(_steps(found, index, stop), len(found) * _DEAR) > _FAR:
        for key in keys:
            index.arranged(search_parameters(index.type)[key.name])
        index.arrange_ids()
        order = index.order(keys, lambda: _numbers(in_order(index.all, keys, index, 0, len(index.all))))
        return list(islice(filter(found.__contains__, order), start, stop))
    return list(_numbers(in_order(found, keys, index, start, stop)))


def _numbers(entries: Iterator[Sorted]) -> Iterator[int]:
    return (number for _, number in entries)


def in_order(found: BitMap, keys: Sequence[SortKey], index: Index, start: int, stop: int) -> Iterator[Sorted]:
    """Yield the *found* from *start* to *stop*. Raises UnpreparedError before the first."""
    if not keys:
        for number in index.by_id(found, start, stop):
            yield (), number
        return
    place = 0
    for value, here in _groups(found, keys[0], index, stop):
        if place >= stop:
            return
        if place + len(here) > start:
            for values, number in in_order(here, keys[1:], index, max(start - place, 0), stop - place):
                yield (value, *values), number
        place += len(here)


def _groups(found: BitMap, key: SortKey, index: Index, stop: int) -> Iterator[tuple[Any, BitMap]]:
    """Yield the *found* that have the same value together, in the order of the values, and last who has none."""
    left = found.copy()
    for value, group in _column(found, key, index, stop).groups(descending=key.descending):
        here = left & BitMap(group)
        if here:
            left -= here
            yield value, here
            if not left:
                return
    yield None, left


def _steps(found: BitMap, index: Index, stop: int) -> int:
    """Return how many steps along a column it takes, on average, until so many of the found have come."""
    return len(index.all) * min(stop, len(found)) // max(len(found), 1)


def _column(found: BitMap, key: SortKey, index: Index, stop: int) -> Column:
    """Return a column that has the values of the *found*: that of the index, or a small one made of a few matches."""
    param = search_parameters(index.type)[key.name]
    if len(found) * _DEAR > _steps(found, index, stop):
        return index.arranged(param)
    column, follow = registry.column(param.under(index.choices)), follower(param.path)
    for number in found:
        value = orjson.loads(index.resources[number].body)
        if elements := follow(value):
            column.add(number, elements, value)
    finish(column.seal())
    finish(column.arrange())
    return column
