"""What can be steered, for a machine to read? An OpenAPI 3.1 document, derived from the routes.

http://spec.openapis.org/oas/v3.1.0
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sandbox.api.admin.answers import ANSWERS, OTHER_MEDIA
from sandbox.api.admin.handle import NAMED
from sandbox.api.admin.sandbox import LONGEST_LIFE
from sandbox.api.admin.verdicts import PAGES
from sandbox.api.openapi.document import STRING, Schema, answer, document, of_path, parameter, ref
from sandbox.scenario.plan_schema import PLAN_SCHEMA
from sandbox.verdict import CLIENTS, ENDS, POLICIES, RULES
from sandbox.web.json_body import NDJSON_TYPES
from sandbox.web.router import Route

_NUMBER: dict[str, Any] = {"type": "number", "minimum": 0}
_LIFE: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": LONGEST_LIFE}
_SCENARIO: dict[str, Any] = {
    "oneOf": [{"type": "string", "examples": ["syncing-5s"]}, {"$ref": "#/components/schemas/Plan"}],
}
_COUNTED: dict[str, Any] = {
    "status": {"type": "integer"},
    **{name: {"type": "string"} for name in ("issue", "method", "path", "query", "fault")},
}


def openapi(
    routes: Sequence[Route[Callable[..., Any]]],
    guarded: Collection[Callable[..., Any]],
    creating: Collection[Callable[..., Any]],
) -> dict[str, Any]:
    """Return the document; *guarded* are the functions that need the admin token, if there is one.

    *creating* are those that answer with 201.
    """
    paths: dict[str, Any] = {}
    for route in routes:
        operation = _operation(route)
        status = "201" if route.function in creating else "200"
        operation["responses"] = {status: _answered(route), **_ERRORS}
        if route.pattern == "/session" or route.pattern.startswith("/session/"):
            operation["security"] = [{"session": []}]
        elif route.function in guarded:
            operation["security"] = [{"admin": []}, {}]
        paths.setdefault(f"/_sandbox{route.pattern}", {})[route.method.lower()] = operation
    paths["/_sandbox/health"]["get"]["responses"]["503"] = answer("with `?ready`: not now", ANSWERS["GET", "/health"])
    return document(
        "steering",
        "Calls about one session take the bearer token that the client under test uses.",
        paths,
        {"Error": _ERROR, "Plan": PLAN_SCHEMA},
        {
            "session": {"type": "http", "scheme": "bearer", "description": "the token of the client under test"},
            "admin": {"type": "http", "scheme": "bearer", "description": "SANDBOX_ADMIN_TOKEN, where it is set"},
        },
    )


def _operation(route: Route[Callable[..., Any]]) -> dict[str, Any]:
    """Return what a call is about and what it takes."""
    function, key = route.function, _key(route)
    found: dict[str, Any] = {
        "operationId": function.__name__,
        "summary": (function.__doc__ or "").splitlines()[0].rstrip("."),
    }
    if function.__name__ == "add":
        media = ("application/fhir+json", "application/json", *NDJSON_TYPES)
        found["requestBody"] = {"required": True, "content": {one: {"schema": _RESOURCES[one]} for one in media}}
    if key in BODIES:
        needed = REQUIRED.get(key, ())
        schema = {"type": "object", "additionalProperties": False, "properties": BODIES[key]} | RULES_OF.get(key, {})
        if needed:
            schema["required"] = list(needed)
        found["requestBody"] = {"content": {"application/json": {"schema": schema}}}
        if needed or key in RULES_OF:
            found["requestBody"]["required"] = True
    queries = QUERIES.get(key, {})
    parameters = of_path(route.pattern) + [parameter(name, "query", schema) for name, schema in queries.items()]
    if parameters:
        found["parameters"] = parameters
    return found


def _answered(route: Route[Callable[..., Any]]) -> dict[str, Any]:
    """Return what a call answers if all is well."""
    key = _key(route)
    if key[1] in OTHER_MEDIA:
        return answer("as asked", STRING, OTHER_MEDIA[key[1]])
    return answer("as asked", ANSWERS.get(key, {}))


def _key(route: Route[Callable[..., Any]]) -> tuple[str, str]:
    """Return method and path; a call about a named session is like that about the bearer's."""
    return route.method, route.pattern.replace(NAMED, "/session")


_ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                **{name: {"type": "string"} for name in ("code", "message", "hint")},
                "faults": {"type": "array", "items": {"type": "string"}},
            },
        }
    },
}
_RESOURCE: Schema = {"type": "object", "required": ["resourceType"], "properties": {"resourceType": STRING}}
_RESOURCES: dict[str, Schema] = {
    "application/json": _RESOURCE,
    "application/fhir+json": _RESOURCE,
    **{media: {"type": "string", "description": "a resource or a Bundle in each line"} for media in NDJSON_TYPES},
}
_ERRORS = {"4XX": answer("what was wrong, and what would be right", ref("Error"))}
# (method, path) -> the members of the body, and the parameters of the query.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/sessions"): {"patient": {"type": "string"}, "scenario": _SCENARIO, "expires_in": _LIFE},
    ("POST", "/reset"): {"all": {"const": True}},
    ("POST", "/explain"): {name: {"type": "string"} for name in ("query", "id", "token")},
    ("POST", "/session/clock"): {
        "freeze": {"type": "boolean"},
        "advance": _NUMBER,
        "to": _NUMBER,
        "scale": {"type": "number", "minimum": 1, "maximum": 100},
        "resume": {"const": True},
    },
    ("PUT", "/session/sync"): {"state": {"enum": ["ready", "failed", "syncing"]}},
    ("POST", "/session/reauthorize"): {"scenario": _SCENARIO},
    ("POST", "/session/journal"): {"oauth": {"type": "boolean"}},
    ("POST", "/session/outcome"): {"success": {"type": "boolean"}, "count": {"type": "integer", "minimum": 0}},
    ("POST", "/session/expect"): {
        "count": {
            "type": "object",
            "additionalProperties": False,
            "properties": {**_COUNTED, "min": {"type": "integer"}, "max": {"type": "integer"}},
        },
        "within": _NUMBER,
        "never": {"type": "object", "additionalProperties": False, "properties": _COUNTED},
        "for": _NUMBER,
    },
}
# (method, path) -> the members of the body that have to be there, and what else holds of it.
REQUIRED: dict[tuple[str, str], tuple[str, ...]] = {
    ("POST", "/reset"): ("all",),
    ("POST", "/explain"): ("query",),
    ("PUT", "/session/sync"): ("state",),
    ("POST", "/session/journal"): ("oauth",),
    ("POST", "/session/outcome"): ("success",),
}
RULES_OF: dict[tuple[str, str], Schema] = {
    ("POST", "/session/expect"): {
        "oneOf": [{"required": ["count"]}, {"required": ["never"]}],
        "dependentRequired": {"within": ["count"], "for": ["never"]},
    },
}
_VERDICT: dict[str, Any] = {
    "policy": {"enum": list(POLICIES)},
    "clients": {"enum": list(CLIENTS)},
    "ended": {"enum": list(ENDS)},
    "pages": {"enum": list(PAGES), "description": "every: the client was to fetch each page that it was offered"},
    "ignore": {"enum": [rule.id for rule in RULES], "description": "may be given several times"},
}
QUERIES: dict[tuple[str, str], dict[str, Any]] = {
    ("GET", "/health"): {
        "ready": {"type": "string", "description": "with any value: 503 where it cannot be relied on"}
    },
    ("GET", "/personas"): {name: {"type": "integer", "minimum": 0} for name in ("count", "offset")},
    ("GET", "/sessions"): {
        **{name: {"type": "integer", "minimum": 0} for name in ("count", "offset")},
        "label-prefix": {"type": "string"},
    },
    ("GET", "/session/verdict"): _VERDICT,
    ("GET", "/session/timeline.svg"): _VERDICT,
    ("GET", "/verdict"): _VERDICT | {"label-prefix": {"type": "string"}},
}
