"""What does the client ask? A query string becomes a Query: conditions, and how the answer is wanted.

Decoding has an order: first divide at `&` and the first `=`, then percent-decode, and only then look for the
characters that mean something in a value. A repeated parameter is AND, a comma is OR, an empty value is ignored.
http://hl7.org/fhir/R4/search.html#combining
"""

# tested by: tests/oracle/test_random_queries.py, docs/search/parsing.md

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from sandbox.fhir.operation_outcome import ISSUE_CODES
from sandbox.fhir.resource_types import RESOURCE_TYPES, no_such_type
from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import Pairs, ParameterName, parameter_name
from sandbox.search.model.conditions import Condition, Or
from sandbox.search.model.include import Include
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.query import ANY_TYPE, Query, Scope
from sandbox.search.model.warning import SearchWarning
from sandbox.search.parameters import search_parameters
from sandbox.search.parse import include, result_parameters
from sandbox.search.parse.cost import Cost
from sandbox.search.parse.criteria import SPECIAL, parse_criterion
from sandbox.search.parse.plain_names import check_name
from sandbox.search.parse.result_parameters import ResultParametersParser
from sandbox.search.types import registry
from sandbox.suggest import did_you_mean

# Ignoring these would give an answer to another question, so leniency does not reach them.
NEVER_IGNORED = frozenset({"_filter", "_query"})
_SHORT = 256  # characters of a value of which is remembered what it means
# The mistakes that leniency lets pass.
_FORGIVEN = frozenset({ProblemKind.UNKNOWN_PARAMETER, ProblemKind.BAD_OPTION})


def parse(scope: Scope, asked: Iterable[tuple[str, str]], options: ParseOptions) -> Query:
    """Return the Query of the pairs; raises Problem for what is unknown or malformed."""
    pairs_ = tuple(asked)
    draft = _Draft(scope, _types(scope, pairs_), options)
    for name, value in pairs_:
        draft.take(name, value)
    return draft.query()


def _types(scope: Scope, asked: Pairs) -> tuple[str, ...]:
    """Return the types that are searched: by the address, or by `_type`, which may be repeated."""
    found: set[str] | None = None
    if scope.type:
        found = {scope.type}
    for name, value in asked:
        if name != "_type":
            continue
        named = [type_ for type_ in value.split(",") if type_]
        if not named:
            continue
        for type_ in named:
            if type_ not in RESOURCE_TYPES:
                raise Problem(ProblemKind.BAD_VALUE, no_such_type(type_), "http._type")
        if found is None:
            found = set(named)
        else:
            found = found & set(named)
    if found is None:
        return (ANY_TYPE,)
    return tuple(sorted(found))


@dataclass
class _Draft:
    """A Query that is being read."""

    scope: Scope
    """where the search is made"""
    types: tuple[str, ...]
    """the types that are searched"""
    options: ParseOptions
    """under which options the query is read"""
    said: list[str] = field(default_factory=list)
    """the parameters so far"""
    includes: list[Include] = field(default_factory=list)
    """the includes so far"""
    notes: list[SearchWarning] = field(default_factory=list)
    """the warnings so far"""
    used: dict[str, list[str]] = field(default_factory=dict)
    """the parameters that count by name, percent-encoded"""
    cost: Cost = field(default_factory=Cost)
    """how much was asked so far"""

    def __post_init__(self) -> None:
        self.result = ResultParametersParser(_sortable(self.types))
        self.asks: dict[str, list[Condition]] = {type_: [] for type_ in self.types}

    def take(self, name: str, value: str) -> None:
        """Read one pair."""
        if name == "_sort" and "," in value and self.options.lenient:
            for word in value.split(","):  # so that what is known counts
                self.take(name, word)
            return
        parts = parameter_name(name)
        try:
            if name != parts.base or name in SPECIAL or not name:  # a plain name cannot be wrong in its form
                check_name(parts)
            if parts.base in result_parameters.NAMES:
                self.result.add(name, value)
            elif parts.base in include.NAMES:
                self._include(parts, value)
            elif parts.base != "_type":
                self._ask(parts, value)
        except Problem as problem:
            if not self.options.lenient or problem.kind not in _FORGIVEN or parts.base in NEVER_IGNORED:
                raise
            self.notes.append(SearchWarning(ISSUE_CODES[problem.kind], f"{name} was ignored. {problem.text}"))
            return
        if value.strip(","):
            encode = _known_encoding if len(value) <= _SHORT else _encoded
            self.used.setdefault(name, []).append(encode(name, value))

    def _include(self, name: ParameterName, value: str) -> None:
        if not value:
            return
        if value == "*" and self.options.choices.bare_include == "refused":
            text = f"{name.text}=* is not supported here: write Type:*, as in Procedure:*."
            raise Problem(ProblemKind.BAD_OPTION, text, f"http.{name.text}")
        found = include.read(name, value, self.scope.type or ANY_TYPE)
        self.includes += found
        if value == "*":
            if found and found[0].reverse:
                whose = "of every type"
            else:
                whose = f"of {self.scope.type}"
            self.notes.append(SearchWarning("informational", f"{name.text}=* is read as every reference {whose}."))
        if found and found[0].begins_at and not {found[0].begins_at, ANY_TYPE} & set(self.types):
            text = f"{name.text}={value} brings nothing: no match is a {found[0].begins_at}."
            self.notes.append(SearchWarning("informational", text))

    def _ask(self, name: ParameterName, value: str) -> None:
        if name.base == "_query":
            raise Problem(ProblemKind.UNKNOWN_PARAMETER, "Named queries are not supported.", "http._query")
        found: dict[str, Condition] = {}
        for type_ in self.types:
            condition = self._read(type_, name, value)
            if condition is not None:
                found[type_] = condition
        for type_, condition in found.items():
            self.asks[type_].append(condition)
        if found:
            self.said.append(f"{name.text}={value}")

    def _read(self, type_: str, name: ParameterName, value: str) -> Condition | None:
        if name.base not in search_parameters(type_) and name.base not in SPECIAL:
            known = [*search_parameters(type_), *result_parameters.NAMES, *include.NAMES, *SPECIAL, "_type"]
            text = f"{type_} has no search parameter {name.base!r}.{did_you_mean(name.base, known)}"
            raise Problem(ProblemKind.UNKNOWN_PARAMETER, text, f"http.{name.text}")
        if name.rest is None and name.base not in SPECIAL and len(value) <= _SHORT:
            return _parse_plain(type_, name.text, value, self.options)
        return parse_criterion(type_, name.text, value, self.options, self.cost)

    def query(self) -> Query:
        """Return what was read."""
        asked_for = self.result.result_parameters(lenient=self.options.lenient)
        if asked_for.elements and self.used.pop("_summary", [_WHOLE]) != [_WHOLE]:
            self.notes.append(SearchWarning("value", "_summary was ignored: _elements says what is wanted."))
        if self.includes and asked_for.summary == "text":
            raise Problem(
                ProblemKind.BAD_OPTION, "_summary=text brings nothing along: leave the includes out.", "http._summary"
            )
        if not (asked_for.only_total and "_count" not in self.used):
            self.used["_count"] = [f"_count={asked_for.count}"]
        if self.scope.type and not self.types:
            self.asks[self.scope.type] = [Or(())]
        if self.scope.within is not None:
            for conditions in self.asks.values():
                conditions.append(self.scope.within)
        before, after = _around_offset(self.used)
        return Query(
            base=self.options.bases[0],
            path=self.scope.path,
            asks={type_: tuple(conditions) for type_, conditions in self.asks.items()},
            said=tuple(self.said),
            result_parameters=asked_for,
            includes=tuple(self.includes),
            notes=tuple(self.notes),
            before=before,
            after=after,
        )


@lru_cache(maxsize=2048)
def _parse_plain(type_: str, name: str, value: str, options: ParseOptions) -> Condition | None:
    """Return what a pair asks that is no chain: the pieces of queries come again, even where no query does."""
    return parse_criterion(type_, name, value, options, Cost())


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


def _around_offset(used: dict[str, list[str]]) -> tuple[str, str]:
    """Return what stands before `_offset` and what after it, if the parameters are sorted by their names."""
    before: list[str] = []
    after: list[str] = []
    for name in sorted(used):
        if name < "_offset":
            before += used[name]
        elif name > "_offset":
            after += used[name]
    return "&".join(before), "&".join(after)


def _encoded(name: str, value: str) -> str:
    return f"{quote(name, safe=':')}={quote(value, safe='')}"


_known_encoding = lru_cache(maxsize=2048)(_encoded)


_WHOLE = "_summary=false"
