"""What does a call take that is no search? A few parameters by name, and how much of one resource is to be sent."""

# tested by: tests/api/fhir/test_lenient.py, tests/api/fhir/test_read.py

from collections.abc import Collection, Iterable, Iterator

from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import parameter_name
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.result_parameters import ResultParameters
from sandbox.search.model.warning import SearchWarning
from sandbox.search.parse.leniency import ignored
from sandbox.search.parse.result_parameters import ResultParametersParser, parse_result_parameter
from sandbox.suggest import did_you_mean

PART_OF_A_RESOURCE = ("_elements", "_format", "_pretty", "_summary")


def taken(
    asked: Iterable[tuple[str, str]], takes: Collection[str], call: str, options: ParseOptions
) -> tuple[list[tuple[str, str]], list[SearchWarning]]:
    """Return the pairs that a *call* takes, and what was ignored of the others.

    Raises Problem for what it does not take, unless that is to be let pass; a modifier never is.
    """
    pairs: list[tuple[str, str]] = []
    notes: list[SearchWarning] = []
    for name, value in asked:
        if name in takes:
            pairs.append((name, value))
            continue
        if (base := parameter_name(name).base) in takes:
            text = f"{base} takes neither modifier nor chain; write {base}=value."
            raise Problem(ProblemKind.BAD_MODIFIER, text, f"http.{name}")
        text = f"{call} takes no parameter {name!r}.{did_you_mean(name, takes)}"
        notes.append(ignored(name, value, Problem(ProblemKind.UNKNOWN_PARAMETER, text, f"http.{name}"), options))
    return pairs, notes


def part_of_resource(
    asked: Iterable[tuple[str, str]], call: str, options: ParseOptions, also: Collection[str] = ()
) -> ResultParameters:
    """Return how much of the resource is wanted that a *call* answers with; it takes the names *also*, and more.

    Raises Problem for what it does not take. What is let pass is ignored in silence: such an answer has no place for
    a warning.
    """
    pairs, _ = taken(asked, (*PART_OF_A_RESOURCE, *also), call, options)
    found = ResultParametersParser()
    for name, value in _read(pairs, call, options):
        found.add(name, value)
    return found.result_parameters(lenient=options.lenient)


def _read(asked: Iterable[tuple[str, str]], call: str, options: ParseOptions) -> Iterator[tuple[str, object]]:
    for name, value in asked:
        if not value or name not in PART_OF_A_RESOURCE:
            continue
        if (name, value) == ("_summary", "count"):
            text = f"{call} has nothing to count: _summary=count is for searches."
            ignored(name, value, Problem(ProblemKind.BAD_OPTION, text, "http._summary"), options)
            continue
        try:
            yield name, parse_result_parameter(name, value, ())
        except Problem as problem:
            ignored(name, value, problem, options)
