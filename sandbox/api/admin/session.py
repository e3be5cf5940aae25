"""What can be asked and told of one session? The handle is the client's own token, so a test needs to know no more."""

from typing import Any
from urllib.parse import parse_qsl

from sandbox.api.admin.handle import session_of
from sandbox.api.admin.serialize import entry_json, event_json, session_json, token_json
from sandbox.api.options import issuer
from sandbox.backend import Backend
from sandbox.oauth import AuthorizationRequest, read_header
from sandbox.problem import Problem, ProblemKind
from sandbox.scenario import Phase, parse_plan
from sandbox.suggest import did_you_mean
from sandbox.verdict import POLICIES, judge
from sandbox.web.json_body import FLAG, NUMBER, OBJECT, STRING, read_body, seconds
from sandbox.web.messages import Request

LONGEST_ADVANCE = 31_536_000
_STATES = {"ready": Phase.READY, "failed": Phase.FAILED, "syncing": Phase.SYNCING}


def session(backend: Backend, request: Request) -> dict[str, Any]:
    """Say how the session stands."""
    return session_json(session_of(backend, request))


def forget(backend: Backend, request: Request) -> dict[str, Any]:
    """Forget the session: the token's next request begins anew."""
    token = read_header(request.headers.get("Authorization", None))
    backend.forget(token)
    return {"forgotten": True}


def clock(backend: Backend, request: Request) -> dict[str, Any]:
    """Freeze, advance or resume the session's clock, in that order; answers the clock.

    It is advanced by seconds, or `to` a moment that is still to come, in seconds since 1970.
    """
    found = session_of(backend, request)
    body = read_body(request, {"freeze": FLAG, "advance": NUMBER, "to": NUMBER, "resume": FLAG})
    by = seconds(body, "advance", 0, LONGEST_ADVANCE)
    if body.get("freeze"):
        found.clock.freeze()
    try:
        if "to" in body:
            found.clock.advance_to(body["to"])
        found.clock.advance(by)
    except ValueError as error:
        raise Problem(ProblemKind.BAD_VALUE, f"{error}.") from None
    if body.get("resume"):
        found.clock.resume()
    return {"now": found.clock.now(), "frozen": found.clock.frozen}


def sync(backend: Backend, request: Request) -> dict[str, Any]:
    """End or begin the sync window by hand: {"state": "ready" | "failed" | "syncing"}."""
    found = session_of(backend, request)
    wanted = read_body(request, {"state": STRING}).get("state", "")
    if wanted not in _STATES:
        raise Problem(
            ProblemKind.BAD_VALUE, f"state takes {', '.join(_STATES)}, not {wanted!r}.{did_you_mean(wanted, _STATES)}"
        )
    found.scenario_state.put(_STATES[wanted], found.clock.now())
    backend.outbox.watch(found)
    return session_json(found)


def reauthorize(backend: Backend, request: Request) -> dict[str, Any]:
    """Let the patient authorize anew, which cures a failed sync; answers like POST /_sandbox/sessions."""
    found = session_of(backend, request)
    body = read_body(request, {"scenario": STRING + OBJECT})
    if found.patient is None:
        raise Problem(ProblemKind.BAD_VALUE, "An application's token has no patient who could authorize anew.")
    try:
        scenario = parse_plan(body.get("scenario", "ready"))
    except ValueError as error:
        raise Problem(ProblemKind.BAD_VALUE, str(error)) from None
    found.clear_failed_sync()
    backend.outbox.watch(found)
    authorization_request = found.consent.request if found.consent else AuthorizationRequest()
    consent = backend.consent(authorization_request, found.patient, scenario)
    return token_json(backend.authorization_server.exchange(consent, issuer(backend, request)))


def journal(backend: Backend, request: Request) -> dict[str, Any]:
    """List what the client did, in order, and which webhooks its application was sent."""
    found = session_of(backend, request)
    shown = {"entries": [entry_json(entry) for entry in found.journal.entries], "dropped": found.journal.dropped}
    return (
        shown | {"webhooks": [event_json(notice) for notice in found.webhook_events]}
        if backend.outbox.url is not None
        else shown
    )


def verdict(backend: Backend, request: Request) -> Any:
    """Judge the client by its journal: `?policy=flexpa`."""
    found = session_of(backend, request)
    values = dict(parse_qsl(request.query))
    policy = values.pop("policy", "flexpa")
    for name in values:
        raise Problem(
            ProblemKind.BAD_VALUE, f"A verdict takes no {name!r}, only policy.{did_you_mean(name, ['policy'])}"
        )
    if policy not in POLICIES:
        known = ", ".join(POLICIES)
        raise Problem(
            ProblemKind.BAD_VALUE, f"{policy!r} is no policy.{did_you_mean(policy, POLICIES)} Known: {known}."
        )
    return judge(found.verdict_input, POLICIES[policy])
