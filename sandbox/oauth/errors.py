"""What is wrong with this OAuth request? A OAuthError is a Problem that has OAuth's own word for it as well.

http://www.rfc-editor.org/rfc/rfc6749#section-5.2
"""

# tested by: tests/api/oauth/test_refusals.py

from sandbox.problem import Problem, ProblemKind


class OAuthError(Problem):
    """A mistake in an OAuth request: the error code of OAuth, and one sentence that says what would be right."""

    def __init__(self, error: str, text: str) -> None:
        super().__init__(ERRORS[error], text)
        self.error = error


# OAuth's error code -> what kind of problem it is. What a patient or a server says in a redirect is here, too.
# fmt: off
ERRORS: dict[str, ProblemKind] = {
    "invalid_request":           ProblemKind.BAD_VALUE,
    "invalid_grant":             ProblemKind.BAD_VALUE,
    "invalid_scope":             ProblemKind.BAD_VALUE,
    "unsupported_grant_type":    ProblemKind.BAD_VALUE,
    "unsupported_response_type": ProblemKind.BAD_VALUE,
    "access_denied":             ProblemKind.FORBIDDEN,
    "unauthorized_client":       ProblemKind.FORBIDDEN,
    "invalid_client":            ProblemKind.NO_LOGIN,
    "server_error":              ProblemKind.INTERNAL,
    "temporarily_unavailable":   ProblemKind.INTERNAL,
}
# fmt: on
