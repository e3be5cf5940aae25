"""Which door does a path belong to? Each part of the surface has its own audience, chain and error shape."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.problem import Kind, Problem, bug
from sandbox.web import control, fhir_door, oauth_door
from sandbox.web.exchange import Answer, Asked
from sandbox.world import World

_log = logging.getLogger("sandbox")

_TWO_SLASHES = "This address begins with two slashes: the base URL that the client is given must not end in one."


@dataclass(frozen=True, slots=True)
class Door:
    """One row: a path prefix, the chain behind it, its error shape, and whether its answers carry X-Request-Id.

    `largest` is the number of bytes that a body may have.
    """

    prefix: str
    enter: Callable[[World, Asked, str], Answer]
    refuse: Callable[[Problem], Answer]
    numbered: bool
    largest: int = 1024 * 1024


def answer(world: World, asked: Asked) -> Answer:
    """Answer any request; never raises."""
    door = _door(asked.path)
    try:
        if asked.path.startswith("//"):
            found = door.refuse(Problem(Kind.UNKNOWN_ADDRESS, _TWO_SLASHES))
        else:
            found = door.enter(world, asked, asked.path[len(door.prefix) :])
    except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer
        _log.exception("%s %s could not be answered", asked.method, asked.path)
        found = door.refuse(bug())
    return _numbered(world, found) if door.numbered else found


def refuse(world: World, path: str, problem: Problem) -> Answer:
    """Answer a request that could not even be read, in the shape of its door."""
    door = _door(path)
    return _numbered(world, door.refuse(problem)) if door.numbered else door.refuse(problem)


def largest_body(path: str) -> int:
    """Return how many bytes a body may have that is sent to a path."""
    return _door(path).largest


def _door(path: str) -> Door:
    path = f"/{path.lstrip('/')}"
    for door in DOORS:
        if path.startswith(door.prefix) and path[len(door.prefix) :][:1] in {"", "/"}:
            return door
    return OUTSIDE


def _numbered(world: World, found: Answer) -> Answer:
    found.request_id = found.request_id or world.stranger_mark()
    return found


OUTSIDE = Door("", control.outside, control.refuse, numbered=False)
DOORS: tuple[Door, ...] = (
    Door("/fhir", fhir_door.enter, fhir_door.refuse, numbered=True),
    *(
        Door(prefix, oauth_door.enter, oauth_door.refuse, numbered=True)
        for prefix in ("/link", "/oauth", "/rest", "/.well-known")
    ),
    Door("/_sandbox", control.enter, control.refuse, numbered=False, largest=32 * 1024 * 1024),
)
