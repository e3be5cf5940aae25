"""What is wrong with this OAuth request? A Denial is a Problem that has OAuth's own word for it as well.

http://www.rfc-editor.org/rfc/rfc6749#section-5.2
"""

from sandbox.problem import Kind, Problem


class Denial(Problem):
    """A mistake in an OAuth request: the error code of OAuth, and one sentence that says what would be right."""

    def __init__(self, error: str, text: str) -> None:
        super().__init__(ERRORS[error], text)
        self.error = error


# OAuth's error code -> what kind of problem it is. What a patient or a server says in a redirect is here, too.
# fmt: off
ERRORS: dict[str, Kind] = {
    "invalid_request":           Kind.BAD_VALUE,
    "invalid_grant":             Kind.BAD_VALUE,
    "invalid_scope":             Kind.BAD_VALUE,
    "unsupported_grant_type":    Kind.BAD_VALUE,
    "unsupported_response_type": Kind.BAD_VALUE,
    "access_denied":             Kind.FORBIDDEN,
    "unauthorized_client":       Kind.FORBIDDEN,
    "invalid_client":            Kind.NO_LOGIN,
    "server_error":              Kind.INTERNAL,
    "temporarily_unavailable":   Kind.INTERNAL,
}
# fmt: on
