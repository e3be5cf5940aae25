"""In which order do matches stand by `_sort`? Read off the columns in slices, as far as the page needs it.

Ascending, the smallest value of a resource counts, descending the largest; a resource without a value comes last
either way; ties are broken by the next key, and at last by id. http://hl7.org/fhir/R4/search.html#sort
"""

# tested by: tests/search/evaluate/test_sorting.py, docs/search/results.md

from array import array
from collections.abc import Generator, Iterable, Sequence
from typing import Any

import orjson
from pyroaring import BitMap

from sandbox.fhir.path import follower
from sandbox.search.columns.column import Column, finish
from sandbox.search.columns.sorted_keys import RUN, SLICE, sorted_in_slices
from sandbox.search.index.index import Index
from sandbox.search.model.result_parameters import SortKey
from sandbox.search.parameters import search_parameters
from sandbox.search.types import registry

_DEAR = 24  # reading the value of one resource costs as much as so many steps along a column
_FAR = 10_000  # steps along a column, from which on it pays to walk the whole of it once
_WALKED = 32  # steps along a column in the time in which one resource is taken in

# What a resource is sorted by, key by key (None: no value), and its number.
Sorted = tuple[tuple[Any, ...], int]


def sorted_page(
    found: BitMap, keys: tuple[SortKey, ...], index: Index, start: int, stop: int
) -> Generator[int, None, list[int]]:
    """Return the *found* from *start* to *stop*; raises UnpreparedError."""
    if min(_steps(found, index, stop), len(found) * _DEAR) <= _FAR:
        ordered = yield from in_order(found, keys, index, start, stop)
        return [number for _, number in ordered]
    order = index.orders.get(keys)
    if order is None:
        order = yield from _whole_order(keys, index)
        index.keep_order(keys, order)
    page: list[int] = []
    place = 0
    for first in range(0, len(order), RUN):
        here = list(filter(found.__contains__, order[first : first + RUN]))
        page += here[max(start - place, 0) : max(stop - place, 0)]
        place += len(here)
        if place >= stop:
            break
        yield 1 + SLICE // 8
    return page


def in_order(
    found: BitMap, keys: Sequence[SortKey], index: Index, start: int, stop: int
) -> Generator[int, None, list[Sorted]]:
    """Return the *found* from *start* to *stop*; raises UnpreparedError."""
    if not keys:
        return [((), number) for number in index.by_id(found, start, stop)]
    ordered: list[Sorted] = []
    place, left = 0, found.copy()
    column = yield from _column(found, keys[0], index, stop)
    groups = column.groups(descending=keys[0].descending)
    for step, (value, group) in enumerate(_with_none(groups, left)):
        if not step % _WALKED:
            yield 1
        if here := left & BitMap(group):
            left -= here
            if place + len(here) > start:
                of_group = yield from in_order(here, keys[1:], index, max(start - place, 0), stop - place)
                ordered += [((value, *values), number) for values, number in of_group]
            place += len(here)
            if place >= stop or not left:
                break
    return ordered


def _with_none(
    groups: Iterable[tuple[Any, Iterable[int]]], left: BitMap
) -> Generator[tuple[Any, Iterable[int]], None, None]:
    """Yield values with the resources that have them, and last who is *left* by then, having none."""
    yield from groups
    yield None, left


def _whole_order(keys: tuple[SortKey, ...], index: Index) -> Generator[int, None, "array[int]"]:
    """Return all numbers of an index in the order of some keys: each gets a mark, by which they are sorted."""
    columns = [index.arranged(search_parameters(index.type)[key.name]) for key in keys]
    index.arrange_ids()
    marks = [0] * len(index.resources)
    for column, key in zip(columns, keys, strict=True):
        yield from _mark(marks, (numbers for _, numbers in column.groups(descending=key.descending)))
    yield from _mark(marks, ((number,) for number in index.by_id(index.all, 0, len(index.all))))
    return array("I", (yield from sorted_in_slices([], list(index.all), marks.__getitem__)))


def _mark(marks: list[int], groups: Iterable[Iterable[int]]) -> Generator[int, None, None]:
    """Put each number after those of the groups before its own, among those that were marked alike so far.

    A number counts where it comes first; what comes in no group is last.
    """
    last = len(marks)
    places = [last] * last
    for place, group in enumerate(groups):
        for number in group:
            places[number] = min(places[number], place)
        if not place % _WALKED:
            yield 1
    for first in range(0, last, RUN):
        some = slice(first, first + RUN)
        marks[some] = [mark * (last + 1) + place for mark, place in zip(marks[some], places[some], strict=True)]
        yield SLICE // 8


def _steps(found: BitMap, index: Index, stop: int) -> int:
    """Return how many steps along a column it takes, on average, until so many of the found have come."""
    return len(index.all) * min(stop, len(found)) // max(len(found), 1)


def _column(found: BitMap, key: SortKey, index: Index, stop: int) -> Generator[int, None, Column]:
    """Return a column that has the values of the *found*: that of the index, or a small one made of a few matches."""
    param = search_parameters(index.type)[key.name]
    if len(found) * _DEAR > _steps(found, index, stop):
        return index.arranged(param)
    column, follow = registry.column(param.under(index.choices)), follower(param.path)
    for number in found:
        value = orjson.loads(index.resources[number].body)
        if elements := follow(value):
            column.add(number, elements, value)
        yield 1
    finish(column.seal())
    finish(column.arrange())
    return column
