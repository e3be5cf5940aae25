"""Which API does a path belong to? Each has its own audience, chain and error shape."""

# tested by: tests/api/admin/test_door.py

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.api.admin import routes as admin_routes
from sandbox.api.console import routes as console_routes
from sandbox.api.exchange import Exchange, Observer, exchange_of
from sandbox.api.fhir import pipeline
from sandbox.api.oauth import discovery
from sandbox.api.oauth import routes as oauth_routes
from sandbox.api.shared.own_host import check_own_host
from sandbox.api.shared.preparing import when_prepared
from sandbox.backend import Backend
from sandbox.problem import Problem, ProblemKind, bug
from sandbox.search import UnpreparedError
from sandbox.web import cors
from sandbox.web.application import Answered, WaitingApplication
from sandbox.web.messages import Request, Response, Unfinished
from sandbox.webhooks.sender import InTransaction

HEALTH = "/_sandbox/health"

_LARGEST_FILE = 32 * 1024 * 1024  # bytes of resources that come at once
_TWO_SLASHES = "This address begins with two slashes: the base URL that the client is given must not end in one."


@dataclass(frozen=True, slots=True)
class Mount:
    """An API below a path prefix: the chain behind it, and its error shape."""

    name: str  # what it is called in metrics
    prefix: str  # of the paths that are its own
    handle: Callable[[Backend, Request, str], Response]
    """answers what stands below the prefix"""
    error_response: Callable[[Problem], Response]
    """answers a mistake, in its shape of errors"""
    public: bool  # whether clients use it: X-Request-Id on every answer, and pages of any origin may read it
    largest: int = 1024 * 1024  # bytes that a body may have


class Api:
    """All that is served: the APIs of a backend, each below its path. What an HTTP server asks is answered here.

    *observe* is told of each request and its answer.
    """

    def __init__(self, backend: Backend, observe: Observer | None = None) -> None:
        self.backend = backend
        self.observe = observe
        self._cors = backend.settings.cors == "on"

    def handle(self, request: Request) -> Response:
        """Answer any request; never raises."""
        mount = _mount(request.path)
        try:
            if not mount.public:
                check_own_host(self.backend, request)
            if self._cors and mount.public and cors.is_preflight(request):
                found = cors.preflight(request)
            elif request.path.startswith("//"):
                found = mount.error_response(Problem(ProblemKind.UNKNOWN_ADDRESS, _TWO_SLASHES))
            else:
                found = mount.handle(self.backend, request, request.path[len(mount.prefix) :])
        except UnpreparedError as error:
            path = request.path[len(mount.prefix) :]
            found = when_prepared(error.preparation, lambda: mount.handle(self.backend, request, path))
        except Problem as problem:
            found = mount.error_response(problem)
        except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer
            self.backend.failures.note(request.method, request.path)
            found = mount.error_response(bug())
        if (go_on := found.unfinished) is None:
            return self._completed(mount, found)
        found.unfinished = self._completing(mount, request, go_on)
        return found

    def _completing(self, mount: Mount, request: Request, go_on: Unfinished) -> Unfinished:
        """Return what goes on with a response, and completes it at its end."""

        def go_on_and_complete() -> Response | None:
            try:
                response = go_on()
            except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer
                self.backend.failures.note(request.method, request.path)
                response = mount.error_response(bug())
            if response is None:
                return None
            return self._completed(mount, response)

        return go_on_and_complete

    def error_response(self, path: str, problem: Problem) -> Response:
        """Answer a request that could not even be read, in the shape of errors of its API."""
        mount = _mount(path)
        return self._completed(mount, mount.error_response(problem))

    def fault_ended(self, request: Request, response: Response, *, gone: bool) -> None:
        """Take note that the fault of a response has run its course: only FHIR responses have any."""
        pipeline.fault_ended(self.backend, request, response, gone=gone)

    @property
    def answered(self) -> Answered | None:
        """What tells the observer of a request that was answered; None if there is none."""
        observe, counted = self.observe, self.backend.metrics
        if observe is None and counted is None:
            return None

        def answered(request: Request | None, response: Response, seconds: float) -> None:
            exchange = self.exchange(request, response, seconds)
            if observe is not None and (request is None or not _only_looks(request)):
                observe(exchange)
            if counted is not None:
                counted.answered(_mount(exchange.path).name, exchange.status, exchange.fault, seconds)

        return answered

    def exchange(self, request: Request | None, response: Response, seconds: float) -> Exchange:
        """Return what became of a request, which is None if it could not be read, and took so many *seconds*."""
        return exchange_of(self.backend, request, response, seconds)

    @property
    def waiting(self) -> WaitingApplication | None:
        """Nothing has to be waited for, where all is in this process."""
        return None

    @property
    def in_transaction(self) -> InTransaction | None:
        """Nothing else runs in between, where all is in this process."""
        return None

    @staticmethod
    def needs_state(path: str) -> bool:
        """Return whether what stands at a path depends on anything that changes: health and the console do not."""
        return path != HEALTH and _mount(path) is not OUTSIDE

    @property
    def request_timeout(self) -> int:
        """Seconds within which a request has to arrive, from its first byte to its last."""
        return self.backend.settings.request_timeout

    def now(self) -> float:
        """Return the time of the server, in seconds since 1970."""
        return self.backend.now()

    @staticmethod
    def largest_body(path: str) -> int:
        """Return how many bytes a body may have that is sent to a path."""
        return _mount(path).largest

    def _completed(self, mount: Mount, found: Response) -> Response:
        if mount.public:
            found.cross_origin = self._cors
            if not found.request_id:
                found.request_id = self.backend.anonymous_request_id()
        return found


def _mount(path: str) -> Mount:
    if not path.startswith("/") or path.startswith("//"):
        path = f"/{path.lstrip('/')}"
    for mount in MOUNTS:
        size = len(mount.prefix)
        if path.startswith(mount.prefix) and path[size : size + 1] in {"", "/"}:
            return mount
    return OUTSIDE


def _only_looks(request: Request) -> bool:
    """Return whether the console, or `watch`, looks again at what it shows: that would drown what it looks at."""
    return request.method == "GET" and "X-Sandbox-Watch" in request.headers and not _mount(request.path).public


def _smart_configuration(backend: Backend, request: Request, path: str) -> Response:
    """Answer with what the OAuth API says, in a FHIR client's shape of errors; anything but a GET is a FHIR request."""
    if path or request.method not in {"GET", "HEAD"}:
        return pipeline.handle(backend, request, request.path.removeprefix("/fhir"))
    try:
        return discovery.smart(backend, request)
    except Problem as problem:
        return pipeline.error_response(problem, request.query)


OUTSIDE = Mount("other", "", console_routes.handle, admin_routes.error_response, public=False)
# The first prefix that fits decides.
MOUNTS: tuple[Mount, ...] = (
    Mount("fhir", "/fhir/.well-known/smart-configuration", _smart_configuration, pipeline.error_response, public=True),
    Mount("fhir", "/fhir", pipeline.handle, pipeline.error_response, public=True),
    *(
        Mount("oauth", prefix, oauth_routes.handle, oauth_routes.error_response, public=True)
        for prefix in ("/link", "/oauth", "/rest", "/.well-known")
    ),
    Mount(
        "admin",
        admin_routes.PREFIX,
        admin_routes.handle,
        admin_routes.error_response,
        public=False,
        largest=_LARGEST_FILE,
    ),
)
