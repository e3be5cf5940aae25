"""What can be asked of the whole sandbox? Its personas, scenarios and sessions; no session's token is needed."""

# tested by: tests/api/admin/test_overview.py

from dataclasses import asdict
from typing import Any

import orjson

from sandbox.api.admin.serialize import listed_json, token_json
from sandbox.api.admin.slices import JSON, in_slices
from sandbox.api.admin.verdicts import LABEL_PREFIX
from sandbox.api.shared.options import issuer, parse_options
from sandbox.api.shared.preparing import when_made
from sandbox.backend import Backend
from sandbox.loading import Persona
from sandbox.oauth import TOKEN_LIFE
from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import single_values
from sandbox.scenario import BODY_FORMATS, CANNED_ERRORS, PRESETS, RETRY_AFTER_FORMATS, parse_plan
from sandbox.web.json_body import FLAG, NUMBER, OBJECT, STRING, read_body, whole_seconds
from sandbox.web.messages import Request, Response

LONGEST_LIFE = 31_536_000
MOST_SESSIONS = 1000
_DIGITS = 19
_COUNTED_AT_ONCE = 8  # personas


def personas(backend: Backend, request: Request) -> Response:
    """Say who is there, with a token for each: all of them, or `?count=20&offset=0`."""
    count, offset = _page(single_values(request.query), "Personas are", str(len(backend.personas)))
    on = parse_options(backend, request)
    headers = (*JSON, ("X-Total-Count", str(len(backend.personas))))

    def row(persona: Persona) -> dict[str, Any]:
        """Count what one sees, which takes a millisecond."""
        counts = backend.persona_counts(persona, on)
        return {**asdict(persona), "token": f"pat_test_ready~{persona.name}", "resources": counts}

    wanted = backend.personas[offset : offset + count]
    return in_slices(wanted, row, list, at_once=_COUNTED_AT_ONCE, headers=headers)


def scenarios(_backend: Backend, _request: Request) -> dict[str, Any]:
    """List the scenarios, the spellings of a wait, and the statuses and bodies that a plan may answer with."""
    return {
        "scenarios": [
            {"name": row.name, "form": row.forms.replace("\\", "").strip("`"), "about": row.about, "basis": row.basis}
            for row in PRESETS.values()
        ],
        "retry_after": [
            {"name": row.name, "about": row.about, "kind": row.kind, "basis": row.basis}
            for row in RETRY_AFTER_FORMATS.values()
        ],
        "statuses": [
            {"status": row.status, "code": row.code, "says": row.text, "waits": row.waits, "basis": row.basis}
            for row in CANNED_ERRORS.values()
        ],
        "bodies": [
            {"name": row.form, "form": row.written, "about": row.about, "basis": row.basis} for row in BODY_FORMATS
        ],
    }


def sessions(backend: Backend, request: Request) -> dict[str, Any]:
    """List the sessions, the newest first: `?count=100&offset=0`; with `label-prefix`, those whose label begins so."""
    values = single_values(request.query)
    prefix = values.pop(LABEL_PREFIX, "")
    count, offset = _page(values, f"Sessions are chosen by ?{LABEL_PREFIX}= and", "100")
    count = min(count, MOST_SESSIONS)
    found = backend.sessions.labelled(prefix)
    page = [listed_json(session) for session in found[offset : offset + count]]
    return {"sessions": page, "total": len(found), "count": count, "offset": offset}


def _page(values: dict[str, str], says: str, count: str) -> tuple[int, int]:
    """Return what `count` and `offset` say, *count* being the default; raises Problem for anything else."""
    numbers = {name: values.pop(name, default) for name, default in (("count", count), ("offset", "0"))}
    whole = all(number.isascii() and number.isdecimal() and len(number) < _DIGITS for number in numbers.values())
    if values or not whole:
        raise Problem(ProblemKind.BAD_VALUE, f"{says} paged by ?count= and ?offset=, whole numbers.")
    return int(numbers["count"]), int(numbers["offset"])


def open_session(backend: Backend, request: Request) -> dict[str, Any]:
    """Authorize a patient anew: a real token, whose scenario begins now."""
    body = read_body(request, {"patient": STRING, "scenario": STRING + OBJECT, "expires_in": NUMBER})
    try:
        scenario = None
        if body.get("scenario", "default") != "default":
            scenario = parse_plan(body["scenario"])
        life = whole_seconds(body, "expires_in", round(TOKEN_LIFE), LONGEST_LIFE)
        tokens = backend.authorize(body.get("patient", ""), scenario, life, issuer=issuer(backend, request))
    except ValueError as error:
        raise Problem(ProblemKind.BAD_VALUE, str(error)) from None
    return token_json(tokens)


def reset(backend: Backend, request: Request) -> Response:
    """Begin as after the start: without any session. Needs {"all": true}, for it ends everybody's tests."""
    if read_body(request, {"all": FLAG}).get("all") is not True:
        raise Problem(ProblemKind.BAD_VALUE, 'A reset ends the sessions of all clients: it takes {"all": true}.')
    change = backend.reset()

    def answer() -> Response:
        change.outcome()
        return Response(200, JSON, orjson.dumps({"reset": True}))

    return when_made(change, answer)
