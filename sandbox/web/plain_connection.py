"""How do answers go out on a connection? Each as one buffer of bytes, and the last says that it is.

Here is only what aiohttp promises to whoever derives from its request handler.
"""

# tested by: tests/web/test_on_the_spot.py, tests/web/test_handler_state.py

import asyncio
from http import HTTPStatus
from typing import cast

from aiohttp import web

from sandbox.failure_log import write_failure
from sandbox.problem import Problem, bug
from sandbox.web.application import Application
from sandbox.web.connections import Connections
from sandbox.web.messages import Response
from sandbox.web.raw_response import RawResponse
from sandbox.web.request_line import method_and_path
from sandbox.web.response_writer import response_head
from sandbox.web.unreadable import LONGEST_TARGET, unreadable


class PlainConnection(web.RequestHandler):
    """A connection, numbered by *connections*; `lost` is set when nothing more can come from the client.

    What cannot even be parsed is refused in our own words, and not logged: it may hold a secret. aiohttp alone decides
    how requests are read: whoever is slow is waited for, and who ends its half of the connection ends all of it.
    """

    __slots__ = ("_application", "_connections", "lost", "number", "scheme")

    def __init__(self, server: web.Server, application: Application, connections: Connections) -> None:
        # Bodies stay as they were sent: a form that is compressed is refused, not unpacked without bound.
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type] # None is off
            auto_decompress=False,
            max_line_size=LONGEST_TARGET,
        )
        self._application = application
        self._connections = connections
        self.number = connections.open()
        self.scheme = "http"
        self.lost = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take note of how it is made."""
        if transport.get_extra_info("sslcontext") is not None:
            self.scheme = "https"
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Note that nothing more can come."""
        self._connections.close(self.number)
        self.lost.set()
        super().connection_lost(exc)

    def answer(self, http_request: web.BaseRequest, response: Response, *, last: bool = False) -> RawResponse:
        """Return a response as it is sent; the connection ends with it if it is the *last*, or has to be."""
        keep_alive = not last and self.stays_open(http_request)
        said = ""
        if not keep_alive:
            said = "close"
        elif http_request.version < (1, 1):
            said = "keep-alive"
        head = response_head(response, self._application.now, said)
        if http_request.method == "HEAD":
            return self.raw(head, keep_alive=keep_alive)
        return self.raw(head + response.body, keep_alive=keep_alive)

    def raw(self, head_and_body: bytes, *, keep_alive: bool) -> RawResponse:
        """Return bytes as they are sent."""
        return RawResponse(head_and_body, keep_alive=keep_alive, sent=self.note_answer)

    def note_answer(self) -> None:
        """Take note that the next answer is sent."""

    def stays_open(self, http_request: web.BaseRequest) -> bool:
        """Return whether the connection is kept after the answer to a request: not if no other request will come."""
        return http_request.keep_alive and not self._connections.closing

    def handle_error(
        self,
        http_request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        _message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what aiohttp could not read, or what went wrong after the application had answered."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            method, path, problem = http_request.method, http_request.path, bug()
            write_failure(method, path, exc or False)
        else:
            method, path = method_and_path(self.refused_line())
            problem = self.refusal(exc)
        response = self._application.error_response(path, problem)
        if (answered := self._application.answered) is not None:
            answered(None, response, 0.0)
        if method == "HEAD":
            return self.raw(response_head(response, self._application.now, "close"), keep_alive=False)
        return self.answer(http_request, response, last=True)

    def refused_line(self) -> bytes:
        """Return the beginning of what could not be parsed, as far as it is known."""
        return b""

    def refusal(self, error: BaseException | None) -> Problem:
        """Return the problem of what could not be parsed."""
        return unreadable(error)

    def take_response(self) -> Response | None:
        """Return the response to the request that was just parsed, if it was asked for before."""
        return None


def connection_of(http_request: web.BaseRequest) -> PlainConnection:
    """Return the connection that a request has come over."""
    return cast(PlainConnection, http_request.protocol)
