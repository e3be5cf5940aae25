"""Which session is the bearer of this token? For the calls that take an access token."""

# tested by: tests/api/oauth/test_life.py

from typing import Any

import orjson

from sandbox.api.shared.options import issuer
from sandbox.backend import Backend
from sandbox.oauth import TOKEN_LIFE, read_header
from sandbox.problem import Problem, ProblemKind
from sandbox.sessions.session import Session
from sandbox.web.messages import Headers, Request, Response

_JSON: Headers = (("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"))


def session_of(backend: Backend, request: Request) -> Session:
    """Return the session of a token that is good; raises Problem in the words of the service."""
    try:
        session, access = backend.admit(read_header(request.headers.get("Authorization", None)))
    except Problem as problem:
        raise Problem(problem.kind, f"Invalid access token. {problem.text}") from None
    if session.is_over(access):
        raise Problem(ProblemKind.NO_LOGIN, "Invalid access token")
    return session


def claims_of(backend: Backend, request: Request, session: Session) -> dict[str, Any]:
    """Return the claims of a token; of one that is made up, what they would be."""
    if session.claims is not None:
        return session.claims
    begun = int(session.clock.now() if session.scenario_state.started is None else session.scenario_state.started)
    if session.patient is None:
        patient = {}
    else:
        patient = {"patient": f"Patient/{session.patient}"}
    ids = {"jti": backend.seed.uuid(f"access of {session.name}", 1)}
    ids["sub"] = backend.seed.uuid(f"consent of {session.name}", 1)
    return {"iss": issuer(backend, request), **ids, **patient, "iat": begun, "exp": int(begun + TOKEN_LIFE)}


def json_response(found: dict[str, Any], session: Session) -> Response:
    """Return JSON that must not be cached, dated by the clock of the session."""
    return Response(200, _JSON, orjson.dumps(found), at=session.clock.now())
