"""What does one pair of a query mean? Read once, for the pairs of queries come again, even where no query does.

Where what is unknown is let pass, a pair that is ignored means a note.
"""

# tested by: tests/oracle/test_random_queries.py, docs/search/parsing.md

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import ParameterName, parameter_name
from sandbox.search.model.conditions import Condition, values
from sandbox.search.model.include import Include
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.query import ANY_TYPE
from sandbox.search.model.values import Interval, InValueSet
from sandbox.search.model.warning import SearchWarning
from sandbox.search.parameters import search_parameters
from sandbox.search.parse import include, result_parameters
from sandbox.search.parse.cost import Cost
from sandbox.search.parse.criteria import SPECIAL, parse_criterion
from sandbox.search.parse.leniency import ignored
from sandbox.search.parse.parameter_hint import parameter_hint
from sandbox.search.parse.plain_names import check_name
from sandbox.search.types import registry

_ENCODED = {code: quote(chr(code), safe="") for code in range(128)}  # how a character stands in a link
_SHORT = 256  # characters of a pair of which is remembered what it means


@dataclass(frozen=True, eq=False, slots=True)
class Searched:
    """What is searched: the type that the address names ("" is all), the types that are left, and how it is read."""

    scope_type: str
    types: tuple[str, ...]
    options: ParseOptions


@lru_cache(maxsize=256)
def searched(scope_type: str, types: tuple[str, ...], options: ParseOptions) -> Searched:
    """Return the one value for what is searched, so that it is told from others by its identity."""
    return Searched(scope_type, types, options)


@dataclass(slots=True, kw_only=True)
class Meaning:
    """What one `name=value` means. It is remembered, so nobody changes it once it is read."""

    conditions: dict[str, Condition] = field(default_factory=dict)
    """what must hold, for each searched type of which it says something"""
    result: Any = None
    """the value of a result parameter, as ResultParameters has it"""
    includes: tuple[Include, ...] = ()
    """what comes along"""
    notes: tuple[SearchWarning, ...] = ()
    """what the client should know"""
    value_sets: tuple[str, ...] = ()
    """those of which a value has to be a member"""
    lasts: bool = True
    """whether that stays the same as time goes by"""
    written: str = ""
    """how links repeat it, percent-encoded, with an `&` before it; "" if it does not count"""


def meaning(where: Searched, name: str, value: str, cost: Cost) -> Meaning:
    """Return what a pair means in a search; raises Problem.

    *cost* is what the query has asked so far, which chains and what is special add to.
    """
    if len(name) + len(value) <= _SHORT and "." not in name and not name.startswith(SPECIAL):
        return _known(where, name, value)
    return read(where, name, value, cost)


@lru_cache(maxsize=4096)
def _known(where: Searched, name: str, value: str) -> Meaning:
    return read(where, name, value, Cost())


def read(where: Searched, name: str, value: str, cost: Cost) -> Meaning:
    """Return the same, without remembering it."""
    parts, found = parameter_name(name), Meaning()
    try:
        check_name(parts)
        if parts.base in result_parameters.NAMES:
            if value:
                found.result = result_parameters.parse_result_parameter(name, value, _sortable(where.types))
        elif parts.base in include.NAMES:
            _include(found, where, parts, value)
        elif parts.base != "_type":
            found.conditions = _conditions(where, parts, value, cost)
            sought = [one for condition in found.conditions.values() for one in values(condition)]
            found.value_sets = tuple([one.value_set for one in sought if isinstance(one, InValueSet)])
            found.lasts = not [one for one in sought if isinstance(one, Interval) and one.prefix == "ap"]
    except Problem as problem:
        return Meaning(notes=(ignored(name, value, problem, where.options),))
    if value.strip(","):
        found.written = f"&{quote(name, safe=':')}={_encoded(value)}"
    return found


def _encoded(value: str) -> str:
    """Return a value percent-encoded; what is ASCII, as most is, needs only to be looked up."""
    if value.isascii():
        return value.translate(_ENCODED)
    return quote(value, safe="")


def _include(found: Meaning, where: Searched, name: ParameterName, value: str) -> None:
    if not value:
        return
    if value == "*" and where.options.choices.bare_include == "refused":
        text = f"{name.text}=* is not supported here: write Type:*, as in Procedure:*."
        raise Problem(ProblemKind.BAD_OPTION, text, f"http.{name.text}")
    found.includes = includes = include.read(name, value, where.scope_type or ANY_TYPE)
    if value == "*":
        if includes and includes[0].reverse:
            whose = "of every type"
        else:
            whose = f"of {where.scope_type}"
        text = f"{name.text}=* is read as every reference {whose}."
        found.notes = (SearchWarning("informational", text),)
    if includes and includes[0].begins_at and not {includes[0].begins_at, ANY_TYPE} & set(where.types):
        text = f"{name.text}={value} brings nothing: no match is a {includes[0].begins_at}."
        found.notes += (SearchWarning("informational", text),)


def _conditions(where: Searched, name: ParameterName, value: str, cost: Cost) -> dict[str, Condition]:
    if name.base == "_query":
        raise Problem(ProblemKind.UNKNOWN_PARAMETER, "Named queries are not supported.", "http._query")
    found: dict[str, Condition] = {}
    for type_ in where.types:
        if name.base not in search_parameters(type_) and name.base not in SPECIAL:
            others = (*result_parameters.NAMES, *include.NAMES, *SPECIAL, "_type")
            text = f"{type_} has no search parameter {name.base!r}.{parameter_hint([type_], name.base, others)}"
            raise Problem(ProblemKind.UNKNOWN_PARAMETER, text, f"http.{name.text}")
        condition = parse_criterion(type_, name.text, value, where.options, cost)
        if condition is not None:
            found[type_] = condition
    return found


@lru_cache(maxsize=256)
def _sortable(types: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the parameters that each of the types can be sorted by, and in the same way."""
    known = [
        {
            (row.name, row.search_type)
            for row in search_parameters(type_).values()
            if row.search_type not in registry.UNSORTABLE
        }
        for type_ in types
    ]
    if known:
        return tuple(sorted(name for name, _search_type in set.intersection(*known)))
    return ()
