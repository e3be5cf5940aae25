"""What is let pass, and what never is? By the kind of mistake, and by the parameter."""

import pytest

from sandbox.problem import Problem, ProblemKind
from sandbox.search.model.options import ParseOptions
from sandbox.search.parse.leniency import ignored

STRICT, LENIENT = (ParseOptions(bases=("http://m.test/fhir",), lenient=lenient) for lenient in (False, True))


@pytest.mark.parametrize(
    ("kind", "said"),
    [(ProblemKind.UNKNOWN_PARAMETER, "a:b was ignored. Why."), (ProblemKind.BAD_OPTION, "a:b=1 was ignored. Why.")],
)
def test_what_is_unknown_is_let_pass(kind: ProblemKind, said: str) -> None:
    """With a warning, which names the value where that alone is unknown."""
    assert said == ignored("a:b", "1", Problem(kind, "Why."), LENIENT).text


@pytest.mark.parametrize("kind", list(ProblemKind))
def test_nothing_is_let_pass_strictly(kind: ProblemKind) -> None:
    """The problem is raised as it is."""
    problem = Problem(kind, "Why.")
    with pytest.raises(Problem) as raised:
        ignored("a", "1", problem, STRICT)
    assert problem is raised.value


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("_filter", ProblemKind.UNKNOWN_PARAMETER),
        ("_query", ProblemKind.UNKNOWN_PARAMETER),
        ("code", ProblemKind.BAD_MODIFIER),
        ("code", ProblemKind.BAD_VALUE),
        ("code", ProblemKind.TOO_COSTLY),
    ],
)
def test_what_changes_the_question_is_never_let_pass(name: str, kind: ProblemKind) -> None:
    """Leniently as well."""
    with pytest.raises(Problem, match="Why"):
        ignored(name, "1", Problem(kind, "Why."), LENIENT)
