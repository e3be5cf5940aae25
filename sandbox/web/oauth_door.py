"""How does an OAuth client pass this door? No journal, no scenario; errors as the service's token side has them.

`/link` is how the service's own SDK asks, `/oauth` the same by the names of the standard.
"""

from collections.abc import Callable
from http import HTTPStatus

import orjson

from sandbox.access import Denial
from sandbox.problem import Kind, Problem
from sandbox.web import authorizations, authorize, grants, well_known
from sandbox.web.exchange import Answer, Asked, Headers
from sandbox.web.routing import NoRoute, Route, find
from sandbox.web.status import STATUS
from sandbox.world import World

_JSON: Headers = (("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"))


def enter(world: World, asked: Asked, _path: str) -> Answer:
    """Answer a request for what stands behind this door, by its whole path."""
    try:
        function, _ = find(ROUTES, asked.method, asked.path)
        return function(world, asked)
    except Problem as problem:
        return refuse(problem)


def refuse(problem: Problem) -> Answer:
    """Return the error shape of this door; what is wrong in OAuth's own words is called by them."""
    status = HTTPStatus(STATUS[problem.kind])
    error = problem.error if isinstance(problem, Denial) else status.phrase
    body = {"statusCode": status.value, "error": error, "message": problem.text}
    return Answer(status.value, _JSON + _headers(problem), orjson.dumps(body))


def _headers(problem: Problem) -> Headers:
    if isinstance(problem, NoRoute) and problem.allow:
        return (("Allow", ", ".join(problem.allow)),)
    if problem.kind is Kind.NO_LOGIN:
        scheme = "Basic" if isinstance(problem, Denial) else "Bearer"
        return (("WWW-Authenticate", f'{scheme} realm="procedure-sandbox"'),)
    return ()


# Columns: method, path, function.
ROUTES: tuple[Route[Callable[[World, Asked], Answer]], ...] = (
    Route("GET", "/link/auth", authorize.ask),
    Route("POST", "/link/auth", authorize.decide),
    Route("GET", "/oauth/authorize", authorize.ask),
    Route("POST", "/oauth/authorize", authorize.decide),
    Route("POST", "/link/token", grants.token),
    Route("POST", "/oauth/token", grants.token),
    Route("POST", "/link/exchange", grants.exchange),
    Route("GET", "/link/introspect", authorizations.introspect),
    Route("POST", "/link/revoke", authorizations.revoke),
    Route("GET", "/rest/consent", authorizations.consent),
    Route("GET", "/.well-known/jwks.json", well_known.jwks),
    Route("GET", "/.well-known/smart-configuration", well_known.smart),
    Route("GET", "/.well-known/openid-configuration", well_known.openid),
    Route("GET", "/.well-known/oauth-authorization-server", well_known.server),
    Route("GET", "/.well-known/oauth-protected-resource", well_known.resource),
    Route("GET", "/.well-known/oauth-protected-resource/fhir", well_known.resource),
)
