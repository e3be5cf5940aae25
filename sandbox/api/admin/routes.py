"""How does the admin API answer whoever steers a test? JSON in and out, errors in one small shape, no journal.

Steering must not count as asking again, and no web page elsewhere may press it: a foreign Origin is refused.
"""

# tested by: tests/api/admin/test_door.py

import hmac
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from sandbox.api.admin import expect, explain, health, metrics, resources, sandbox, session, timeline, verdicts
from sandbox.api.admin.handle import NAMED, by_name, by_token
from sandbox.api.admin.openapi import openapi
from sandbox.api.openapi.fhir import fhir_openapi
from sandbox.api.openapi.oauth import oauth_openapi
from sandbox.api.shared.hints import hint
from sandbox.api.shared.preparing import with_problems
from sandbox.backend import Backend
from sandbox.problem import Problem, ProblemKind
from sandbox.web.messages import Headers, Request, Response
from sandbox.web.router import NoRoute, Route, find
from sandbox.web.status import STATUS

PREFIX = "/_sandbox"

_JSON: Headers = (("Content-Type", "application/json; charset=utf-8"),)


def handle(backend: Backend, request: Request, path: str) -> Response:
    """Answer a request from the network for what stands at *path* below /_sandbox."""
    try:
        _check_origin(backend, request)
        function, _ = find(_open_routes(backend), request.method, path, PREFIX)
        if function in GUARDED:
            _check_admin(backend, request)
    except NoRoute as problem:
        return error_response(problem.hinting(hint(backend)))
    except Problem as problem:
        return error_response(problem)
    return answer(backend, request, path)


def answer(backend: Backend, request: Request, path: str) -> Response:
    """Answer a request of somebody who may ask for everything, whatever the settings say."""
    try:
        function, segments = find(ROUTES, request.method, path, PREFIX)
        found = function(backend, request, *segments)
    except Problem as problem:
        return error_response(problem)
    if isinstance(found, Response):
        if found.unfinished is not None:
            found.unfinished = with_problems(found.unfinished, error_response)
        return found
    created = function in CREATING
    return Response(201 if created else 200, _JSON, orjson.dumps(found))


def error_response(problem: Problem) -> Response:
    """Return the error shape of this API."""
    error: dict[str, Any] = {"code": problem.kind.replace(" ", "-"), "message": problem.text}
    headers = _JSON
    if isinstance(problem, NoRoute):
        if problem.hint:
            error["hint"] = problem.hint
        headers += (("Allow", ", ".join(problem.allow)),) if problem.allow else ()
    elif isinstance(problem, resources.InvalidResources):
        error["faults"] = problem.faults
    elif problem.kind is ProblemKind.NO_LOGIN:
        headers += (("WWW-Authenticate", 'Bearer realm="procedure-sandbox"'),)
    return Response(STATUS[problem.kind], headers, orjson.dumps({"error": error}))


def _open_routes(backend: Backend) -> Sequence[Route[Callable[..., Any]]]:
    """Return what may be asked from the network: where this API is off, how the server is, for whoever runs it."""
    if backend.settings.admin == "off":
        return ROUTES[:1]
    return ROUTES


def _check_origin(backend: Backend, request: Request) -> None:
    """Raise Problem for a page of somewhere else; a name that only leads here was refused before, by its Host."""
    origin = request.headers.get("Origin", None)
    if origin is None:
        return
    own = {request.origin()}
    if backend.settings.public_url:
        own.add("/".join(backend.settings.public_url.split("/")[:3]))
    if origin not in own:
        raise Problem(ProblemKind.FORBIDDEN, f"A page of {origin} may not steer this sandbox.")


def _check_admin(backend: Backend, request: Request) -> None:
    wanted = backend.settings.admin_token
    given = request.header("Authorization").removeprefix("Bearer ")
    if wanted is not None and not hmac.compare_digest(_bytes(given), _bytes(wanted)):
        raise Problem(
            ProblemKind.NO_LOGIN, "This call needs the admin token of SANDBOX_ADMIN_TOKEN as its bearer token."
        )


def _bytes(token: str) -> bytes:
    return token.encode("utf-8", "surrogateescape")


def describe(_backend: Backend, _request: Request) -> dict[str, Any]:
    """Describe this API as OpenAPI 3.1."""
    return openapi(ROUTES, GUARDED, CREATING)


def describe_fhir(_backend: Backend, _request: Request) -> dict[str, Any]:
    """Describe the FHIR API as OpenAPI 3.1."""
    return fhir_openapi()


def describe_oauth(_backend: Backend, _request: Request) -> dict[str, Any]:
    """Describe the OAuth API as OpenAPI 3.1."""
    return oauth_openapi()


# Columns: method, path below /_sandbox, function. The first is there even where this API is switched off.
ROUTES: tuple[Route[Callable[..., Any]], ...] = (
    Route("GET", "/health", health.health),
    Route("GET", "/openapi.json", describe),
    Route("GET", "/openapi/fhir.json", describe_fhir),
    Route("GET", "/openapi/oauth.json", describe_oauth),
    Route("GET", "/metrics", metrics.metrics),
    Route("GET", "/personas", sandbox.personas),
    Route("GET", "/scenarios", sandbox.scenarios),
    Route("GET", "/sessions", sandbox.sessions),
    Route("POST", "/sessions", sandbox.open_session),
    Route("POST", "/reset", sandbox.reset),
    Route("POST", "/resources", resources.add),
    Route("DELETE", "/resources/{type}/{id}", resources.delete),
    Route("POST", "/explain", explain.explain),
    Route("GET", "/session", by_token(session.session)),
    Route("DELETE", "/session", session.forget),
    Route("POST", "/session/clock", by_token(session.clock)),
    Route("PUT", "/session/sync", by_token(session.sync)),
    Route("POST", "/session/reauthorize", by_token(session.reauthorize)),
    Route("GET", "/session/journal", by_token(session.journal)),
    Route("POST", "/session/journal", by_token(session.keep_oauth)),
    Route("GET", "/session/verdict", by_token(verdicts.verdict)),
    Route("GET", "/session/timeline.svg", by_token(timeline.timeline_picture)),
    Route("POST", "/session/outcome", by_token(verdicts.outcome)),
    Route("POST", "/session/expect", expect.expect),
    Route("GET", "/verdict", verdicts.verdicts),
    Route("GET", NAMED, by_name(session.listed)),
    Route("POST", f"{NAMED}/clock", by_name(session.clock)),
    Route("PUT", f"{NAMED}/sync", by_name(session.sync)),
    Route("POST", f"{NAMED}/reauthorize", by_name(session.reauthorize)),
    Route("GET", f"{NAMED}/journal", by_name(session.journal)),
    Route("GET", f"{NAMED}/verdict", by_name(verdicts.verdict)),
    Route("GET", f"{NAMED}/timeline.svg", by_name(timeline.timeline_picture)),
)
# Calls without a session's token that tell or change more than a stranger may know, if there is an admin token.
GUARDED: frozenset[Callable[..., Any]] = frozenset(
    {
        sandbox.sessions,
        sandbox.open_session,
        sandbox.reset,
        resources.add,
        resources.delete,
        explain.explain,
        metrics.metrics,
        verdicts.verdicts,
        *(route.function for route in ROUTES if route.pattern.startswith(NAMED)),
    }
)
CREATING: frozenset[Callable[..., Any]] = frozenset(
    route.function
    for route in ROUTES
    if route.method == "POST" and route.pattern.rpartition("/")[2] in {"sessions", "reauthorize", "resources"}
)
