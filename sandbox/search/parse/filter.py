"""What does `_filter` ask? Its own little language: `status eq completed and (date ge 2024 or not(code pr true))`.

`and` and `or` count the same, and are taken from left to right. A path may lead through references, and a bracket
asks more of the resource on the way: `performer[active eq true].name co hart`. An operator is about the set of
values: `ne` needs one that is different. http://hl7.org/fhir/R4/search_filter.html
"""

# tested by: docs/search/filter.md

import re
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial

import orjson

from sandbox.problem import Problem, ProblemKind
from sandbox.search.model.conditions import And, Chain, Clause, Condition, Not, Or
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import (
    ExactMatch,
    Interval,
    InValueSet,
    Predicate,
    SearchValue,
    StringMatch,
    Subsumption,
)
from sandbox.search.parameters import LINKS, search_parameters, targets
from sandbox.search.parse.chosen import as_chosen
from sandbox.search.parse.cost import MOST_LINKS, Cost
from sandbox.search.parse.parameter_hint import parameter_hint
from sandbox.search.types import registry
from sandbox.suggest import did_you_mean

_PIECE = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[()\[\]]|[^\s()\[\]"]+)')
_PATH = re.compile(r"[\w-]+(\.[\w-]+)*\.?")
_ALIASES = {
    "loinc": "http://loinc.org",
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "snomed": "http://snomed.info/sct",
    "ucum": "http://unitsofmeasure.org",
}

_JOINS: dict[str, type[And | Or]] = {"and": And, "or": Or}

# What stands between two points: a name, with what is asked of the resource to which it leads.
Step = tuple[str, "Asked | None"]
# A filter says what it asks once it is told of which type.
Asked = Callable[[str], Condition]


class UnknownInFilter(Problem):
    """A filter names a parameter that a type does not have; in a chain another type may have it."""


class _NoSuchParameterError(ValueError):
    """A type has no parameter of that name."""


def read(type_: str, value: str, options: ParseOptions, cost: Cost) -> Condition | None:
    """Return what a filter asks of a resource of a type, None if it is empty; raises Problem."""
    if not value.strip():
        return None
    try:
        parser = _Parser(value, options, cost)
        asked = parser.expression()
        parser.end()
        return asked(type_)
    except _NoSuchParameterError as error:
        raise UnknownInFilter(ProblemKind.BAD_VALUE, f"_filter: {error}", "http._filter") from None
    except ValueError as error:
        raise Problem(ProblemKind.BAD_VALUE, f"_filter: {error}", "http._filter") from None


class _Parser:
    """The pieces of a filter that are still to be read."""

    def __init__(self, text: str, options: ParseOptions, cost: Cost) -> None:
        self.pieces = deque(_pieces(text))
        self._options = options
        self._cost = cost

    def expression(self) -> Asked:
        """Read terms that are joined, from left to right."""
        left = self._term()
        join: type[And | Or] | None = None
        parts = [left]
        while self.pieces and self.pieces[0] in _JOINS:
            found = _JOINS[self._next()]
            if join is not None and found is not join:
                parts = [_joined(join, parts)]
            join = found
            parts.append(self._term())
        if join is None:
            return left
        return _joined(join, parts)

    def end(self) -> None:
        """Raise ValueError unless all was read."""
        if self.pieces:
            raise ValueError(f"{self.pieces[0]!r} is too many")

    def _next(self, expected: str = "") -> str:
        if not self.pieces and expected:
            raise ValueError(f"it ends where {expected!r} was expected")
        if not self.pieces:
            raise ValueError("it ends where more was expected")
        piece = self.pieces.popleft()
        if expected not in {"", piece}:
            raise ValueError(f"{piece!r} stands where {expected!r} was expected")
        return str(piece)

    def _at(self, piece: str) -> bool:
        return bool(self.pieces) and self.pieces[0] == piece

    def _term(self) -> Asked:
        if self._at("not") and len(self.pieces) > 1 and self.pieces[1] == "(":
            self._next()
            inner = self._bracketed("(", ")")
            return lambda type_: Not(inner(type_))
        if self._at("("):
            return self._bracketed("(", ")")
        steps = self._path()
        if len(steps) > MOST_LINKS:
            raise ValueError(f"a path has {MOST_LINKS} steps at most")
        operator, value = self._next(), self._next()
        if value in {"(", ")", "[", "]"}:
            raise ValueError(f"{value!r} stands where a value was expected")
        if value.startswith('"'):
            value = orjson.loads(value)
        if len(steps) > 1 and (operator, value) == ("pr", "false"):  # nothing at the end of the path, or no way there
            there = _Path(
                steps, partial(_leaf, operator="pr", value="true", options=self._options), self._options, self._cost
            )
            return lambda type_: Not(there.asked(type_, 0))
        path = _Path(
            steps, partial(_leaf, operator=operator, value=value, options=self._options), self._options, self._cost
        )
        return lambda type_: path.asked(type_, 0)

    def _bracketed(self, opening: str, closing: str) -> Asked:
        self._next(opening)
        inner = self.expression()
        self._next(closing)
        return inner

    def _path(self) -> list[Step]:
        steps: list[Step] = []
        more = True
        while more:
            piece = self._next()
            if steps:
                piece = piece.removeprefix(".")
            if not _PATH.fullmatch(piece):
                raise ValueError(f"{piece!r} is not a path of parameter names")
            steps += [(name, None) for name in piece.split(".") if name]
            more = piece.endswith(".")
            if self._at("["):
                steps[-1] = (steps[-1][0], self._bracketed("[", "]"))
                more = True
        return steps


def _pieces(text: str) -> Iterator[str]:
    place, end = 0, len(text.rstrip())
    while place < end:
        if (found := _PIECE.match(text, place)) is None:
            raise ValueError("a quotation mark is never closed")
        yield found[1]
        place = found.end()


def _joined(join: type[And | Or], parts: list[Asked]) -> Asked:
    return lambda type_: join(tuple(part(type_) for part in parts))


def _param(type_: str, name: str, options: ParseOptions) -> SearchParameter:
    known = search_parameters(type_)
    if name not in known:
        raise _NoSuchParameterError(f"{type_} has no search parameter {name!r}.{parameter_hint([type_], name)}")
    return known[name].under(options.choices)


class _Path:
    """A path with what is asked at its end; what a type and the steps that are left come to is read once.

    There is one for each path that is written, whatever the types are of which it asks: a bracket inside a bracket
    would otherwise be read again for each of them.
    """

    def __init__(
        self, steps: list[Step], last: Callable[[SearchParameter], Condition], options: ParseOptions, cost: Cost
    ) -> None:
        self._steps = steps
        self._last = last
        self._options = options
        self._cost = cost
        self._known: dict[tuple[str, int], Condition | ValueError] = {}

    def asked(self, type_: str, step: int) -> Condition:
        """Return what the steps from this one on ask of a type; raises ValueError."""
        name, bracket = self._steps[step]
        param = _param(type_, name, self._options)
        if step == len(self._steps) - 1:
            return self._last(param)
        if param.search_type not in LINKS:
            raise ValueError(f"{name} is not a reference, so nothing can follow it")
        possible = targets(param)
        self._cost.add(len(possible))
        found: list[tuple[str, Condition]] = []
        failed: list[ValueError] = []
        for target in possible:
            there = self._there(target, step + 1, bracket)
            if isinstance(there, ValueError):
                failed.append(there)
            else:
                found.append((target, there))
        if not found:
            raise failed[0]
        return Chain(param, tuple(found))

    def _there(self, type_: str, step: int, bracket: Asked | None) -> Condition | ValueError:
        """Return what is asked of a resource on the way, or why nothing can be."""
        if (type_, step) not in self._known:
            try:
                rest = self.asked(type_, step)
                if bracket:
                    self._known[type_, step] = And((bracket(type_), rest))
                else:
                    self._known[type_, step] = rest
            except ValueError as error:
                self._known[type_, step] = error
        return self._known[type_, step]


def _leaf(param: SearchParameter, operator: str, value: str, options: ParseOptions) -> Condition:
    if operator == "pr":
        if value not in {"true", "false"}:
            raise ValueError(f"pr takes true or false, not {value!r}")
        return Clause(param=param, missing=value == "false")
    operators = OPERATORS.get(param.search_type, {})
    if operator not in operators:
        hint = did_you_mean(operator, [*operators, "pr"])
        raise ValueError(f"{param.name} does not support {operator!r}; it takes {', '.join([*operators, 'pr'])}.{hint}")
    sought = operators[operator](param, operator, value, options)
    clause = Clause(param=param, alternatives=(sought,), texts=(f"{operator} {value}",))
    if operator == "ni":
        return Not(clause)
    return clause


def _compiled(param: SearchParameter, text: str, options: ParseOptions) -> SearchValue:
    sought = registry.parse_value(text.replace("\\", "\\\\"), "", param, options.bases)
    return as_chosen(sought, param, options.choices)


def _compared(param: SearchParameter, operator: str, value: str, options: ParseOptions) -> SearchValue:
    return _compiled(param, operator + value, options)


def _overlap(param: SearchParameter, operator: str, value: str, options: ParseOptions) -> SearchValue:
    span = _compiled(param, f"eq{value}", options)
    if isinstance(span, Interval):
        return Interval(operator, span.low, span.high, span.unit)
    return span


def _text(_param: SearchParameter, operator: str, value: str, _terms: ParseOptions) -> SearchValue:
    return StringMatch(
        {"eq": "equals", "ne": "differs", "co": "contains", "sw": "begins", "ew": "ends"}[operator], value
    )


def _token(param: SearchParameter, operator: str, value: str, options: ParseOptions) -> SearchValue:
    """Compare a code, in any case; `ne` needs a code that is another one."""
    _compiled(param, value, options)  # so that what is no token is refused
    system, code = None, value
    if "|" in value:
        alias, code = value.split("|", 1)
        system = _ALIASES.get(alias, alias)
    folded = code.casefold()

    def same(key: tuple[str | None, str | None]) -> bool:
        return system in {None, key[0]} and (not folded or (key[1] or "").casefold() == folded)

    return Predicate(lambda key: None not in key and same(key) is (operator == "eq"))


def _set(_param: SearchParameter, _operator: str, value: str, _terms: ParseOptions) -> SearchValue:
    return InValueSet(value)


def _subsumed(_param: SearchParameter, operator: str, value: str, _terms: ParseOptions) -> SearchValue:
    system, _, code = value.rpartition("|")
    return Subsumption(_ALIASES.get(system, system) or None, code, above=operator == "sb")


def _same(param: SearchParameter, operator: str, value: str, options: ParseOptions) -> SearchValue:
    sought = _compiled(param, value, options)
    if operator == "ne" and isinstance(sought, ExactMatch):
        return Predicate(lambda key: key not in sought.keys)
    return sought


_COMPARED = dict.fromkeys(("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"), _compared)
# Kind -> operator -> what it makes of a value.
OPERATORS: dict[str, dict[str, Callable[[SearchParameter, str, str, ParseOptions], SearchValue]]] = {
    "canonical": {"eq": _same, "ne": _same, "re": _same},
    "date": {**_COMPARED, "po": _overlap, "co": _overlap},
    "id": {"eq": _same, "ne": _same},
    "quantity": {**_COMPARED, "co": _overlap},
    "reference": {"re": _same},
    "string": dict.fromkeys(("eq", "ne", "co", "sw", "ew"), _text),
    "token": {"eq": _token, "ne": _token, "in": _set, "ni": _set, "ss": _subsumed, "sb": _subsumed},
    "uri": {"eq": _same, "ne": _same},
}
