"""What does a token stand for? `GET /link/introspect`. http://www.rfc-editor.org/rfc/rfc7662"""

# tested by: tests/api/oauth/test_life.py

from sandbox.api.oauth.bearer import claims_of, json_response, session_of
from sandbox.api.oauth.endpoint import endpoint_of, time_until_max_auth
from sandbox.api.shared.options import parse_options
from sandbox.backend import Backend
from sandbox.oauth import ConsentState
from sandbox.web.messages import Request, Response


def introspect(backend: Backend, request: Request) -> Response:
    """Say what a token is, and how far the sync of its patient's data has come."""
    session = session_of(backend, request)
    claims, now = claims_of(backend, request, session), session.clock.now()
    phase, _ = session.scenario_state.state(now)
    counts = backend.counts(session, parse_options(backend, request))
    consent = backend.consent_of(session)
    if consent is None:
        external_id = ""
    else:
        external_id = consent.request.external_id
    found = claims | {
        "patient": claims.get("patient"),
        "state": ConsentState.EXCHANGED,
        "endpoint": endpoint_of(backend, consent) | {"resources": sorted(backend.store.counts)},
        "timeUntilMaxAuth": time_until_max_auth(consent, claims["exp"] - now),
        "user": {"externalId": external_id},
        "sync": {"state": phase, "resourceTypes": counts},
    }
    backend.sessions.update(session.name, lambda one: one.read_sync_state(phase))
    return json_response(found, session)
