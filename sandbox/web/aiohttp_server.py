"""How do requests and responses travel? The only file here that knows aiohttp.

It stands on aiohttp's low-level `web.Server`, without its Application, router or middlewares: one table of mounts is
the simpler picture, and twice as fast (`make bench`). A response is written as one buffer, head and body together.
Nothing here may know what is served: that is an Application, which is given.
"""

import asyncio
import logging
from collections.abc import Callable
from http import HTTPStatus
from itertools import count

from aiohttp import web

from sandbox.problem import Problem, ProblemKind, bug
from sandbox.scenario import Fault
from sandbox.web.application import Application
from sandbox.web.authority import authority
from sandbox.web.faults import garbled, inject
from sandbox.web.long_poll import resolve
from sandbox.web.messages import FaultInjection, Request, Response
from sandbox.web.pause import pause_until
from sandbox.web.response_writer import response_head

_LARGE = 65_536

_log = logging.getLogger("sandbox")


class RawResponse(web.StreamResponse):
    """A response whose bytes are ready to be sent."""

    def __init__(self, head_and_body: bytes, *, keep_alive: bool) -> None:
        # The parent's __init__ would build header maps that nothing here reads; aiohttp asks a response only for
        # keep_alive, prepare() and write_eof().
        self._bytes = head_and_body
        self._keep_alive = keep_alive

    @property
    def keep_alive(self) -> bool | None:
        """Whether the connection stays open for the next request."""
        return self._keep_alive

    async def prepare(self, http_request: web.BaseRequest) -> None:
        """Send everything; a client that has gone away is not an error."""
        if (transport := http_request.transport) is not None:
            transport.write(self._bytes)
            if len(self._bytes) > _LARGE:
                await http_request.writer.drain()

    async def write_eof(self, data: bytes = b"") -> None:
        """Everything is sent already."""


class Connections:
    """Which connections are open? Each is a number, from 1, that is never used again by this server."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._open: set[int] = set()

    def open(self) -> int:
        """Return the number of a new connection."""
        number = next(self._numbers)
        self._open.add(number)
        return number

    def close(self, number: int) -> None:
        """Note that nothing more can come."""
        self._open.discard(number)

    def is_open(self, number: int) -> bool:
        """Return whether the client could still send on it."""
        return number in self._open


class Connection(web.RequestHandler):
    """A connection. What cannot even be parsed is refused in our own words, and not logged: it may hold a secret."""

    __slots__ = ("_application", "_connections", "lost", "number")

    def __init__(self, server: web.Server, application: Application, connections: Connections) -> None:
        # Bodies stay as they were sent: a form that is compressed is refused, not unpacked without bound.
        loop = asyncio.get_running_loop()
        super().__init__(server, loop=loop, access_log=None, auto_decompress=False)  # type: ignore[arg-type] # None is off
        self._application = application
        self._connections = connections
        self.number = connections.open()
        self.lost = asyncio.Event()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Note that nothing more can come."""
        self._connections.close(self.number)
        self.lost.set()
        super().connection_lost(exc)

    def handle_error(
        self,
        http_request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        _message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what aiohttp could not read, or what went wrong after the application had answered."""
        problem, path = Problem(ProblemKind.BAD_VALUE, "Malformed HTTP request.", "http"), "/fhir"
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            problem, path = bug(), http_request.path
            _log.error("%s %s could not be answered", http_request.method, path, exc_info=exc)
        response = self._application.error_response(path, problem)
        if (answered := self._application.answered) is not None:
            answered(None, response, 0.0)
        return _raw(response, self._application.now, http_request, keep_alive=False)


class AiohttpServer(web.Server):
    """The aiohttp server of an application; what waits in it is woken when *stop* is set."""

    def __init__(self, application: Application, stop: asyncio.Event) -> None:
        super().__init__(self._handle if application.answered is None else self._handle_observed)
        self._application = application
        self._stop = stop
        self._open = Connections()

    def __call__(self) -> Connection:
        """Return the protocol of a new connection."""
        return Connection(self, self._application, self._open)

    async def _handle(self, http_request: web.BaseRequest) -> RawResponse:
        _, raw = await self._respond(self._request(http_request), http_request)
        return raw

    async def _handle_observed(self, http_request: web.BaseRequest) -> RawResponse:
        request, clock = self._request(http_request), asyncio.get_running_loop()
        began = clock.time()
        response, raw = await self._respond(request, http_request)
        if response is not None and (answered := self._application.answered) is not None:
            answered(request, response, clock.time() - began)
        return raw

    async def _respond(self, request: Request, http_request: web.BaseRequest) -> tuple[Response | None, RawResponse]:
        """Return the response, None if the client has gone before it could be asked for, and its bytes."""
        application = self._application
        if http_request.body_exists:
            if http_request.headers.get("Expect", "").lower() == "100-continue" and http_request.transport is not None:
                http_request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            try:
                request.body = await _body(http_request, application.largest_body(request.path))
            except Problem as problem:
                refusal = application.error_response(request.path, problem)
                return refusal, _raw(refusal, application.now, http_request, keep_alive=False)
            except OSError:  # the client has gone in the middle of its request
                return None, RawResponse(b"", keep_alive=False)
        response = application.handle(request)
        if response.long_poll is not None:
            response = await resolve(response.long_poll, pause_until(self._stop))
        if response.fault_injection is not None:
            return response, await self._inject(request, response, response.fault_injection, http_request)
        return response, _raw(response, application.now, http_request, keep_alive=http_request.keep_alive)

    async def _inject(
        self, request: Request, response: Response, injection: FaultInjection, http_request: web.BaseRequest
    ) -> RawResponse:
        keep_alive = http_request.keep_alive and injection.fault in {Fault.SLOW, Fault.GARBLED}
        if injection.fault is Fault.GARBLED:
            body = garbled(response.body)
        else:
            body = response.body
        if isinstance(http_request.protocol, Connection):
            lost = http_request.protocol.lost
        else:
            lost = asyncio.Event()
        if (transport := http_request.transport) is not None:
            head = response_head(response, self._application.now, http_request, keep_alive=keep_alive)
            pause = pause_until(self._stop, lost)
            await inject(injection, head, b"" if http_request.method == "HEAD" else body, transport, pause)
        self._application.fault_ended(request, response, gone=lost.is_set())
        return RawResponse(b"", keep_alive=keep_alive)

    def _request(self, http_request: web.BaseRequest) -> Request:
        path, _, query = http_request.raw_path.partition("?")
        if not path.startswith("/"):
            path, query = http_request.rel_url.raw_path, http_request.rel_url.raw_query_string
        if "Host" in http_request.headers:
            here = ""
        else:
            here = _listening_at(http_request)
        if isinstance(http_request.protocol, Connection):
            number = http_request.protocol.number
        else:
            number = 0
        return Request(http_request.method, path, query, http_request.headers, b"", here, number, self._open.is_open)


async def _body(http_request: web.BaseRequest, largest: int) -> bytes:
    """Return the whole body; raises Problem if it is too large, OSError if the client has gone."""
    pieces: list[bytes] = []
    size = 0
    async for piece in http_request.content.iter_any():
        size += len(piece)
        if size > largest:
            raise Problem(ProblemKind.TOO_LARGE, f"The body is larger than {largest} bytes.", "http.body")
        pieces.append(piece)
    return b"".join(pieces)


def _listening_at(http_request: web.BaseRequest) -> str:
    """Return the address that the client has reached: HTTP/1.0 clients need not send a Host."""
    host, port = http_request.get_extra_info("sockname", ("localhost", 80))[:2]
    return authority(host, port)


def _raw(
    response: Response, now: Callable[[], float], http_request: web.BaseRequest, *, keep_alive: bool
) -> RawResponse:
    head = response_head(response, now, http_request, keep_alive=keep_alive)
    return RawResponse(head if http_request.method == "HEAD" else head + response.body, keep_alive=keep_alive)
