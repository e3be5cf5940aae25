"""What does each call of the admin API answer? A schema for each, as the OpenAPI document has it."""

# tested by: tests/api/admin/test_openapi.py

from sandbox.api.openapi.document import COUNTS, FLAG, NUMBER, STRING, WHOLE, Schema, list_of, members, nullable
from sandbox.basis import Basis
from sandbox.scenario import Phase
from sandbox.verdict import POLICIES, RULES

_MOMENT: Schema = {"type": "number", "description": "seconds since 1970, on the clock of the session"}
_RESULT: Schema = {"enum": ["pass", "fail", "inconclusive", "not-exercised"]}
_POLICY: Schema = {"enum": list(POLICIES)}
_BASIS: Schema = {"enum": [basis.value for basis in Basis]}
_CLOCK = members({"now": _MOMENT, "frozen": FLAG}, {"scale": {"type": "number", "minimum": 1, "maximum": 100}})
_SYNC = members({"state": {"enum": [phase.value for phase in Phase]}, "ready_in": nullable(NUMBER)})
_SESSION: dict[str, Schema] = {
    "session": STRING,
    "patient": nullable(STRING),
    "scenario": STRING,
    "sync": _SYNC,
    "clock": _CLOCK,
    "requests": WHOLE,
    "plan": members({"used": WHOLE, "left": nullable(WHOLE)}),
}
_LAST = members({"at": _MOMENT, "status": nullable(WHOLE), "issue": nullable(STRING), "wait": nullable(NUMBER)})
_LISTED = members(_SESSION | {"label": STRING, "last": nullable(_LAST)})
_TOKENS = members(
    {
        **dict.fromkeys(("access_token", "refresh_token", "session", "scenario"), STRING),
        "token_type": {"const": "Bearer"},
        "expires_in": WHOLE,
        "patient": nullable(STRING),
    }
)
_ENTRY = members(
    {
        **dict.fromkeys(("n", "attempt", "connection"), WHOLE),
        "at": _MOMENT,
        **dict.fromkeys(("method", "path", "query"), STRING),
        "status": nullable(WHOLE),
        "wait": nullable(NUMBER),
        "issue": nullable(STRING),
        "bytes": nullable(WHOLE),
        "answered_at": nullable(_MOMENT),
    },
    {
        "spelling": STRING,
        "retry_after": list_of(STRING),
        "fault": {"enum": ["slow", "stall", "reset", "truncated", "garbled"]},
        **dict.fromkeys(("gone", "frozen"), FLAG),
        **dict.fromkeys(("user_agent", "next"), STRING),
        **dict.fromkeys(("withheld", "access"), WHOLE),
        "door": {"enum": ["oauth"]},
    },
)
_EVENT = members(
    {
        **dict.fromkeys(("event_id", "event"), STRING),
        "at": _MOMENT,
        "state": {"enum": ["delivered", "given up", "due"]},
        "next_at": nullable(_MOMENT),
        "attempts": list_of(members({"at": _MOMENT, "status": nullable(WHOLE)}, {"error": STRING})),
    }
)
_RULING = members(
    {
        "id": {"enum": [rule.id for rule in RULES]},
        "title": STRING,
        "result": _RESULT,
        "entries": list_of(WHOLE),
        "says": STRING,
        "repair": STRING,
    }
)
_NUMBERS = members(
    {
        "requests": WHOLE,
        "wasted": WHOLE,
        "early_seconds": NUMBER,
        "overshoot_seconds": nullable(NUMBER),
        "optimum": nullable(WHOLE),
    }
)
_VERDICT = members({"result": _RESULT, "policy": _POLICY, "rules": list_of(_RULING), "numbers": _NUMBERS})
_RULED = members({"session": STRING, "label": STRING, "result": _RESULT, "rules": list_of(_RULING)})
_PERSONA = members({**dict.fromkeys(("name", "patient", "about", "token"), STRING), "resources": COUNTS})
_ABOUT = dict.fromkeys(("name", "about"), STRING)
_SCENARIOS = members(
    {
        "scenarios": list_of(members(_ABOUT | {"form": STRING, "basis": _BASIS})),
        "retry_after": list_of(members(_ABOUT | {"kind": STRING, "basis": _BASIS})),
        "statuses": list_of(members({"status": WHOLE, "code": STRING, "says": STRING, "waits": FLAG, "basis": _BASIS})),
        "bodies": list_of(members(_ABOUT | {"form": STRING, "basis": _BASIS})),
    }
)
_HEALTH = members(
    {"status": {"enum": ["ok", "degraded"]}, "version": STRING, "resources": COUNTS, "seed": {"type": "integer"}},
    {"trouble": STRING},
)
_EXPLAINED = members(
    {
        "query": STRING,
        "type": STRING,
        "seen": WHOLE,
        "clauses": list_of(members({"clause": STRING, "keeps": WHOLE, "left": WHOLE})),
        "matches": WHOLE,
        "there": FLAG,
        "refused": nullable(list_of(members({"clause": STRING, "says": STRING}))),
    }
)
_PAGED = members({"sessions": list_of(_LISTED), **dict.fromkeys(("total", "count", "offset"), WHOLE)})
_DOCUMENT: Schema = {
    "type": "object",
    "required": ["openapi", "info", "paths", "components"],
    "description": "an OpenAPI document",
}

# (method, path; of a session that is named, that of the bearer's) -> what is answered, if all is well.
ANSWERS: dict[tuple[str, str], Schema] = {
    ("GET", "/health"): _HEALTH,
    ("GET", "/openapi.json"): _DOCUMENT,
    ("GET", "/openapi/fhir.json"): _DOCUMENT,
    ("GET", "/openapi/oauth.json"): _DOCUMENT,
    ("GET", "/personas"): list_of(_PERSONA),
    ("GET", "/scenarios"): _SCENARIOS,
    ("GET", "/sessions"): _PAGED,
    ("POST", "/sessions"): _TOKENS,
    ("POST", "/reset"): members({"reset": {"const": True}}),
    ("POST", "/resources"): members({"ids": list_of(STRING)}),
    ("DELETE", "/resources/{type}/{id}"): members({"deleted": STRING}),
    ("POST", "/explain"): _EXPLAINED,
    ("GET", "/session"): members(_SESSION, {"label": STRING, "last": nullable(_LAST)}),
    ("DELETE", "/session"): members({"forgotten": {"const": True}}),
    ("POST", "/session/clock"): _CLOCK,
    ("PUT", "/session/sync"): members(_SESSION),
    ("POST", "/session/reauthorize"): _TOKENS,
    ("GET", "/session/journal"): members({"entries": list_of(_ENTRY), "dropped": WHOLE}, {"webhooks": list_of(_EVENT)}),
    ("POST", "/session/journal"): members({"oauth": FLAG}),
    ("GET", "/session/verdict"): _VERDICT,
    ("POST", "/session/outcome"): members({"success": FLAG, "count": nullable(WHOLE)}),
    ("POST", "/session/expect"): members({"result": {"enum": ["pass", "fail", "inconclusive"]}}),
    ("GET", "/verdict"): members({"result": _RESULT, "policy": _POLICY, "sessions": list_of(_RULED)}),
}
# Path -> the media type of what is answered, where it is not JSON.
OTHER_MEDIA: dict[str, str] = {"/session/timeline.svg": "image/svg+xml", "/metrics": "text/plain"}
