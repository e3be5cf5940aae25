"""What is wrong with this request? A Problem is raised, and says it as a FHIR OperationOutcome.

A Problem is the client's mistake, never the scenario's word (that is a CannedError, a value). It knows its FHIR issue
code and no HTTP number: the doors turn the kind into a status, each in one table.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any


class ProblemKind(StrEnum):
    """Everything that can be wrong with a request."""

    NO_LOGIN = "no login"
    UNKNOWN_PARAMETER = "unknown parameter"
    BAD_MODIFIER = "bad modifier"
    BAD_VALUE = "bad value"
    BAD_OPTION = "bad option"
    AMBIGUOUS = "ambiguous"
    UNKNOWN_SET = "unknown value set"
    UNKNOWN_ADDRESS = "no such address"
    UNKNOWN_TYPE = "unknown type"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not found"
    GONE = "gone"
    WRONG_METHOD = "wrong method"
    WRONG_ACCEPT = "wrong accept"
    WRONG_BODY = "wrong body"
    TOO_LARGE = "too large"
    INVALID = "invalid resources"
    INTERNAL = "internal"


LONGEST_TEXT = 1000  # characters: nobody reads more, and it may be the client's own words


class Problem(Exception):
    """A mistake in a request: its *kind*, one sentence that says what would be right, and where it stands."""

    def __init__(self, kind: ProblemKind, text: str, where: str = "") -> None:
        said = text.encode("utf-8", "replace").decode()  # what a client sent may be no text at all
        self.text = said if len(said) <= LONGEST_TEXT else f"{said[:LONGEST_TEXT]}…"
        super().__init__(self.text)
        self.kind = kind
        self.where = where


def bug() -> Problem:
    """Return the problem that is not the client's: something went wrong in here."""
    return Problem(ProblemKind.INTERNAL, "The sandbox has a bug: its log says more.")


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
    ProblemKind.INVALID:           "invalid",
    ProblemKind.INTERNAL:          "exception",
}
# fmt: on
