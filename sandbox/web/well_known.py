"""What does an OAuth client look up? The public key of the tokens; errors as the token side of the service has them."""

from http import HTTPStatus

import orjson

from sandbox.problem import Problem
from sandbox.web.exchange import Answer, Asked, Headers
from sandbox.web.routing import NoRoute, Route, find
from sandbox.web.status import STATUS
from sandbox.world import World

_JSON: Headers = (("Content-Type", "application/json; charset=utf-8"),)


def enter(world: World, asked: Asked, path: str) -> Answer:
    """Answer a request for what stands at *path* below /.well-known."""
    try:
        function, _ = find(ROUTES, asked.method, path)
        return function(world)
    except Problem as problem:
        return refuse(problem)


def refuse(problem: Problem) -> Answer:
    """Return the error shape of this door."""
    status = HTTPStatus(STATUS[problem.kind])
    allow: Headers = (("Allow", ", ".join(problem.allow)),) if isinstance(problem, NoRoute) and problem.allow else ()
    body = {"statusCode": status.value, "error": status.phrase, "message": problem.text}
    return Answer(status.value, _JSON + allow, orjson.dumps(body))


def jwks(world: World) -> Answer:
    """Answer with the key that signs tokens, as a JSON Web Key Set."""
    return Answer(200, _JSON, orjson.dumps(world.mint.jwks))


# Columns: method, path below /.well-known, function.
ROUTES = (Route("GET", "/jwks.json", jwks),)
