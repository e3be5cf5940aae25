"""What can be asked and told of one session? The handle is the client's own token, so a test needs to know no more."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import orjson

from sandbox.access import AuthorizationRequest, read_header
from sandbox.journal import Entry
from sandbox.problem import Problem, ProblemKind
from sandbox.scenario import Phase, parse_plan
from sandbox.session import Session
from sandbox.spelling import did_you_mean
from sandbox.verdict import POLICIES, judge
from sandbox.web.body import FLAG, NUMBER, OBJECT, STRING, read_body, seconds
from sandbox.web.exchange import LongPoll, Request, Response
from sandbox.web.grants import issuer
from sandbox.web.overview import granted, state
from sandbox.webhook import WebhookEvent
from sandbox.world import Backend

LONGEST_EXPECT = 60
LONGEST_ADVANCE = 31_536_000
_STATES = {"ready": Phase.READY, "failed": Phase.FAILED, "syncing": Phase.SYNCING}
_MATCHED: dict[str, type] = {"status": int, "issue": str, "method": str, "path": str, "query": str, "fault": str}


def session(backend: Backend, request: Request) -> dict[str, Any]:
    """Say how the session stands."""
    return state(_session(backend, request))


def forget(backend: Backend, request: Request) -> dict[str, Any]:
    """Forget the session: the token's next request begins anew."""
    token = read_header(request.headers.get("Authorization", None))
    backend.forget(token)
    return {"forgotten": True}


def clock(backend: Backend, request: Request) -> dict[str, Any]:
    """Freeze, advance or resume the session's clock, in that order; answers the clock.

    It is advanced by seconds, or `to` a moment that is still to come, in seconds since 1970.
    """
    found = _session(backend, request)
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
    found = _session(backend, request)
    wanted = read_body(request, {"state": STRING}).get("state", "")
    if wanted not in _STATES:
        raise Problem(
            ProblemKind.BAD_VALUE, f"state takes {', '.join(_STATES)}, not {wanted!r}.{did_you_mean(wanted, _STATES)}"
        )
    found.scenario_state.put(_STATES[wanted], found.clock.now())
    backend.outbox.watch(found)
    return state(found)


def reauthorize(backend: Backend, request: Request) -> dict[str, Any]:
    """Let the patient authorize anew, which cures a failed sync; answers like POST /_sandbox/sessions."""
    found = _session(backend, request)
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
    return granted(backend.authorization_server.exchange(consent, issuer(backend, request)))


def journal(backend: Backend, request: Request) -> dict[str, Any]:
    """List what the client did, in order, and which webhooks its application was sent."""
    found = _session(backend, request)
    shown = {"entries": [_entry(entry) for entry in found.journal.entries], "dropped": found.journal.dropped}
    return (
        shown | {"webhooks": [_notice(notice) for notice in found.webhook_events]}
        if backend.outbox.url is not None
        else shown
    )


def verdict(backend: Backend, request: Request) -> Any:
    """Judge the client by its journal: `?policy=flexpa`."""
    found = _session(backend, request)
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


def expect(backend: Backend, request: Request) -> Response:
    """Wait until so many exchanges are there, or see that none comes; answers pass, fail or inconclusive."""
    found = _session(backend, request)
    body = read_body(request, {"count": OBJECT, "within": NUMBER, "never": OBJECT, "for": NUMBER})
    if ("count" in body) == ("never" in body):
        raise Problem(ProblemKind.BAD_VALUE, "Expect takes either count, with within, or never, with for.")
    if ("for" if "count" in body else "within") in body:
        raise Problem(ProblemKind.BAD_VALUE, "The time of count is within, that of never is for.")
    if "count" in body:
        wanted = _wanted(body["count"], _MATCHED | {"min": int, "max": int})
        return _later(_count(found, wanted), seconds(body, "within", 0, LONGEST_EXPECT))
    return _later(_never(found, _wanted(body["never"], _MATCHED)), seconds(body, "for", 0, LONGEST_EXPECT))


def _wanted(given: dict[str, Any], known: dict[str, type]) -> dict[str, Any]:
    for key, value in given.items():
        if key not in known:
            raise Problem(
                ProblemKind.BAD_VALUE,
                f"{key!r} cannot be expected.{did_you_mean(key, known)} Known: {', '.join(known)}.",
            )
        fits = isinstance(value, known[key]) and not isinstance(value, bool)
        if not fits or (isinstance(value, int) and value < 0):
            name = "a whole number from 0" if known[key] is int else "a string"
            raise Problem(ProblemKind.BAD_VALUE, f"{key} must be {name}, not {value!r}.")
    return given


def _later(ask: Callable[[bool], str | None], wait: float) -> Response:
    def response(last: bool) -> Response | None:  # noqa: FBT001 - a callback of one fact
        result = ask(last)
        return None if result is None else _result(result)

    return Response(200, (), b"", later=LongPoll(response, wait, _result("inconclusive")))


def _result(result: str) -> Response:
    headers = (("Content-Type", "application/json; charset=utf-8"),)
    return Response(200, headers, orjson.dumps({"result": result}))


def _count(found: Session, wanted: dict[str, Any]) -> Callable[[bool], str | None]:
    least, most = wanted.get("min", 0 if "max" in wanted else 1), wanted.get("max")

    def ask(last: bool) -> str | None:  # noqa: FBT001 - a callback of one fact
        n = _matching(found, wanted)
        if most is not None and n > most:
            return "fail"
        if n >= least and (most is None or last):
            return "inconclusive" if most is not None and found.journal.dropped else "pass"
        if not last:
            return None
        return "inconclusive" if found.journal.dropped else "fail"

    return ask


def _never(found: Session, wanted: dict[str, Any]) -> Callable[[bool], str | None]:
    def ask(last: bool) -> str | None:  # noqa: FBT001 - a callback of one fact
        if _matching(found, wanted):
            return "fail"
        if not last:
            return None
        return "inconclusive" if found.journal.dropped or not found.journal.count else "pass"

    return ask


def _matching(found: Session, wanted: dict[str, Any]) -> int:
    fields = {key: value for key, value in wanted.items() if key in _MATCHED}
    return sum(all(getattr(entry, key) == value for key, value in fields.items()) for entry in found.journal.entries)


def _session(backend: Backend, request: Request) -> Session:
    return backend.session_of_handle(read_header(request.headers.get("Authorization", None)))


def _entry(entry: Entry) -> dict[str, Any]:
    shown = {
        key: getattr(entry, key)
        for key in ("n", "at", "method", "path", "query", "status", "wait", "issue", "attempt", "bytes")
    }
    optional = {"spelling": entry.spelling, "fault": entry.fault, "gone": entry.gone}
    return shown | {key: value for key, value in optional.items() if value}


def _notice(notice: WebhookEvent) -> dict[str, Any]:
    attempts = [{"at": one.at, "status": one.status, "error": one.error} for one in notice.attempts]
    return {
        "event_id": notice.id,
        "event": notice.event,
        "at": notice.at,
        "state": notice.state,
        "next_at": notice.due_at,
        "attempts": [{key: value for key, value in one.items() if value != ""} for one in attempts],
    }
