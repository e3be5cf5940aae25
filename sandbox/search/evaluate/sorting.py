"""In which order do matches stand by `_sort`? Read off the columns, as far as the page needs it.

Ascending, the smallest value of a resource counts, descending the largest; a resource without a value comes last
either way; ties are broken by the next key, and at last by id. http://hl7.org/fhir/R4/search.html#sort
"""

# tested by: tests/search/evaluate/test_sorting.py, docs/search/results.md

from collections.abc import Iterator, Sequence
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

# What a resource is sorted by, key by key (None: no value), and its number.
Sorted = tuple[tuple[Any, ...], int]


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


def _column(found: BitMap, key: SortKey, index: Index, stop: int) -> Column:
    """Return a column that has the values of the *found*: that of the index, or a small one made of a few matches."""
    param = search_parameters(index.type)[key.name]
    walked = len(index.all) * min(stop, len(found)) // max(len(found), 1)
    if len(found) * _DEAR > walked:
        return index.arranged(param)
    column, follow = registry.column(param), follower(param.path)
    for number in found:
        value = orjson.loads(index.resources[number].body)
        if elements := follow(value):
            column.add(number, elements, value)
    finish(column.seal())
    finish(column.arrange())
    return column
