"""Which door does a path belong to? Each part of the surface has its own audience, chain and error shape."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.api.admin import routes as admin_routes
from sandbox.api.fhir import pipeline
from sandbox.api.oauth import routes as oauth_routes
from sandbox.backend import Backend
from sandbox.problem import Problem, ProblemKind, bug
from sandbox.web.messages import Request, Response

_log = logging.getLogger("sandbox")

_TWO_SLASHES = "This address begins with two slashes: the base URL that the client is given must not end in one."


@dataclass(frozen=True, slots=True)
class Mount:
    """One row: a path prefix, the chain behind it, its error shape, and whether its answers carry X-Request-Id.

    `largest` is the number of bytes that a body may have.
    """

    prefix: str
    handle: Callable[[Backend, Request, str], Response]
    error_response: Callable[[Problem], Response]
    numbered: bool
    largest: int = 1024 * 1024


def handle(backend: Backend, request: Request) -> Response:
    """Answer any request; never raises."""
    mount = _mount(request.path)
    try:
        if request.path.startswith("//"):
            found = mount.error_response(Problem(ProblemKind.UNKNOWN_ADDRESS, _TWO_SLASHES))
        else:
            found = mount.handle(backend, request, request.path[len(mount.prefix) :])
    except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer
        _log.exception("%s %s could not be answered", request.method, request.path)
        found = mount.error_response(bug())
    return _numbered(backend, found) if mount.numbered else found


def error_response(backend: Backend, path: str, problem: Problem) -> Response:
    """Answer a request that could not even be read, in the shape of its door."""
    mount = _mount(path)
    return _numbered(backend, mount.error_response(problem)) if mount.numbered else mount.error_response(problem)


def largest_body(path: str) -> int:
    """Return how many bytes a body may have that is sent to a path."""
    return _mount(path).largest


def _mount(path: str) -> Mount:
    path = f"/{path.lstrip('/')}"
    for mount in MOUNTS:
        if path.startswith(mount.prefix) and path[len(mount.prefix) :][:1] in {"", "/"}:
            return mount
    return OUTSIDE


def _numbered(backend: Backend, found: Response) -> Response:
    found.request_id = found.request_id or backend.anonymous_request_id()
    return found


OUTSIDE = Mount("", admin_routes.not_found, admin_routes.error_response, numbered=False)
MOUNTS: tuple[Mount, ...] = (
    Mount("/fhir", pipeline.handle, pipeline.error_response, numbered=True),
    *(
        Mount(prefix, oauth_routes.handle, oauth_routes.error_response, numbered=True)
        for prefix in ("/link", "/oauth", "/rest", "/.well-known")
    ),
    Mount("/_sandbox", admin_routes.handle, admin_routes.error_response, numbered=False, largest=32 * 1024 * 1024),
)
