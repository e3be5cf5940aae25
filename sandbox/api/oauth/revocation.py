"""How is access given back? `POST /link/revoke`. http://www.rfc-editor.org/rfc/rfc7009"""

# tested by: tests/api/oauth/test_life.py, tests/api/oauth/test_corners.py

from sandbox.api.oauth.bearer import json_response, session_of
from sandbox.backend import Backend
from sandbox.oauth import read_secret
from sandbox.problem import Problem, ProblemKind
from sandbox.scenario import Phase
from sandbox.web.form import need, of_body
from sandbox.web.messages import Request, Response


def revoke(backend: Backend, request: Request) -> Response:
    """Take back all that the token's patient has granted to the application at this endpoint; say how many."""
    session = session_of(backend, request)
    (secret,) = need(of_body(request), "secret_key")
    live, held = read_secret(secret), backend.consent_of(session)
    if session.patient is None:
        raise Problem(ProblemKind.BAD_VALUE, "An application's own token cannot be revoked: it ends by itself.")
    if held is None:
        backend.move_sync(session, Phase.REVOKED)
        return json_response({"count": 1}, session)
    if held.request.application is not None and held.live != live:
        raise Problem(
            ProblemKind.NO_LOGIN, "Unauthorized: Invalid credentials. This token is of the other kind of keys."
        )
    return json_response({"count": backend.authorization_server.revoke_all(held)}, session)
