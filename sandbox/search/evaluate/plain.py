"""Which page does a plain search find? One whose pieces each say by themselves which resources stay: most searches.

A piece is `name=value` as it was sent. What it comes to is kept as a term, for the pieces of queries come again even
where no query does; a page is then cut straight from its terms. What takes more is not plain, and answered by
`execute`: chains, includes, an order, whatever depends on the time or on who asks, and every mistake.
"""

# tested by: tests/search/evaluate/test_plain.py, tests/oracle/test_random_queries.py

from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from sandbox.problem import Problem
from sandbox.query_string import pairs
from sandbox.search.columns.spans import Spans
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

# The longest query, in characters: so little can only ask for so much work that nobody has to count it.
LONGEST = 4096
_TERMS_KEPT = 4096
_LONGEST_KEPT = 256  # characters of a piece
_OF_A_PAGE = frozenset({"_count", "_format", "_offset", "_pretty", "_total"})  # what is wanted of any page


@dataclass(slots=True, eq=False)
class Term:
    """What one piece comes to: the resources that it keeps, or what they are compared with, or what is wanted."""

    name: str
    """the name, decoded"""
    written: str = ""
    """how links repeat it, percent-encoded; "" if it does not count"""
    found: BitMap | None = None
    """the resources that it keeps"""
    compared: tuple[Spans, Interval] | None = None
    """an interval, and the column to be compared with it: best done when few resources are left"""
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
        compared: list[tuple[Spans, Interval]] = []
        wanted: dict[str, Any] = {}
        used: dict[str, str] = {}
        for piece in raw.split("&"):
            term = self.terms.get((index, options, piece)) or self._term(index, options, piece)
            name = term.name
            if term is _MORE or name in wanted:  # what is wanted twice is a mistake
                return None
            if term.found is not None:
                sets.append(term.found)
            elif term.compared is not None:
                compared.append(term.compared)
            elif term.wanted is not None:
                wanted[name] = term.wanted
            if term.written:
                used[name] = f"{used[name]}&{term.written}" if name in used else term.written
        found = common_to(sets, index)
        for column, interval in compared:
            found = column.select_among(found, interval, 0)
        result_parameters = together(tuple(wanted.items()))
        total, start = len(found), result_parameters.offset
        numbers = index.ages.newest_first(found, start, min(start + result_parameters.count, total))
        return Page(
            query=Query(options.bases[0], f"/{index.type}", result_parameters, *around_offset(used, result_parameters)),
            resources=tuple(map(index.resources.__getitem__, numbers)),
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
        term.found = index.column(one[0]).select(one[1], 0)
    elif isinstance(one[1], Interval) and meaning.lasts:
        term.compared = index.spans(one[0]), one[1]
    else:
        return _MORE
    return term
