"""What did a client do wrong, and what does it say itself? The verdict on one session, or on all of a label."""

# tested by: tests/api/admin/test_verdict_call.py

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.api.admin.slices import in_slices
from sandbox.backend import Backend
from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import pairs, single_values
from sandbox.sessions.client_outcome import ClientOutcome
from sandbox.sessions.session import Session
from sandbox.suggest import did_you_mean
from sandbox.verdict import CLIENTS, ENDS, POLICIES, Verdict, judge, result_of
from sandbox.web.json_body import FLAG, NUMBER, read_body
from sandbox.web.messages import Request, Response

_JUDGED_AT_ONCE = 1  # clients
LABEL_PREFIX = "label-prefix"
PAGES = ("any", "every")  # which of the pages that it was offered the client was to fetch
_OPTIONS = {"policy": "flexpa", "clients": "many", "ended": "", "pages": "any", "ignore": ""}
_REPEATABLE = frozenset({"ignore"})
_WORDS = {"policy": tuple(POLICIES), "clients": CLIENTS, "ended": ENDS, "pages": PAGES}


def verdict(backend: Backend, request: Request, session: Session) -> Any:
    """Judge the client by its journal: `?policy=flexpa&clients=one&ended=exit&pages=every&ignore=R16&ignore=R17`."""
    return judged(backend, session, verdict_options(request))


def verdicts(backend: Backend, request: Request) -> Response:
    """Judge the clients of all sessions whose label begins with `?label-prefix=`; without it, of all there are."""
    options = verdict_options(request, {LABEL_PREFIX: ""})
    prefix = options.pop(LABEL_PREFIX)
    found = backend.sessions.labelled(prefix)

    def row(session: Session) -> dict[str, Any]:
        """Judge one, which takes some milliseconds where it has asked much."""
        one = judged(backend, session, options)
        return {"session": session.name, "label": session.label, "result": one.result, "rules": one.rules}

    def whole(rows: list[dict[str, Any]]) -> dict[str, Any]:
        result = result_of([one["result"] for one in rows])
        return {"result": result, "policy": options["policy"], "sessions": rows}

    return in_slices(found[::-1], row, whole, at_once=_JUDGED_AT_ONCE)


def outcome(backend: Backend, request: Request, session: Session) -> dict[str, Any]:
    """Take note of how the client says it went: {"success": true, "count": 12}."""
    body = read_body(request, {"success": FLAG, "count": NUMBER})
    if "success" not in body:
        raise Problem(ProblemKind.BAD_VALUE, 'An outcome takes {"success": true} or {"success": false}.')
    count = body.get("count")
    if count is not None and (count < 0 or count != int(count)):
        raise Problem(ProblemKind.BAD_VALUE, f"count takes a whole number from 0, not {count}.")
    if count is not None:
        count = int(count)
    outcome_ = ClientOutcome(success=body["success"], count=count)
    backend.sessions.update(session.name, lambda one: one.report(outcome_))
    return {"success": outcome_.success, "count": outcome_.count}


def verdict_options(request: Request, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what the query string says about a verdict, or the defaults; raises Problem for what it may not say.

    *more* are parameters that the call takes besides, with their defaults.
    """
    defaults = {**(more or {}), **_OPTIONS}
    values = single_values(request.query, _REPEATABLE)
    for name in values:
        if name not in defaults:
            known = ", ".join(defaults)
            hint = did_you_mean(name, defaults)
            raise Problem(ProblemKind.BAD_VALUE, f"A verdict takes no {name!r}, only {known}.{hint}")
    for name, words in _WORDS.items():
        value = values.get(name, words[0])
        if value not in words:
            hint = did_you_mean(value, words)
            raise Problem(ProblemKind.BAD_VALUE, f"{name} takes {', '.join(words)}, not {value!r}.{hint}")
    ignored = ",".join(value for name, value in pairs(request.query) if name == "ignore")
    return {**defaults, **values, "ignore": ignored}


def judged(backend: Backend, session: Session, options: Mapping[str, str]) -> Verdict:
    """Return the verdict on a session under some options; raises Problem for a rule that there is not."""
    ended = next((end for end in ENDS if end == options["ended"]), None)
    clients = next(clients for clients in CLIENTS if clients == options["clients"])
    ignore = [rule.strip() for rule in options["ignore"].split(",") if rule.strip()]
    try:
        facts = replace(backend.verdict_input(session), every_page=options["pages"] == "every")
        return judge(facts, POLICIES[options["policy"]], clients, ended, ignore)
    except ValueError as error:
        raise Problem(ProblemKind.BAD_VALUE, f"ignore takes ids of rules. {error}") from None
