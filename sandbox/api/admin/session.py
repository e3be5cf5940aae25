"""What can be asked and told of one session? The handle is the client's own token, so a test needs to know no more."""

# tested by: tests/api/admin/test_clock.py, tests/api/admin/test_sync.py

from typing import Any

from sandbox.api.admin.serialize import clock_json, entry_json, event_json, listed_json, session_json, token_json
from sandbox.api.shared.options import issuer
from sandbox.backend import Backend
from sandbox.oauth import read_header
from sandbox.problem import Problem, ProblemKind
from sandbox.scenario import Phase, parse_plan
from sandbox.sessions.clock import FASTEST, Clock
from sandbox.sessions.session import Session
from sandbox.suggest import did_you_mean
from sandbox.web.json_body import FLAG, NUMBER, OBJECT, STRING, read_body, seconds
from sandbox.web.messages import Request

LONGEST_ADVANCE = 31_536_000
_STATES = {"ready": Phase.READY, "failed": Phase.FAILED, "syncing": Phase.SYNCING}


def session(_backend: Backend, _request: Request, found: Session) -> dict[str, Any]:
    """Say how the session stands."""
    return session_json(found)


def listed(_backend: Backend, _request: Request, found: Session) -> dict[str, Any]:
    """Say how the session stands, as the list of all does."""
    return listed_json(found)


def forget(backend: Backend, request: Request) -> dict[str, Any]:
    """Forget the session: the token's next request begins anew."""
    token = read_header(request.headers.get("Authorization", None))
    backend.forget(token)
    return {"forgotten": True}


def clock(backend: Backend, request: Request, found: Session) -> dict[str, Any]:
    """Freeze, advance, scale or resume the session's clock, in that order; answers the clock.

    `{"freeze": false}` resumes it at once; `{"resume": false}` would say nothing, and is refused.

    It is advanced by seconds, or `to` a moment that is still to come, in seconds since 1970. With a scale of n, 1 to
    100, it runs n times as fast as the time of day from now on.
    """
    body = read_body(request, {"freeze": FLAG, "advance": NUMBER, "to": NUMBER, "scale": NUMBER, "resume": FLAG})
    if body.get("resume") is False:
        raise Problem(ProblemKind.BAD_VALUE, 'resume takes true alone: {"freeze": true} is what stops the clock.')
    by = seconds(body, "advance", 0, LONGEST_ADVANCE)
    scale = body.get("scale")
    if scale is not None and not 1 <= scale <= FASTEST:
        raise Problem(ProblemKind.BAD_VALUE, f"scale must be a number from 1 to {FASTEST}, not {scale}.")

    def change(session: Session) -> dict[str, Any]:
        changed = session.clock.copied()
        _change_clock(changed, body, by)
        session.go_by(changed)  # all of what was asked for was possible
        return clock_json(changed)

    try:
        return backend.sessions.update(found.name, change)
    except ValueError as error:
        raise Problem(ProblemKind.BAD_VALUE, f"{error}.") from None


def _change_clock(clock: Clock, body: dict[str, Any], by: float) -> None:
    """Do to a clock what a body says, *by* being the seconds by which it is advanced; raises ValueError."""
    if body.get("freeze") is True:
        clock.freeze()
    elif body.get("freeze") is False:
        clock.resume()
    if "to" in body:
        clock.advance_to(body["to"])
    clock.advance(by)
    if "scale" in body:
        clock.run_at(body["scale"])
    if body.get("resume"):
        clock.resume()


def sync(backend: Backend, request: Request, found: Session) -> dict[str, Any]:
    """End or begin the sync window by hand: {"state": "ready" | "failed" | "syncing"}."""
    wanted = read_body(request, {"state": STRING}).get("state", "")
    if wanted not in _STATES:
        raise Problem(
            ProblemKind.BAD_VALUE, f"state takes {', '.join(_STATES)}, not {wanted!r}.{did_you_mean(wanted, _STATES)}"
        )
    try:
        return session_json(backend.move_sync(found, _STATES[wanted]))
    except ValueError as error:
        raise Problem(ProblemKind.BAD_VALUE, f"{error}.") from None


def reauthorize(backend: Backend, request: Request, found: Session) -> dict[str, Any]:
    """Let the patient authorize anew, which cures a failed sync; answers like POST /_sandbox/sessions."""
    body = read_body(request, {"scenario": STRING + OBJECT})
    try:
        scenario = parse_plan(body.get("scenario", "ready"))
    except ValueError as error:
        raise Problem(ProblemKind.BAD_VALUE, str(error)) from None
    return token_json(backend.reauthorize(found, scenario, issuer=issuer(backend, request)))


def keep_oauth(backend: Backend, request: Request, found: Session) -> dict[str, Any]:
    """Say whether the journal is to have what the client asks of the OAuth API, too: {"oauth": true}."""
    body = read_body(request, {"oauth": FLAG})
    if "oauth" not in body:
        raise Problem(ProblemKind.BAD_VALUE, 'A journal takes {"oauth": true} or {"oauth": false}.')
    backend.sessions.update(found.name, lambda one: one.keep_oauth(keeps=body["oauth"]))
    return {"oauth": body["oauth"]}


def journal(backend: Backend, _request: Request, found: Session) -> dict[str, Any]:
    """List what the client did, in order, and which webhooks its application was sent."""
    shown = {"entries": [entry_json(entry) for entry in found.journal.entries], "dropped": found.journal.dropped}
    if backend.outbox.url is None:
        return shown
    return shown | {"webhooks": [event_json(event) for event in backend.events_of(found)]}
