"""Did something happen, or does it not? `POST /_sandbox/session/expect` waits for journal entries."""

from collections.abc import Callable
from typing import Any

import orjson

from sandbox.api.admin.handle import session_of
from sandbox.backend import Backend
from sandbox.json_text import in_json
from sandbox.problem import Problem, ProblemKind
from sandbox.sessions.journal import Entry, Journal
from sandbox.sessions.session import Session
from sandbox.suggest import did_you_mean
from sandbox.web.json_body import NUMBER, OBJECT, read_body, seconds
from sandbox.web.messages import LongPoll, Request, Response

LONGEST_EXPECT = 60
_MATCHED: dict[str, type] = {"status": int, "issue": str, "method": str, "path": str, "query": str, "fault": str}


def expect(backend: Backend, request: Request) -> Response:
    """Wait until so many exchanges are there, or see that none comes; answers pass, fail or inconclusive."""
    found = session_of(backend, request)
    body = read_body(request, {"count": OBJECT, "within": NUMBER, "never": OBJECT, "for": NUMBER})
    if ("count" in body) == ("never" in body):
        raise Problem(ProblemKind.BAD_VALUE, "Expect takes either count, with within, or never, with for.")
    if ("for" if "count" in body else "within") in body:
        raise Problem(ProblemKind.BAD_VALUE, "The time of count is within, that of never is for.")
    if "count" in body:
        wanted = _wanted(body["count"], _MATCHED | {"min": int, "max": int})
        _check_order(wanted)
        return _poll(_count(_now(backend, found), wanted), seconds(body, "within", 0, LONGEST_EXPECT))
    return _poll(
        _never(_now(backend, found), _wanted(body["never"], _MATCHED)), seconds(body, "for", 0, LONGEST_EXPECT)
    )


def _now(backend: Backend, found: Session) -> Callable[[], Journal]:
    """Return what gives the journal of a session as it is by then; of one that was forgotten, as it was."""

    def journal() -> Journal:
        return (backend.sessions.named(found.name) or found).journal

    return journal


def _check_order(wanted: dict[str, Any]) -> None:
    """Raise Problem for a count that no number could have."""
    if "max" in wanted and wanted.get("min", 0) > wanted["max"]:
        text = f"min is {wanted['min']} and max {wanted['max']}: no count is both."
        raise Problem(ProblemKind.BAD_VALUE, text)


def _wanted(given: dict[str, Any], known: dict[str, type]) -> dict[str, Any]:
    for key, value in given.items():
        if key not in known:
            raise Problem(
                ProblemKind.BAD_VALUE,
                f"{key!r} cannot be expected.{did_you_mean(key, known)} Known: {', '.join(known)}.",
            )
        fits = isinstance(value, known[key]) and not isinstance(value, bool)
        if not fits or (isinstance(value, int) and value < 0):
            if known[key] is int:
                name = "a whole number from 0"
            else:
                name = "a string"
            raise Problem(ProblemKind.BAD_VALUE, f"{key} must be {name}, not {in_json(value)}.")
    return given


def _poll(ask: Callable[[bool], str | None], wait: float) -> Response:
    def response(last: bool) -> Response | None:  # noqa: FBT001 - a callback of one fact
        result = ask(last)
        if result is None:
            return None
        return _result(result)

    return Response(200, (), b"", long_poll=LongPoll(response, wait, _result("inconclusive")))


def _result(result: str) -> Response:
    headers = (("Content-Type", "application/json; charset=utf-8"),)
    return Response(200, headers, orjson.dumps({"result": result}))


def _count(journal: Callable[[], Journal], wanted: dict[str, Any]) -> Callable[[bool], str | None]:
    least, most = wanted.get("min", 0 if "max" in wanted else 1), wanted.get("max")

    def ask(last: bool) -> str | None:  # noqa: FBT001 - a callback of one fact
        found = journal()
        n = _matching(found, wanted)
        if most is not None and n > most:
            return "fail"
        if n >= least and (most is None or last):
            if most is not None and found.dropped:
                return "inconclusive"
            return "pass"
        if not last:
            return None
        if found.dropped:
            return "inconclusive"
        return "fail"

    return ask


def _never(journal: Callable[[], Journal], wanted: dict[str, Any]) -> Callable[[bool], str | None]:
    def ask(last: bool) -> str | None:  # noqa: FBT001 - a callback of one fact
        found = journal()
        if _matching(found, wanted):
            return "fail"
        if not last:
            return None
        if found.dropped or not found.count:
            return "inconclusive"
        return "pass"

    return ask


def _matching(journal: Journal, wanted: dict[str, Any]) -> int:
    fields = {key: value for key, value in wanted.items() if key in _MATCHED}
    return sum(_matches(entry, fields) for entry in journal.entries if not entry.door)


def _matches(entry: Entry, fields: dict[str, Any]) -> bool:
    return all(getattr(entry, key) == value for key, value in fields.items())
