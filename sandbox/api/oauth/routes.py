"""How does the OAuth API answer? No scenario; errors as the service's token side has them.

`/link` is how the service's own SDK asks, `/oauth` the same by the names of the standard.
"""

# tested by: tests/api/oauth/test_refusals.py

from collections.abc import Callable
from http import HTTPStatus

import orjson

from sandbox.api.oauth import authorize, consent, discovery, introspection, journaling, revocation, token
from sandbox.api.shared.preparing import when_prepared
from sandbox.backend import Backend
from sandbox.oauth import OAuthError
from sandbox.problem import Problem, ProblemKind
from sandbox.search import UnpreparedError
from sandbox.web.messages import Headers, Request, Response
from sandbox.web.router import NoRoute, Route, find
from sandbox.web.status import STATUS, phrase

_JSON: Headers = (("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"))


def handle(backend: Backend, request: Request, _path: str) -> Response:
    """Answer a request for what stands here, by its whole path."""
    if request.path in ELSEWHERE:
        return error_response(Problem(ProblemKind.UNKNOWN_ADDRESS, ELSEWHERE[request.path]))
    journaled = journaling.arrived(backend, request)

    def respond() -> Response:
        response = _answer(backend, request)
        if journaled is not None:
            journaling.answered(backend, *journaled, response)
        return response

    try:
        return respond()
    except UnpreparedError as error:
        return when_prepared(error.preparation, respond)


def _answer(backend: Backend, request: Request) -> Response:
    try:
        function, _ = find(ROUTES, request.method, request.path)
        return function(backend, request)
    except Problem as problem:
        return error_response(problem)


def error_response(problem: Problem) -> Response:
    """Return the error shape of this API; what is wrong in OAuth's own words is called by them."""
    status = HTTPStatus(STATUS[problem.kind])
    if isinstance(problem, OAuthError):
        error = problem.error
    else:
        error = phrase(status.value)
    body = {"statusCode": status.value, "error": error, "message": problem.text}
    return Response(status.value, _JSON + _headers(problem), orjson.dumps(body))


def _headers(problem: Problem) -> Headers:
    if isinstance(problem, NoRoute) and problem.allow:
        return (("Allow", ", ".join(problem.allow)),)
    if problem.kind is ProblemKind.NO_LOGIN:
        if isinstance(problem, OAuthError):
            scheme = "Basic"
        else:
            scheme = "Bearer"
        return (("WWW-Authenticate", f'{scheme} realm="procedure-sandbox"'),)
    return ()


# Addresses that clients look for and the service does not have -> what to do instead.
ELSEWHERE: dict[str, str] = {
    "/link/refresh": "Nothing is served at this address. To refresh an access token, POST grant_type=refresh_token "
    "and the refresh_token to /link/token.",
}

# Columns: method, path, function.
ROUTES: tuple[Route[Callable[[Backend, Request], Response]], ...] = (
    Route("GET", "/link/auth", authorize.ask),
    Route("POST", "/link/auth", authorize.decide),
    Route("GET", "/oauth/authorize", authorize.ask),
    Route("POST", "/oauth/authorize", authorize.decide),
    Route("POST", "/link/token", token.token),
    Route("POST", "/oauth/token", token.token),
    Route("POST", "/link/exchange", token.exchange),
    Route("GET", "/link/introspect", introspection.introspect),
    Route("POST", "/link/revoke", revocation.revoke),
    Route("GET", "/rest/consent", consent.consent),
    Route("GET", "/.well-known/jwks.json", discovery.jwks),
    Route("GET", "/.well-known/smart-configuration", discovery.smart),
    Route("GET", "/.well-known/openid-configuration", discovery.openid),
    Route("GET", "/.well-known/oauth-authorization-server", discovery.server),
    Route("GET", "/.well-known/oauth-protected-resource", discovery.resource),
    Route("GET", "/.well-known/oauth-protected-resource/fhir", discovery.resource),
)
