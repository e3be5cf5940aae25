"""How does FHIR say what went wrong? An OperationOutcome. http://hl7.org/fhir/R4/operationoutcome.html"""

# tested by: tests/test_problem.py

from collections.abc import Iterable
from typing import Any

from sandbox.problem import ProblemKind


def outcome(severity: str, code: str, text: str, where: str = "") -> dict[str, Any]:
    """Return an OperationOutcome with one issue; *where* is a location such as `http.code:exact`.

    The text stands in `diagnostics` and in `details.text`, because clients read one or the other.
    """
    found = outcomes([(severity, code, text)])
    if where:
        found["issue"][0]["location"] = [where]
    return found


def outcomes(issues: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """Return an OperationOutcome with several issues: severity, code, text."""
    said = [
        {"severity": severity, "code": code, "details": {"text": text}, "diagnostics": text}
        for severity, code, text in issues
    ]
    return {"resourceType": "OperationOutcome", "issue": said}


# Kind -> OperationOutcome.issue.code, http://hl7.org/fhir/R4/valueset-issue-type.html
# fmt: off
ISSUE_CODES: dict[ProblemKind, str] = {
    ProblemKind.NO_LOGIN:          "login",
    ProblemKind.UNKNOWN_PARAMETER: "not-supported",
    ProblemKind.BAD_MODIFIER:      "code-invalid",
    ProblemKind.BAD_VALUE:         "invalid",
    ProblemKind.BAD_OPTION:        "value",
    ProblemKind.AMBIGUOUS:         "multiple-matches",
    ProblemKind.UNKNOWN_SET:       "not-found",
    ProblemKind.UNKNOWN_ADDRESS:   "not-supported",
    ProblemKind.UNKNOWN_TYPE:      "not-supported",
    ProblemKind.FORBIDDEN:         "forbidden",
    ProblemKind.NOT_FOUND:         "not-found",
    ProblemKind.GONE:              "deleted",
    ProblemKind.WRONG_METHOD:      "not-supported",
    ProblemKind.WRONG_ACCEPT:      "not-supported",
    ProblemKind.WRONG_BODY:        "not-supported",
    ProblemKind.TOO_LARGE:         "too-long",
    ProblemKind.TOO_LONG:          "too-long",
    ProblemKind.HEAD_TOO_LARGE:    "too-long",
    ProblemKind.TOO_SLOW:          "timeout",
    ProblemKind.TOO_COSTLY:        "too-costly",
    ProblemKind.INVALID:           "invalid",
    ProblemKind.UNAVAILABLE:       "transient",
    ProblemKind.INTERNAL:          "exception",
}
# fmt: on
