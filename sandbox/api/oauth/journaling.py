"""Whose is a request to the OAuth API, and where is that seen? In the journal of a session that keeps such requests.

Only what a client asks for itself is written down: tokens, introspection, revocation. Neither forms nor tokens are.
"""

# tested by: tests/api/oauth/test_journaling.py

from sandbox.backend import Backend
from sandbox.oauth import read_header
from sandbox.problem import Problem
from sandbox.sessions.journal import Arrival, Entry, EntryOutcome
from sandbox.sessions.redaction import redact
from sandbox.sessions.session import Session
from sandbox.web.form import of_body
from sandbox.web.messages import Request, Response

DOOR = "oauth"
LONGEST_USER_AGENT = 200  # characters of the header that the journal keeps
_JOURNALED = frozenset({"/link/token", "/oauth/token", "/link/introspect", "/link/revoke"})


def arrived(backend: Backend, request: Request) -> tuple[Session, Entry] | None:
    """Write down a request that has just arrived; None if it is not to be written down."""
    if request.path not in _JOURNALED:
        return None
    session = _session_of(backend, request)
    if session is None or not session.keeps_oauth:
        return None
    clock = session.clock
    arrival = Arrival(
        at=clock.now(),
        method=request.method,
        path=request.path,
        query="",
        connection=request.connection,
        user_agent=redact(request.headers.get("User-Agent", ""))[:LONGEST_USER_AGENT],
        access=session.access,
        frozen=clock.frozen,
        behind=clock.behind,
        door=DOOR,
    )
    return session, backend.sessions.update(session.name, lambda one: one.journal.open(arrival, request.is_open))


def answered(backend: Backend, session: Session, entry: Entry, response: Response) -> None:
    """Note how it was answered."""
    outcome = EntryOutcome(status=response.status, size=len(response.body))
    backend.close_entry(session.name, entry, session.clock.now(), outcome)


def _session_of(backend: Backend, request: Request) -> Session | None:
    """Return the session that a refresh token, a code or a bearer token of a request leads to, if there is one yet."""
    consents = backend.authorization_server.consents
    fields = _fields(request)
    consent = consents.by_refresh_token(fields.get("refresh_token", "")) or consents.by_code(fields.get("code", ""))
    if consent is not None:
        return backend.sessions.named(consent.session)
    try:
        return backend.known_session(read_header(request.headers.get("Authorization", None)))
    except Problem:
        return None


def _fields(request: Request) -> dict[str, str]:
    try:
        return dict(of_body(request))
    except Problem:
        return {}
