"""What is wrong with this request? A Problem is raised, and says it as a FHIR OperationOutcome.

A Problem is the client's mistake, never the scenario's word (that is a CannedError, a value). It knows its FHIR issue
code and no HTTP number: the APIs turn the kind into a status, each in one table.
"""

from enum import StrEnum


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
    TOO_LONG = "too long"
    HEAD_TOO_LARGE = "head too large"
    TOO_SLOW = "too slow"
    TOO_COSTLY = "too costly"
    INVALID = "invalid resources"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


LONGEST_TEXT = 1000  # characters: nobody reads more, and it may be the client's own words


class Problem(Exception):
    """A mistake in a request: its *kind*, one sentence that says what would be right, and where it stands."""

    def __init__(self, kind: ProblemKind, text: str, where: str = "") -> None:
        said = text.encode("utf-8", "replace").decode()  # what a client sent may be no text at all
        if len(said) <= LONGEST_TEXT:
            self.text = said
        else:
            self.text = f"{said[:LONGEST_TEXT]}…"
        super().__init__(self.text)
        self.kind = kind
        self.where = where


class Unavailable(Exception):
    """What is needed is out of reach at this moment, through nobody's mistake; a sentence says what."""


class Mismatch(Exception):
    """Two things do not belong together; a sentence says which, and what would be right."""


def bug() -> Problem:
    """Return the problem that is not the client's: something went wrong in here."""
    return Problem(ProblemKind.INTERNAL, "The sandbox has a bug: its log says more.")
