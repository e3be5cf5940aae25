"""Which page does a plain search find? One whose pieces each say by themselves which resources stay: most searches.

A piece is `name=value` as it was sent. What it comes to is kept as a term, for the pieces of queries come again even
where no query does; a page is then cut straight from its terms. Where one of them keeps a few resources, as that of a
patient does, these are gone through one by one: a set would be made only to be taken apart again.

What takes more is not plain, and answered by `execute`: chains, includes, an order, whatever depends on the time or on
who asks, and every mistake.
"""

# tested by: tests/search/evaluate/test_plain.py, tests/oracle/test_random_queries.py

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from sandbox.problem import Problem
from sandbox.query_string import pairs
from sandbox.search.columns.spans import FEW, Spans
from sandbox.search.evaluate.execute import common_to
from sandbox.search.index.index import Index
from sandbox.search.model.conditions import single
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.page import Page
from sandbox.search.model.query import Query
from sandbox.search.model.values import ExactMatch, Interval
from sandbox.search.parse.cost import Cost
from sandbox.search.parse.meaning import read, searched
from sandbox.search.parse.parser import around_offset
from sandbox.search.parse.result_parameters import together
from sandbox.stepwise import whole

# The longest query, in characters: so little can only ask for so much work that nobody has to count it.
LONGEST = 4096
_TERMS_KEPT = 4096
_LONGEST_KEPT = 256  # characters of a piece
_OF_A_PAGE = frozenset({"_count", "_format", "_offset", "_pretty", "_total"})  # what is wanted of any page

# A column, and the interval with which it is compared.
Comparison = tuple[Spans, Interval]


@dataclass(slots=True, eq=False)
class Term:
    """What one piece comes to: the resources that it keeps, or what they are compared with, or what is wanted."""

    name: str
    """the name, decoded"""
    written: str = ""
    """how links repeat it, as Meaning has it"""
    found: BitMap | None = None
    """the resources that it keeps"""
    few: list[int] | None = None
    """the same, the newest first, if they are so few that they are sooner gone through one by one"""
    compared: Comparison | None = None
    """what is best done when few resources are left"""
    wanted: Any = None
    """the value of a result parameter"""


_MORE = Term("")  # what takes more than a term


class PlainSearches:
    """What finds the pages of plain searches; `terms` are those of their pieces so far, up to a bound."""

    __slots__ = ("terms",)

    def __init__(self) -> None:
        self.terms: dict[tuple[Index, ParseOptions, str], Term] = {}

    def page(self, index: Index, raw: str, options: ParseOptions, seen: BitMap | None) -> Page | None:
        """Return the page of a query string among what is *seen* of an index, None if it is not plain.

        None as what is seen is everything. Raises UnpreparedError.
        """
        sets = [] if seen is None else [seen]
        few: list[int] | None = None
        compared: list[Comparison] = []
        wanted: dict[str, Any] = {}
        used: dict[str, str] = {}
        for piece in raw.split("&"):
            term = self.terms.get((index, options, piece)) or self._term(index, options, piece)
            name = term.name
            if term is _MORE or name in wanted:  # what is wanted twice is a mistake
                return None
            if few is None and term.few is not None:
                few = term.few
            elif term.found is not None:
                sets.append(term.found)
            elif term.compared is not None:
                compared.append(term.compared)
            elif term.wanted is not None:
                wanted[name] = term.wanted
            if term.written:
                used[name] = used.get(name, "") + term.written
        result_parameters = together(tuple(wanted.items()))
        start, stop = result_parameters.offset, result_parameters.offset + result_parameters.count
        numbers: Sequence[int]
        if few is None:
            found = _of_many(sets, compared, index)
            total = len(found)
            numbers = index.ages.newest_first(found, start, min(stop, total))
        else:
            few = _of_few(few, sets, compared)
            total = len(few)
            numbers = few[start:stop]
        return Page(
            query=Query(options.bases[0], f"/{index.type}", result_parameters, *around_offset(used, result_parameters)),
            entries=tuple(map(index.entries.__getitem__, numbers)),
            total=total,
        )

    def _term(self, index: Index, options: ParseOptions, piece: str) -> Term:
        """Return what a piece comes to. A mistake is left to whoever answers what takes more, for it has its turn."""
        term = Term("")
        if piece:
            try:
                term = _read(index, options, piece)
            except Problem:
                term = _MORE
        if len(piece) <= _LONGEST_KEPT:
            if len(self.terms) >= _TERMS_KEPT:
                self.terms.clear()
            self.terms[index, options, piece] = term
        return term


def _of_many(sets: Sequence[BitMap], compared: Iterable[Comparison], index: Index) -> BitMap:
    """Return what is in all of the sets, and in the relations."""
    found = common_to(sets, index)
    for column, interval in compared:
        found = column.select_among(found, interval, 0)
    return found


def _of_few(few: list[int], sets: Iterable[BitMap], compared: Iterable[Comparison]) -> list[int]:
    """Return the same of a few, in their order."""
    for found in sets:
        few = [number for number in few if number in found]
    for column, interval in compared:
        few = column.select_of_few(few, interval, 0)
    return few


def _read(index: Index, options: ParseOptions, piece: str) -> Term:
    """Return what a piece comes to; raises Problem and UnpreparedError."""
    ((name, value),) = pairs(piece)
    meaning = read(searched(index.type, (index.type,), options), name, value, Cost())
    one = next(map(single, meaning.conditions.values()), None)
    term = Term(name, meaning.written)
    if meaning.notes:
        return _MORE
    if name in _OF_A_PAGE:
        term.wanted = meaning.result
    elif one is None:
        return _MORE if meaning.written else term
    elif isinstance(one[1], ExactMatch) and len(one[1].rivals) <= 1:
        term.found = found = whole(index.column(one[0]).select(one[1], 0))
        if len(found) <= FEW:
            term.few = list(index.ages.newest_first(found, 0, len(found)))
    elif isinstance(one[1], Interval) and meaning.lasts:
        term.compared = index.spans(one[0]), one[1]
    else:
        return _MORE
    return term
