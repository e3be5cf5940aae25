"""Which consent does a token rest on? `GET /rest/consent`."""

# tested by: tests/api/oauth/test_life.py

from datetime import UTC, datetime

from sandbox.api.oauth.bearer import claims_of, json_response, session_of
from sandbox.api.oauth.endpoint import endpoint_of
from sandbox.backend import Backend
from sandbox.oauth import ConsentState
from sandbox.problem import Problem, ProblemKind
from sandbox.web.messages import Request, Response


def consent(backend: Backend, request: Request) -> Response:
    """Say which consent a token rests on, and how its one patient authorization stands."""
    session = session_of(backend, request)
    if session.patient is None:
        raise Problem(ProblemKind.FORBIDDEN, "An application's own token rests on no patient's consent.")
    held = backend.consent_of(session)
    claims = claims_of(backend, request, session)
    if held:
        created = held.created_at
    else:
        created = claims["iat"]
    if held:
        exchanged = held.exchanged_at
    else:
        exchanged = created
    authorization = {
        "id": held.authorization if held else claims["jti"],
        "state": held.state if held else ConsentState.EXCHANGED,
        "usage": "MULTIPLE" if held is None or held.refreshable else "ONE_TIME",
        "createdAt": _iso(created),
        "authorizedAt": _iso(created),
        "exchangedAt": _iso(exchanged),
        "revokedAt": None,
        "expiredAt": None,
        "patient": f"Patient/{session.patient}",
        "endpoint": endpoint_of(backend, held),
        "active": True,
    }
    found = {
        "id": claims["sub"],
        "createdAt": _iso(created),
        "updatedAt": _iso(held.updated_at if held else None),
        "patientAuthorizations": [authorization],
    }
    return json_response(found, session)


def _iso(seconds: float | None) -> str | None:
    """Return a moment as JSON has it: `2026-01-01T00:00:00.000Z`."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
