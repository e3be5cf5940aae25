"""What does the client ask? A query string becomes a Query: conditions, and how the answer is wanted.

Decoding has an order: first divide at `&` and the first `=`, then percent-decode, and only then look for the
characters that mean something in a value. A repeated parameter is AND, a comma is OR, an empty value is ignored.
http://hl7.org/fhir/R4/search.html#combining
"""

# tested by: tests/oracle/test_random_queries.py, docs/search/parsing.md

from collections.abc import Iterable, Iterator

from sandbox.fhir.resource_types import RESOURCE_TYPES, no_such_type
from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import Pairs
from sandbox.search.model.conditions import Condition, Or
from sandbox.search.model.include import Include
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.query import ANY_TYPE, Query, Scope
from sandbox.search.model.result_parameters import ResultParameters
from sandbox.search.model.warning import SearchWarning
from sandbox.search.parse.cost import Cost
from sandbox.search.parse.meaning import meaning, searched
from sandbox.search.parse.result_parameters import ResultParametersParser


def parse(scope: Scope, asked: Iterable[tuple[str, str]], options: ParseOptions) -> Query:
    """Return the Query of the pairs; raises Problem for what is unknown or malformed."""
    pairs_ = tuple(asked)
    where = searched(scope.type, _types(scope, pairs_), options)
    if options.lenient:
        pairs_ = tuple(_word_by_word(pairs_))
    asks: dict[str, list[Condition]] = {type_: [] for type_ in where.types}
    said: list[str] = []
    includes: list[Include] = []
    notes: list[SearchWarning] = []
    used: dict[str, str] = {}
    value_sets: list[str] = []
    result, cost, lasts = ResultParametersParser(), Cost(), True
    for name, value in pairs_:
        found = meaning(where, name, value, cost)
        if found.conditions:
            said.append(f"{name}={value}")
            for type_, condition in found.conditions.items():
                asks[type_].append(condition)
            value_sets += found.value_sets
            lasts = lasts and found.lasts
        elif found.result is not None:
            result.add(name, found.result)
        includes += found.includes
        notes += found.notes
        if found.written:
            used[name] = used.get(name, "") + found.written
    result_parameters = result.result_parameters(lenient=options.lenient)
    if result_parameters.elements and used.pop("_summary", "") and result_parameters.summary != "false":
        notes.append(SearchWarning("value", "_summary was ignored: _elements says what is wanted."))
    if includes:
        _check_summary(result_parameters)
    before, after = around_offset(used, result_parameters)
    return Query(
        base=options.bases[0],
        path=scope.path,
        asks=_all_asks(scope, asks),
        said=tuple(said),
        result_parameters=result_parameters,
        includes=tuple(includes),
        notes=tuple(notes),
        before=before,
        after=after,
        value_sets=tuple(value_sets),
        lasts=lasts,
    )


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


def _word_by_word(asked: Pairs) -> Iterator[tuple[str, str]]:
    """Divide what is to be sorted by, so that what is known counts."""
    for name, value in asked:
        if name == "_sort":
            yield from ((name, word) for word in value.split(","))
        else:
            yield name, value


def _check_summary(result_parameters: ResultParameters) -> None:
    """Raise Problem if what is wanted of a match leaves no place for what comes along with it."""
    if result_parameters.summary == "text":
        text = "_summary=text brings nothing along: leave the includes out."
        raise Problem(ProblemKind.BAD_OPTION, text, "http._summary")


def _all_asks(scope: Scope, asks: dict[str, list[Condition]]) -> dict[str, tuple[Condition, ...]]:
    """Return what must hold of each type, the scope's own condition being the last; where no type is left, nothing."""
    if scope.type and not asks:
        asks = {scope.type: [Or(())]}
    if scope.within is not None:
        return {type_: (*conditions, scope.within) for type_, conditions in asks.items()}
    return {type_: tuple(conditions) for type_, conditions in asks.items()}


def around_offset(used: dict[str, str], result_parameters: ResultParameters) -> tuple[str, str]:
    """Return what stands before `_offset` and what after it, if the parameters that count are sorted by their names."""
    if "_count" in used or not result_parameters.only_total:
        used["_count"] = f"&_count={result_parameters.count}"
    before = after = ""
    for name in sorted(used):
        if name < "_offset":
            before += used[name]
        elif name != "_offset":
            after += used[name]
    return before, after
