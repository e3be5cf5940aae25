"""How do requests and responses travel? By aiohttp, of which no other room knows.

It stands on aiohttp's low-level `web.Server`, without its Application, router or middlewares: one table of mounts is
the simpler picture, and twice as fast (`make bench`). A response is written as one buffer, head and body together.
Nothing here may know what is served: that is an Application, which is given.
"""

import asyncio
from contextlib import suppress
from functools import partial

from aiohttp import web

from sandbox.problem import Problem, ProblemKind
from sandbox.scenario import Fault
from sandbox.web import handler_state
from sandbox.web.application import Application
from sandbox.web.authority import authority
from sandbox.web.compression import packed
from sandbox.web.connection import Connection
from sandbox.web.connections import Connections
from sandbox.web.faults import end, garbled, inject
from sandbox.web.known_heads import KnownHeads
from sandbox.web.long_poll import LongPolls
from sandbox.web.messages import FaultInjection, Request, Response
from sandbox.web.packed_bodies import PackedBodies
from sandbox.web.pause import pause_until
from sandbox.web.plain_connection import PlainConnection, connection_of
from sandbox.web.raw_response import RawResponse
from sandbox.web.response_writer import response_head
from sandbox.web.unfinished import finish

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class AiohttpServer(web.Server):
    """The aiohttp server of an application; what waits in it is woken when *stop* is set."""

    def __init__(self, application: Application, stop: asyncio.Event) -> None:
        super().__init__(self._handle if application.answered is None else self._handle_observed)
        self._application = application
        self._stop = stop
        self._open = Connections()
        self._heads = KnownHeads()
        self._bodies = PackedBodies()
        self._polls = LongPolls(asyncio.get_running_loop().time)

    def __call__(self) -> PlainConnection:
        """Return the protocol of a new connection."""
        if not handler_state.KNOWN:
            return PlainConnection(self, self._application, self._open)
        return Connection(self, self._application, self._open, self._heads, self._bodies)

    def pre_shutdown(self) -> None:
        """Let each connection end with its next answer, and say so in that."""
        self._open.closing = True

    async def shutdown(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - the parent has it so
        """Answer what has arrived, and what comes within half of *timeout* seconds; then close what is still open."""
        half = (timeout or 0.0) / 2
        with suppress(TimeoutError):
            await asyncio.wait_for(self._open.none.wait(), half)
        super().pre_shutdown()
        await super().shutdown(half)

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
        application, connection = self._application, connection_of(http_request)
        if http_request.body_exists:
            try:
                request.body = await _body(http_request, application.largest_body(request.path))
            except Problem as problem:
                refusal = application.error_response(request.path, problem)
                return refusal, connection.answer(http_request, refusal, last=True)
            except OSError:  # the client has gone in the middle of its request
                return None, connection.raw(b"", keep_alive=False)
        waiting = application.waiting
        if (known := connection.take_response()) is not None:
            response = known
        elif waiting is None:
            response = application.handle(request)
        else:
            response = await waiting.answer(request)
        if response.unfinished is not None:
            response = await finish(response.unfinished)
        if response.long_poll is not None:
            look = None if waiting is None else partial(waiting.look, request, response.long_poll)
            response = await self._polls.resolve(response.long_poll, pause_until(self._stop, connection.lost), look)
        if response.fault_injection is not None:
            return response, await self._inject(request, response, response.fault_injection, http_request)
        sent = await packed(response, http_request.headers.get("Accept-Encoding", ""), self._bodies)
        return response, connection.answer(http_request, sent)

    async def _inject(
        self, request: Request, response: Response, injection: FaultInjection, http_request: web.BaseRequest
    ) -> RawResponse:
        connection = connection_of(http_request)
        pause = pause_until(self._stop, connection.lost)
        if injection.fault is Fault.GARBLED:
            response.body = garbled(response.body)
        sent = await packed(response, http_request.headers.get("Accept-Encoding", ""), self._bodies)
        if injection.fault in {Fault.SLOW, Fault.GARBLED}:
            await pause(injection.seconds)
            await self._note_fault_ended(request, response, connection)
            return connection.answer(http_request, sent)
        transport = http_request.transport
        if transport is not None:
            head = response_head(sent, self._application.now, "close")
            await inject(injection, head, b"" if http_request.method == "HEAD" else sent.body, transport, pause)
        await self._note_fault_ended(request, response, connection)
        if transport is not None:
            end(injection, transport)
        return connection.raw(b"", keep_alive=False)

    async def _note_fault_ended(self, request: Request, response: Response, connection: PlainConnection) -> None:
        """Let the application note it before the client sees it: whoever looks into the journal then finds it there."""
        injection, gone = response.fault_injection, connection.transport is None
        if injection is not None and injection.seconds:  # who ends its half while it has to wait is taken to have left
            gone = connection.lost.is_set()
        if (waiting := self._application.waiting) is None:
            self._application.fault_ended(request, response, gone=gone)
        else:
            await waiting.note_fault_ended(request, response, gone=gone)

    def _request(self, http_request: web.BaseRequest) -> Request:
        path, _, query = http_request.raw_path.partition("?")
        if not path.startswith("/"):
            path, query = http_request.rel_url.raw_path, http_request.rel_url.raw_query_string
        if "Host" in http_request.headers:
            here = ""
        else:
            here = _listening_at(http_request)
        connection = connection_of(http_request)
        return Request(
            http_request.method, path, query, http_request.headers, b"", here, connection.number, self._open.is_open,
            connection.scheme,
        )  # fmt: skip


async def _body(http_request: web.BaseRequest, largest: int) -> bytes:
    """Return the whole body; raises Problem if it is too large or comes too late, OSError if the client has gone."""
    too_large = Problem(ProblemKind.TOO_LARGE, f"The body is larger than {largest} bytes.", "http.body")
    if (http_request.content_length or 0) > largest:
        raise too_large
    if _waits(http_request) and http_request.transport is not None:
        http_request.transport.write(_CONTINUE)
    pieces: list[bytes] = []
    size = 0
    async for piece in http_request.content.iter_any():
        size += len(piece)
        if size > largest:
            raise too_large
        pieces.append(piece)
    return b"".join(pieces)


def _waits(http_request: web.BaseRequest) -> bool:
    """Return whether the client sends its body only when it is told to: one of HTTP/1.0 would not understand."""
    return http_request.version >= (1, 1) and http_request.headers.get("Expect", "").lower() == "100-continue"


def _listening_at(http_request: web.BaseRequest) -> str:
    """Return the address that the client has reached: HTTP/1.0 clients need not send a Host."""
    host, port = http_request.get_extra_info("sockname", ("localhost", 80))[:2]
    return authority(host, port)
