"""How do requests and answers travel? The only file here that knows aiohttp.

It stands on aiohttp's low-level `web.Server`, without an Application, a router or middlewares: one table of doors is
the simpler picture, and twice as fast (`make bench`). An answer is written as one buffer, head and body together.
"""

import asyncio
import logging
from functools import lru_cache
from http import HTTPStatus

from aiohttp import web

from sandbox import __version__
from sandbox.problem import Kind, Problem, bug
from sandbox.scenario import Fault
from sandbox.web import doors
from sandbox.web.exchange import Answer, Asked, Headers, Mishap
from sandbox.web.fhir import http_date
from sandbox.web.misbehave import garbled, later, misbehave, pause_until
from sandbox.world import World

_LARGE = 65_536

_log = logging.getLogger("sandbox")


class Reply(web.StreamResponse):
    """An answer whose bytes are ready to be sent."""

    def __init__(self, head_and_body: bytes, *, keep_alive: bool) -> None:
        # The parent's __init__ would build header maps that nothing here reads; aiohttp asks a response only for
        # keep_alive, prepare() and write_eof().
        self._bytes = head_and_body
        self._alive = keep_alive

    @property
    def keep_alive(self) -> bool | None:
        """Whether the connection stays open for the next request."""
        return self._alive

    async def prepare(self, request: web.BaseRequest) -> None:
        """Send everything; a client that has gone away is not an error."""
        if (transport := request.transport) is not None:
            transport.write(self._bytes)
            if len(self._bytes) > _LARGE:
                await request.writer.drain()

    async def write_eof(self, data: bytes = b"") -> None:
        """Everything is sent already."""


class Line(web.RequestHandler):
    """A connection. What cannot even be parsed is refused in our own words, and not logged: it may hold a secret."""

    __slots__ = ("_world", "contact", "lost")

    def __init__(self, manager: web.Server, world: World) -> None:
        # Bodies stay as they were sent: a form that is compressed is refused, not unpacked without bound.
        loop = asyncio.get_running_loop()
        super().__init__(manager, loop=loop, access_log=None, auto_decompress=False)  # type: ignore[arg-type] # None is off
        self._world = world
        self.contact = Contact()
        self.lost = asyncio.Event()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Note that nothing more can come."""
        self.contact.open = False
        self.lost.set()
        super().connection_lost(exc)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        _message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what aiohttp could not read, or what went wrong after the doors had answered."""
        problem, path = Problem(Kind.BAD_VALUE, "This is no HTTP request that can be read.", "http"), "/fhir"
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            problem, path = bug(), request.path
            _log.error("%s %s could not be answered", request.method, path, exc_info=exc)
        return _reply(doors.refuse(self._world, path, problem), self._world, request, keep_alive=False)


class Server(web.Server):
    """The aiohttp server of a world; what waits in it is woken when *stop* is set."""

    def __init__(self, world: World, stop: asyncio.Event) -> None:
        super().__init__(self._handle)
        self._world = world
        self._stop = stop

    def __call__(self) -> Line:
        """Return the protocol of a new connection."""
        return Line(self, self._world)

    async def _handle(self, request: web.BaseRequest) -> Reply:
        asked = _asked(request)
        if request.body_exists:
            if request.headers.get("Expect", "").lower() == "100-continue" and request.transport is not None:
                request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            try:
                asked.body = await _body(request, doors.largest_body(asked.path))
            except Problem as problem:
                return _reply(doors.refuse(self._world, asked.path, problem), self._world, request, keep_alive=False)
            except OSError:  # the client has gone in the middle of its request
                return Reply(b"", keep_alive=False)
        answer = doors.answer(self._world, asked)
        if answer.later is not None:
            answer = await later(answer.later, pause_until(self._stop))
        if answer.mishap is not None:
            return await self._go_wrong(answer, answer.mishap, request)
        return _reply(answer, self._world, request, keep_alive=request.keep_alive)

    async def _go_wrong(self, answer: Answer, mishap: Mishap, request: web.BaseRequest) -> Reply:
        alive = request.keep_alive and mishap.fault in {Fault.SLOW, Fault.GARBLED}
        body = garbled(answer.body) if mishap.fault is Fault.GARBLED else answer.body
        lost = request.protocol.lost if isinstance(request.protocol, Line) else asyncio.Event()
        if (transport := request.transport) is not None:
            head = _head(answer, self._world, request, keep_alive=alive)
            pause = pause_until(self._stop, lost)
            await misbehave(mishap, head, b"" if request.method == "HEAD" else body, transport, pause)
        mishap.close(lost.is_set())
        return Reply(b"", keep_alive=alive)


class Contact:
    """A connection as a journal knows it: open, or not."""

    __slots__ = ("open",)

    def __init__(self) -> None:
        self.open = True


def _asked(request: web.BaseRequest) -> Asked:
    path, _, query = request.raw_path.partition("?")
    if not path.startswith("/"):
        path, query = request.rel_url.raw_path, request.rel_url.raw_query_string
    here = "" if "Host" in request.headers else _listening_at(request)
    contact = request.protocol.contact if isinstance(request.protocol, Line) else None
    return Asked(request.method, path, query, request.headers, b"", here, contact)


async def _body(request: web.BaseRequest, largest: int) -> bytes:
    """Return the whole body; raises Problem if it is too large, OSError if the client has gone."""
    pieces: list[bytes] = []
    size = 0
    async for piece in request.content.iter_any():
        size += len(piece)
        if size > largest:
            raise Problem(Kind.TOO_LARGE, f"The body is larger than {largest} bytes.", "http.body")
        pieces.append(piece)
    return b"".join(pieces)


def _listening_at(request: web.BaseRequest) -> str:
    """Return the address that the client has reached: HTTP/1.0 clients need not send a Host."""
    host, port = request.get_extra_info("sockname", ("localhost", 80))[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _reply(answer: Answer, world: World, request: web.BaseRequest, *, keep_alive: bool) -> Reply:
    head = _head(answer, world, request, keep_alive=keep_alive)
    return Reply(head if request.method == "HEAD" else head + answer.body, keep_alive=keep_alive)


def _head(answer: Answer, world: World, request: web.BaseRequest, *, keep_alive: bool) -> bytes:
    top = _top(answer.status, int(world.now() if answer.at is None else answer.at))
    rest = ""
    if answer.request_id:
        rest = f"X-Request-Id: {answer.request_id}\r\n"
    if answer.status != HTTPStatus.NOT_MODIFIED:
        rest += f"Content-Length: {len(answer.body)}\r\n"
    if not keep_alive:
        rest += "Connection: close\r\n"
    elif request.version < (1, 1):
        rest += "Connection: keep-alive\r\n"
    return f"{top}{_lines(answer.headers)}{rest}\r\n".encode("latin-1", "replace")


@lru_cache(maxsize=64)
def _top(status: int, second: int) -> str:
    """Return the status line and the headers that every answer has, at a second since 1970."""
    phrase = HTTPStatus(status).phrase
    return f"HTTP/1.1 {status} {phrase}\r\nDate: {http_date(second)}\r\nX-Sandbox: procedure-sandbox/{__version__}\r\n"


@lru_cache(maxsize=4096)
def _lines(headers: Headers) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in headers)
