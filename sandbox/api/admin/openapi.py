"""What can be steered, for a machine to read? An OpenAPI 3.1 document, derived from the routes.

http://spec.openapis.org/oas/v3.1.0
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sandbox import __version__
from sandbox.api.admin.handle import NAMED
from sandbox.api.admin.verdicts import PAGES
from sandbox.scenario.plan_schema import PLAN_SCHEMA
from sandbox.verdict import CLIENTS, ENDS, POLICIES, RULES
from sandbox.web.router import Route

_NUMBER: dict[str, Any] = {"type": "number", "minimum": 0}
_SCENARIO: dict[str, Any] = {
    "oneOf": [{"type": "string", "examples": ["syncing-5s"]}, {"$ref": "#/components/schemas/Plan"}],
}
_COUNTED: dict[str, Any] = {
    "status": {"type": "integer"},
    **{name: {"type": "string"} for name in ("issue", "method", "path", "query", "fault")},
}


def openapi(routes: Sequence[Route[Callable[..., Any]]], guarded: Collection[Callable[..., Any]]) -> dict[str, Any]:
    """Return the document; *guarded* are the functions that need the admin token, if there is one."""
    paths: dict[str, Any] = {}
    for route in routes:
        operation = _operation(route, route.function in guarded)
        paths.setdefault(f"/_sandbox{route.pattern}", {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "procedure-sandbox: steering",
            "version": __version__,
            "description": "Calls about one session take the bearer token that the client under test uses.",
        },
        "paths": paths,
        "components": {
            "schemas": {"Error": _ERROR, "Plan": PLAN_SCHEMA},
            "securitySchemes": {
                "session": {"type": "http", "scheme": "bearer", "description": "the token of the client under test"},
                "admin": {"type": "http", "scheme": "bearer", "description": "SANDBOX_ADMIN_TOKEN, where it is set"},
            },
        },
    }


def _operation(route: Route[Callable[..., Any]], is_guarded: bool) -> dict[str, Any]:  # noqa: FBT001 - one fact
    function = route.function
    says = (function.__doc__ or "").splitlines()[0].rstrip(".")
    like = route.pattern.replace(NAMED, "/session")  # a call about a named session takes what the other takes
    found: dict[str, Any] = {
        "operationId": function.__name__,
        "summary": says,
        "responses": {
            "default": {"description": "as asked", "content": {_ANSWERS.get(like, "application/json"): {}}},
            "4XX": {
                "description": "what was wrong, and what would be right",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            },
        },
    }
    if route.pattern == "/session" or route.pattern.startswith("/session/"):
        found["security"] = [{"session": []}]
    elif is_guarded:
        found["security"] = [{"admin": []}, {}]
    names = [word[1:-1] for word in route.pattern.split("/") if word.startswith("{")]
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
    ]
    if function.__name__ == "add":
        found["requestBody"] = {"content": {"application/fhir+json": {"schema": {"type": "object"}}}}
    key = (route.method, like)
    if key in BODIES:
        schema = {"type": "object", "additionalProperties": False, "properties": BODIES[key]}
        found["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    for name, schema in QUERIES.get(key, {}).items():
        parameters.append({"name": name, "in": "query", "schema": schema})
    if parameters:
        found["parameters"] = parameters
    return found


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
# Path -> the media type of what is answered, where it is not JSON.
_ANSWERS: dict[str, str] = {"/session/timeline.svg": "image/svg+xml"}
# (method, path) -> the members of the body, and the parameters of the query.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/sessions"): {"patient": {"type": "string"}, "scenario": _SCENARIO, "expires_in": _NUMBER},
    ("POST", "/reset"): {"all": {"const": True}},
    ("POST", "/explain"): {name: {"type": "string"} for name in ("query", "id", "token")},
    ("POST", "/session/clock"): {
        "freeze": {"type": "boolean"},
        "advance": _NUMBER,
        "to": _NUMBER,
        "scale": {"type": "number", "minimum": 1, "maximum": 100},
        "resume": {"type": "boolean"},
    },
    ("PUT", "/session/sync"): {"state": {"enum": ["ready", "failed", "syncing"]}},
    ("POST", "/session/reauthorize"): {"scenario": _SCENARIO},
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
_VERDICT: dict[str, Any] = {
    "policy": {"enum": list(POLICIES)},
    "clients": {"enum": list(CLIENTS)},
    "ended": {"enum": list(ENDS)},
    "pages": {"enum": list(PAGES), "description": "every: the client was to fetch each page that it was offered"},
    "ignore": {"enum": [rule.id for rule in RULES], "description": "may be given several times"},
}
QUERIES: dict[tuple[str, str], dict[str, Any]] = {
    ("GET", "/personas"): {name: {"type": "integer", "minimum": 0} for name in ("count", "offset")},
    ("GET", "/sessions"): {
        **{name: {"type": "integer", "minimum": 0} for name in ("count", "offset")},
        "label-prefix": {"type": "string"},
    },
    ("GET", "/session/verdict"): _VERDICT,
    ("GET", "/session/timeline.svg"): _VERDICT,
    ("GET", "/verdict"): _VERDICT | {"label-prefix": {"type": "string"}},
}
