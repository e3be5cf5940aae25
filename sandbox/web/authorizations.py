"""What does a token stand for, and how is it given back? Introspection, the consent behind it, and revocation."""

from datetime import UTC, datetime
from typing import Any

import orjson

from sandbox.access import TOKEN_LIFE, State, read_header, read_secret
from sandbox.problem import Kind, Problem
from sandbox.scenario import Phase
from sandbox.session import Session
from sandbox.web.exchange import Answer, Asked, Headers
from sandbox.web.fhir import terms
from sandbox.web.fields import need, of_body
from sandbox.web.grants import endpoint_of, issuer, time_until_max_auth
from sandbox.world import World

_JSON: Headers = (("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"))


def introspect(world: World, asked: Asked) -> Answer:
    """Say what a token is, and how far the sync of its patient's data has come."""
    session = _session(world, asked)
    claims, now = _claims(world, asked, session), session.clock.now()
    phase, _ = session.course.state(now)
    counts = world.counts(session, terms(world, asked))
    external_id = session.consent.request.external_id if session.consent else ""
    found = claims | {
        "patient": claims.get("patient"),
        "state": State.EXCHANGED,
        "endpoint": endpoint_of(world, session.consent) | {"resources": sorted(world.store.counts)},
        "timeUntilMaxAuth": time_until_max_auth(session.consent, claims["exp"] - now),
        "user": {"externalId": external_id},
        "sync": {"state": phase, "resourceTypes": counts},
    }
    return _answer(found, session)


def consent(world: World, asked: Asked) -> Answer:
    """Say which consent a token rests on, and how its one patient authorization stands."""
    session = _session(world, asked)
    if session.patient is None:
        raise Problem(Kind.FORBIDDEN, "An application's own token rests on no patient's consent.")
    held = session.consent
    claims = _claims(world, asked, session)
    created = held.created_at if held else claims["iat"]
    exchanged = held.exchanged_at if held else created
    authorization = {
        "id": held.authorization if held else claims["jti"],
        "state": held.state if held else State.EXCHANGED,
        "usage": "MULTIPLE" if held is None or held.refreshable else "ONE_TIME",
        "createdAt": _iso(created),
        "authorizedAt": _iso(created),
        "exchangedAt": _iso(exchanged),
        "revokedAt": None,
        "expiredAt": None,
        "patient": f"Patient/{session.patient}",
        "endpoint": endpoint_of(world, held),
        "active": True,
    }
    found = {
        "id": claims["sub"],
        "createdAt": _iso(created),
        "updatedAt": _iso(held.updated_at if held else None),
        "patientAuthorizations": [authorization],
    }
    return _answer(found, session)


def revoke(world: World, asked: Asked) -> Answer:
    """Take back all that the token's patient has granted to the application at this endpoint; say how many."""
    session = _session(world, asked)
    (secret,) = need(of_body(asked), "secret_key")
    live, held = read_secret(secret), session.consent
    if session.patient is None:
        raise Problem(Kind.BAD_VALUE, "An application's own token cannot be revoked: it ends by itself.")
    if held is None:
        session.course.put(Phase.REVOKED, session.clock.now())
        return _answer({"count": 1}, session)
    if held.request.application is not None and held.live != live:
        raise Problem(Kind.NO_LOGIN, "Unauthorized: Invalid credentials. This token is of the other kind of keys.")
    return _answer({"count": world.authority.revoke_all(held)}, session)


def _session(world: World, asked: Asked) -> Session:
    """Return the session of a token that is good; raises Problem in the words of the service."""
    try:
        session = world.admit(read_header(asked.headers.get("Authorization", None)))
    except Problem as problem:
        raise Problem(problem.kind, f"Invalid access token. {problem.text}") from None
    if session.is_over():
        raise Problem(Kind.NO_LOGIN, "Invalid access token")
    return session


def _claims(world: World, asked: Asked, session: Session) -> dict[str, Any]:
    """Return the claims of a token; of one that is made up, what they would be."""
    if session.claims is not None:
        return session.claims
    begun = int(session.clock.now() if session.course.started is None else session.course.started)
    patient = {} if session.patient is None else {"patient": f"Patient/{session.patient}"}
    ids = {"jti": world.chance.uuid(f"access of {session.name}", 1)}
    ids["sub"] = world.chance.uuid(f"consent of {session.name}", 1)
    return {"iss": issuer(world, asked), **ids, **patient, "iat": begun, "exp": int(begun + TOKEN_LIFE)}


def _iso(seconds: float | None) -> str | None:
    """Return a moment as JSON has it: `2026-01-01T00:00:00.000Z`."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _answer(found: dict[str, Any], session: Session) -> Answer:
    return Answer(200, _JSON, orjson.dumps(found), at=session.clock.now())
