"""How is a session written as JSON? Its state, its journal entries, its webhook events."""

from typing import Any

from sandbox.oauth.authorization_server import TokenResponse
from sandbox.sessions.journal import Entry
from sandbox.sessions.session import Session
from sandbox.webhooks import WebhookEvent


def token_json(grant: TokenResponse) -> dict[str, Any]:
    """Return what a new authorization brings, as it is answered."""
    session = grant.session
    return {
        "access_token": grant.access_token,
        "token_type": "Bearer",
        "expires_in": round(grant.life),
        "refresh_token": grant.refresh_token,
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
        "clock": {"now": now, "frozen": session.clock.frozen},
        "requests": session.journal.count,
        "plan": {"used": used, "left": left},
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return a journal entry; what is empty is left out."""
    shown = {
        key: getattr(entry, key)
        for key in ("n", "at", "method", "path", "query", "status", "wait", "issue", "attempt", "bytes")
    }
    optional = {"spelling": entry.spelling, "fault": entry.fault, "gone": entry.gone}
    return shown | {key: value for key, value in optional.items() if value}


def event_json(notice: WebhookEvent) -> dict[str, Any]:
    """Return a webhook event with the attempts to deliver it."""
    attempts = [{"at": one.at, "status": one.status, "error": one.error} for one in notice.attempts]
    return {
        "event_id": notice.id,
        "event": notice.event,
        "at": notice.at,
        "state": notice.state,
        "next_at": notice.due_at,
        "attempts": [{key: value for key, value in one.items() if value != ""} for one in attempts],
    }
