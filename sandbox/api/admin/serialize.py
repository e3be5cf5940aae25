"""How is a session written as JSON? Its state, its journal entries, its webhook events."""

# tested by: tests/api/admin/test_journal.py, tests/api/admin/test_sessions.py

from typing import Any

from sandbox.oauth.token_response import TokenResponse
from sandbox.sessions.clock import Clock
from sandbox.sessions.journal import Entry
from sandbox.sessions.session import Session
from sandbox.webhooks import WebhookEvent


def token_json(tokens: TokenResponse) -> dict[str, Any]:
    """Return what a new authorization brings, as it is answered."""
    session = tokens.session
    return {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": round(tokens.expires_in),
        "refresh_token": tokens.refresh_token,
        "patient": session.patient,
        "session": session.name,
        "scenario": session.scenario_state.scenario.text,
    }


def session_json(session: Session) -> dict[str, Any]:
    """Return how a session stands."""
    now = session.clock.now()
    phase, ready_in = session.scenario_state.state(now)
    used, left = session.scenario_state.steps
    return {
        "session": session.name,
        "patient": session.patient,
        "scenario": session.scenario_state.scenario.text,
        "sync": {"state": phase, "ready_in": ready_in if ready_in is None else round(ready_in, 6)},
        "clock": clock_json(session.clock),
        "requests": session.journal.count,
        "plan": {"used": used, "left": left},
    }


def listed_json(session: Session) -> dict[str, Any]:
    """Return how a session stands, with its label and its last exchange: what one row of a list shows."""
    last = None
    entry = session.journal.last
    if entry is not None:
        last = {name: getattr(entry, name) for name in ("at", "status", "issue", "wait")}
    return {**session_json(session), "label": session.label, "last": last}


def clock_json(clock: Clock) -> dict[str, Any]:
    """Return what a clock shows, in seconds since 1970, whether it stands, and its scale where that is not 1."""
    shown: dict[str, Any] = {"now": clock.now(), "frozen": clock.frozen}
    if clock.scale != 1:
        shown["scale"] = clock.scale
    return shown


_OPTIONAL = ("spelling", "retry_after", "fault", "gone", "user_agent", "next", "withheld", "access", "frozen", "door")


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return a journal entry; what is empty is left out. `answered_at` is None until the answer was sent."""
    names = ("n", "at", "method", "path", "query", "status", "wait", "issue", "attempt", "bytes", "connection")
    shown = {name: getattr(entry, name) for name in names} | {"answered_at": entry.done}
    optional = {name: getattr(entry, name) for name in _OPTIONAL}
    return shown | {key: value for key, value in optional.items() if value}


def event_json(event: WebhookEvent) -> dict[str, Any]:
    """Return a webhook event with the attempts to deliver it."""
    attempts = [{"at": one.at, "status": one.status, "error": one.error} for one in event.attempts]
    return {
        "event_id": event.id,
        "event": event.event,
        "at": event.at,
        "state": event.state,
        "next_at": event.due_at,
        "attempts": [{key: value for key, value in one.items() if value != ""} for one in attempts],
    }
