"""What is wrong with this request? A Problem, and the OperationOutcome that says it."""

import pytest

from sandbox.fhir.operation_outcome import ISSUE_CODES, outcome
from sandbox.problem import Problem, ProblemKind

# http://hl7.org/fhir/R4/valueset-issue-type.html
ISSUE_TYPES = set(
    """
    invalid structure required value invariant security login unknown expired forbidden suppressed processing
    not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly
    business-rule conflict transient lock-error no-store exception timeout incomplete throttled informational
    """.split()
)


def test_every_kind_has_an_issue_code_of_fhir() -> None:
    """A new kind of problem comes with a code that R4 knows."""
    assert set(ProblemKind) == ISSUE_CODES.keys()
    assert set() == set(ISSUE_CODES.values()) - ISSUE_TYPES


def test_a_problem_says_its_kind_its_sentence_and_its_place() -> None:
    """What is raised carries everything that a door needs."""
    problem = Problem(ProblemKind.BAD_VALUE, "No date.", "http.date")

    assert (ProblemKind.BAD_VALUE, "No date.", "http.date") == (problem.kind, problem.text, problem.where)
    assert "No date." == str(problem)
    assert "" == Problem(ProblemKind.NOT_FOUND, "No.").where


@pytest.mark.parametrize(("where", "location"), [("", {}), ("http.date", {"location": ["http.date"]})])
def test_an_outcome_says_its_sentence_twice(where: str, location: dict[str, list[str]]) -> None:
    """Clients read `diagnostics` or `details.text`; a place is told only where there is one."""
    issue = {"severity": "error", "code": "invalid", "details": {"text": "No."}, "diagnostics": "No."}

    assert {"resourceType": "OperationOutcome", "issue": [issue | location]} == outcome(
        "error", "invalid", "No.", where
    )
