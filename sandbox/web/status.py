"""Which HTTP status does a problem get? The only such map."""

# tested by: tests/api/fhir/test_errors.py

from http import HTTPStatus

from sandbox.problem import ProblemKind

# fmt: off
STATUS: dict[ProblemKind, int] = {
    ProblemKind.NO_LOGIN:          401,
    ProblemKind.UNKNOWN_PARAMETER: 400,
    ProblemKind.BAD_MODIFIER:      400,
    ProblemKind.BAD_VALUE:         400,
    ProblemKind.BAD_OPTION:        400,
    ProblemKind.AMBIGUOUS:         400,
    ProblemKind.UNKNOWN_SET:       400,
    ProblemKind.UNKNOWN_ADDRESS:   404,
    ProblemKind.UNKNOWN_TYPE:      404,
    ProblemKind.FORBIDDEN:         403,
    ProblemKind.NOT_FOUND:         404,
    ProblemKind.GONE:              410,
    ProblemKind.WRONG_METHOD:      405,
    ProblemKind.WRONG_ACCEPT:      406,
    ProblemKind.WRONG_BODY:        415,
    ProblemKind.TOO_LARGE:         413,
    ProblemKind.TOO_LONG:          414,
    ProblemKind.HEAD_TOO_LARGE:    431,
    ProblemKind.TOO_SLOW:          408,
    ProblemKind.TOO_COSTLY:        400,
    ProblemKind.INVALID:           422,
    ProblemKind.UNAVAILABLE:       503,
    ProblemKind.INTERNAL:          500,
}
# fmt: on

# Where Python's releases differ: the phrases of http://www.rfc-editor.org/rfc/rfc9110#name-status-codes
_PHRASES: dict[int, str] = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}


def phrase(status: int) -> str:
    """Return the reason phrase of a status, the same under every release of Python."""
    return _PHRASES.get(status) or HTTPStatus(status).phrase
