"""What does a token stand for, and how is it given back? Introspection, the consent behind it, and revocation."""

from sandbox.api.oauth.bearer import claims_of, json_response, session_of
from sandbox.api.oauth.endpoint import endpoint_of, time_until_max_auth
from sandbox.api.options import parse_options
from sandbox.backend import Backend
from sandbox.oauth import ConsentState
from sandbox.web.messages import Request, Response


def introspect(backend: Backend, request: Request) -> Response:
    """Say what a token is, and how far the sync of its patient's data has come."""
    session = session_of(backend, request)
    claims, now = claims_of(backend, request, session), session.clock.now()
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
    return json_response(found, session)
