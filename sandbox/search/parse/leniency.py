"""Which mistakes does leniency let pass? What is unknown, as long as the answer is still one to the same question."""

from sandbox.fhir.operation_outcome import ISSUE_CODES
from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import parameter_name
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.warning import SearchWarning

# Ignoring these would give an answer to another question, so leniency does not reach them.
_NEVER_IGNORED = frozenset({"_filter", "_query"})
_FORGIVEN = frozenset({ProblemKind.UNKNOWN_PARAMETER, ProblemKind.BAD_OPTION})


def ignored(name: str, value: str, problem: Problem, options: ParseOptions) -> SearchWarning:
    """Return the warning that a pair was ignored for its *problem*; raises that, where it may not be ignored."""
    if not options.lenient or problem.kind not in _FORGIVEN or parameter_name(name).base in _NEVER_IGNORED:
        raise problem
    what = name
    if problem.kind is ProblemKind.BAD_OPTION:  # the parameter is known: it may stand there again, and count
        what = f"{name}={value}"
    return SearchWarning(ISSUE_CODES[problem.kind], f"{what} was ignored. {problem.text}")
