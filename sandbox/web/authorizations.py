"""What does a token stand for, and how is it given back? Introspection, the consent behind it, and revocation."""

from datetime import UTC, datetime
from typing import Any

import orjson

from sandbox.access import TOKEN_LIFE, ConsentState, read_header, read_secret
from sandbox.problem import Problem, ProblemKind
from sandbox.scenario import Phase
from sandbox.session import Session
from sandbox.web.exchange import Headers, Request, Response
from sandbox.web.fhir import parse_options
from sandbox.web.fields import need, of_body
from sandbox.web.grants import endpoint_of, issuer, time_until_max_auth
from sandbox.world import Backend

_JSON: Headers = (("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"))


def introspect(backend: Backend, request: Request) -> Response:
    """Say what a token is, and how far the sync of its patient's data has come."""
    session = _session(backend, request)
    claims, now = _claims(backend, request, session), session.clock.now()
    phase, _ = session.scenario_state.state(now)
    counts = backend.counts(session, parse_options(backend, request))
    external_id = session.consent.request.external_id if session.consent else ""
    found = claims | {
        "patient": claims.get("patient"),
        "state": ConsentState.EXCHANGED,
        "endpoint": endpoint_of(backend, session.consent) | {"resources": sorted(backend.store.counts)},
        "timeUntilMaxAuth": time_until_max_auth(session.consent, claims["exp"] - now),
        "user": {"externalId": external_id},
        "sync": {"state": phase, "resourceTypes": counts},
    }
    return _response(found, session)


def consent(backend: Backend, request: Request) -> Response:
    """Say which consent a token rests on, and how its one patient authorization stands."""
    session = _session(backend, request)
    if session.patient is None:
        raise Problem(ProblemKind.FORBIDDEN, "An application's own token rests on no patient's consent.")
    held = session.consent
    claims = _claims(backend, request, session)
    created = held.created_at if held else claims["iat"]
    exchanged = held.exchanged_at if held else created
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
    return _response(found, session)


def revoke(backend: Backend, request: Request) -> Response:
    """Take back all that the token's patient has granted to the application at this endpoint; say how many."""
    session = _session(backend, request)
    (secret,) = need(of_body(request), "secret_key")
    live, held = read_secret(secret), session.consent
    if session.patient is None:
        raise Problem(ProblemKind.BAD_VALUE, "An application's own token cannot be revoked: it ends by itself.")
    if held is None:
        session.scenario_state.put(Phase.REVOKED, session.clock.now())
        return _response({"count": 1}, session)
    if held.request.application is not None and held.live != live:
        raise Problem(
            ProblemKind.NO_LOGIN, "Unauthorized: Invalid credentials. This token is of the other kind of keys."
        )
    return _response({"count": backend.authorization_server.revoke_all(held)}, session)


def _session(backend: Backend, request: Request) -> Session:
    """Return the session of a token that is good; raises Problem in the words of the service."""
    try:
        session = backend.admit(read_header(request.headers.get("Authorization", None)))
    except Problem as problem:
        raise Problem(problem.kind, f"Invalid access token. {problem.text}") from None
    if session.is_over():
        raise Problem(ProblemKind.NO_LOGIN, "Invalid access token")
    return session


def _claims(backend: Backend, request: Request, session: Session) -> dict[str, Any]:
    """Return the claims of a token; of one that is made up, what they would be."""
    if session.claims is not None:
        return session.claims
    begun = int(session.clock.now() if session.scenario_state.started is None else session.scenario_state.started)
    patient = {} if session.patient is None else {"patient": f"Patient/{session.patient}"}
    ids = {"jti": backend.seed.uuid(f"access of {session.name}", 1)}
    ids["sub"] = backend.seed.uuid(f"consent of {session.name}", 1)
    return {"iss": issuer(backend, request), **ids, **patient, "iat": begun, "exp": int(begun + TOKEN_LIFE)}


def _iso(seconds: float | None) -> str | None:
    """Return a moment as JSON has it: `2026-01-01T00:00:00.000Z`."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _response(found: dict[str, Any], session: Session) -> Response:
    return Response(200, _JSON, orjson.dumps(found), at=session.clock.now())
