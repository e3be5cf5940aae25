"""How does a Query become a Page? Each type's conditions are matched, what is seen is kept, then sorted and cut.

All of it is done in slices.
"""

# tested by: tests/oracle/test_random_queries.py

from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace

from pyroaring import BitMap

from sandbox.fhir.store import Resource
from sandbox.search.columns.column import Selection
from sandbox.search.evaluate.evaluate import evaluate
from sandbox.search.evaluate.include import included, prepare_includes
from sandbox.search.evaluate.paging import mixed_page_of, page_of
from sandbox.search.evaluate.view import View
from sandbox.search.index.index import Index
from sandbox.search.model.conditions import Condition, single
from sandbox.search.model.page import Page
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.query import ANY_TYPE, Query
from sandbox.search.model.values import Interval
from sandbox.search.response.subset import subset


def execute(query: Query, view: View) -> Generator[int, None, Page]:
    """Return the page that a query asks for; raises Problem for a value set that is not there."""
    for value_set in query.value_sets:
        view.terminology.member(value_set, view.bases)  # it must be there, even where no resource could be of it
    prepare_includes(query.includes, view)
    found_by_index: list[tuple[Index, BitMap]] = []
    for type_, conditions in query.asks.items():
        found_by_index += yield from _found_by_index(type_, conditions, query, view)
    if len(found_by_index) == 1:
        ((index, found),) = found_by_index
        numbers = yield from page_of(found, index, query.result_parameters)
        matches = [index.resources[number] for number in numbers]
        ordered = [(index, number) for number in numbers] if query.includes else []
    else:
        ordered = yield from mixed_page_of(found_by_index, query.result_parameters)
        matches = [index.resources[number] for index, number in ordered]
    along: tuple[Resource, ...] = ()
    if query.includes:
        along = yield from _along(ordered, query, view)
    resources = yield from subset(matches, query.result_parameters)
    return Page(
        query=query,
        entries=tuple([one.entry for one in resources]),
        included=tuple([one.entry for one in along]),
        total=sum([len(found) for _, found in found_by_index]),
        notes=(*query.notes, *dict.fromkeys(view.notes)),
    )


def _along(
    matches: Sequence[tuple[Index, int]], query: Query, view: View
) -> Generator[int, None, tuple[Resource, ...]]:
    """Return what comes along with the matches of a page."""
    own = [(index.type, number) for index, number in matches if not index.hosts]
    places = yield from included(own, query.includes, view)
    found = [view.indexes[type_].resources[number] for type_, number in places]
    return (yield from subset(found, replace(query.result_parameters, elements=())))


def matching(conditions: Iterable[Condition], index: Index, view: View) -> Selection:
    """Return the resources of an index that are seen, and of which all conditions hold.

    The smallest set is asked first, and what compares is asked of what the others have left: of a few, one by one.
    """
    sets: list[BitMap] = []
    compared: list[tuple[SearchParameter, Interval]] = []
    for condition in conditions:
        one = single(condition)
        if one and isinstance(one[1], Interval):
            compared.append((one[0], one[1]))
        else:
            sets += [(yield from evaluate(condition, index, view))]
    if view.visible is not None:
        sets.append(view.of(index))
    found = common_to(sets, index)
    for param, interval in compared:
        column = index.spans(param)
        view.work.spend(column.effort(interval), param.name)
        found = column.select_among(found, interval, view.now)
    return found


def common_to(sets: Sequence[BitMap], index: Index) -> BitMap:
    """Return what is in each of the sets, all of an index if there is none: the smallest first, to look into others."""
    found, *others = sorted(sets, key=len) or [index.all]
    for other in others:
        found = found & other
    return found


def _found_by_index(
    type_: str, conditions: Sequence[Condition], query: Query, view: View
) -> Generator[int, None, list[tuple[Index, BitMap]]]:
    """Return the matches index by index: of one type, or of all, and where it was asked for, in others' insides."""
    types = view.indexes if type_ == ANY_TYPE else [type_] if type_ in view.indexes else ()
    result_parameters = query.result_parameters
    if result_parameters.contained == "false":
        return (yield from _matching_each(conditions, [view.indexes[name] for name in types], view))
    own: list[tuple[Index, BitMap]] = []
    if result_parameters.contained == "both":
        own = yield from _matching_each(conditions, [view.indexes[name] for name in types], view)
    inside = [view.contained[name] for name in view.contained if type_ in {name, ANY_TYPE}]
    within = yield from _matching_each(conditions, inside, view)
    if result_parameters.contained_type == "contained":
        return own + within
    found = {index.type: kept.copy() for index, kept in own}
    for index, numbers in within:
        for number in numbers:
            host, host_number, _ = index.hosts[number]
            found.setdefault(host, BitMap()).add(host_number)
    return [(view.indexes[name], kept) for name, kept in found.items()]


def _matching_each(
    conditions: Sequence[Condition], indexes: Iterable[Index], view: View
) -> Generator[int, None, list[tuple[Index, BitMap]]]:
    """Return the matches of each of several indexes."""
    found: list[tuple[Index, BitMap]] = []
    for index in indexes:
        found += [(index, (yield from matching(conditions, index, view)))]
        yield 1
    return found
