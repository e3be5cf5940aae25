"""What does whoever steers a test see? The health of the server and its personas; JSON, errors in one small shape."""

from collections.abc import Callable
from typing import Any

import orjson

from sandbox import __version__
from sandbox.problem import Problem
from sandbox.web.exchange import Answer, Asked
from sandbox.web.fhir import terms
from sandbox.web.routing import NoRoute, Route, find
from sandbox.web.status import STATUS
from sandbox.world import World

_HINT = "FHIR is served at /fhir, GET /_sandbox/personas lists who is there."


def enter(world: World, asked: Asked, path: str) -> Answer:
    """Answer a request for what stands at *path* below /_sandbox."""
    try:
        function, segments = find(ROUTES, asked.method, path)
        return _json(200, function(world, asked, *segments))
    except Problem as problem:
        return refuse(problem)


def outside(_world: World, asked: Asked, _path: str) -> Answer:
    """Answer a request for what is behind no door."""
    return refuse(NoRoute(asked.method, []))


def refuse(problem: Problem) -> Answer:
    """Return the error shape of this door."""
    error = {"code": problem.kind.replace(" ", "-"), "message": problem.text}
    if not isinstance(problem, NoRoute):
        return _json(STATUS[problem.kind], {"error": error})
    answer = _json(STATUS[problem.kind], {"error": error | {"hint": _HINT}})
    if problem.allow:
        answer.headers += (("Allow", ", ".join(problem.allow)),)
    return answer


def health(world: World, _asked: Asked) -> dict[str, Any]:
    """Say that the server is well, what it holds and which seed it runs on."""
    return {"status": "ok", "version": __version__, "resources": world.store.counts, "seed": world.settings.seed}


def personas(world: World, asked: Asked) -> list[dict[str, Any]]:
    """Say who is there, with a token for each."""
    return [
        {
            "name": persona.name,
            "patient": persona.patient,
            "about": persona.about,
            "token": f"pat_test_ready~{persona.name}",
            "resources": world.persona_counts(persona, terms(world, asked)),
        }
        for persona in world.personas
    ]


def _json(status: int, value: Any) -> Answer:
    return Answer(status, (("Content-Type", "application/json; charset=utf-8"),), orjson.dumps(value))


# Columns: method, path below /_sandbox, function.
ROUTES: tuple[Route[Callable[..., Any]], ...] = (
    Route("GET", "/health", health),
    Route("GET", "/personas", personas),
)
