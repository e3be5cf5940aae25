"""How do requests come in on a connection? In parts, cut where each ends, until one side has ended it.

This stands on the state of aiohttp's request handler (`handler_state`); where that is another, a PlainConnection
has to do.
"""

# tested by: tests/web/test_connection.py, tests/web/test_on_the_spot.py

import asyncio

from aiohttp import web
from aiohttp.http import RawRequestMessage
from aiohttp.streams import EMPTY_PAYLOAD, StreamReader

from sandbox.problem import Problem, ProblemKind
from sandbox.web.application import Application
from sandbox.web.compression import packed_at_once
from sandbox.web.connections import Connections
from sandbox.web.handler_state import is_idle, stay_open
from sandbox.web.known_heads import KnownHeads
from sandbox.web.messages import Request, Response
from sandbox.web.packed_bodies import PackedBodies
from sandbox.web.plain_connection import PlainConnection
from sandbox.web.request_stream import RequestStream
from sandbox.web.response_writer import response_head
from sandbox.web.unreadable import unreadable

_NO_HEAD = b"\0"  # what can stand nowhere in a head


class Connection(PlainConnection):
    """A connection whose requests are read part by part, in time, and to the last that has come before its end."""

    __slots__ = (
        "_answered", "_bodies", "_body", "_deadline", "_ended", "_heads", "_late", "_refused", "_response", "_stream",
        "_unparsed",
    )  # fmt: skip

    def __init__(
        self,
        server: web.Server,
        application: Application,
        connections: Connections,
        heads: KnownHeads,
        bodies: PackedBodies,
    ) -> None:
        super().__init__(server, application, connections)
        self._heads = heads
        self._bodies = bodies
        self._response: Response | None = None  # to the request that is parsed next, where it was asked for already
        self._stream = RequestStream()
        self._unparsed = b""  # what has arrived while too many requests were waiting for their answers
        self._body: StreamReader = EMPTY_PAYLOAD  # that of the last request whose head was parsed
        self._answered = 0  # requests, those included that could not be read
        self._ended = False  # whether the client has said that it sends nothing more
        self._refused: bytes | None = None  # the beginning of the first request that could not be parsed
        self._late = False  # whether it took too long over a request
        self._deadline: asyncio.TimerHandle | None = None  # of the request that is arriving

    def stays_open(self, http_request: web.BaseRequest) -> bool:
        """Return whether the connection is kept: not if no other request will come; those in line are answered."""
        if not http_request.keep_alive:
            return False
        if self._ended or self._connections.closing:
            return bool(self._messages or self._unparsed)
        return True

    def data_received(self, data: bytes) -> None:
        """Parse what has arrived part by part; what is too much for now is parsed later, when this is called again."""
        if self._is_free() and self.answer_on_the_spot(data):
            return
        if self._late or self._close or self._force_close:
            return
        if self._upgraded or not data:
            super().data_received(data)
        before, data, at = self._request_count, self._unparsed + data, 0
        if not self._upgraded:
            while at < len(data) and len(self._messages) < self._max_msg_queue_size and not self._reading_paused:
                end = self._stream.part(data, at)
                self._parse(data[at:end])
                at = end
        self._unparsed = data[at:]
        self._note_body()
        self._set_deadline(anew=self._request_count > before)

    def eof_received(self) -> bool:  # type: ignore[override] # aiohttp promises less: None, which is False
        """Answer what has arrived before the connection is closed: the client may still read, which nobody can see."""
        self._ended = True
        self.lost.set()
        if not self._body.is_eof():
            self._cut_body(Problem(ProblemKind.BAD_VALUE, "The body has ended before it was whole.", "http.body"))
        if self.scheme == "https":
            return False  # TLS knows no half of a connection
        return self._request_count > self._answered

    def connection_lost(self, exc: BaseException | None) -> None:
        """Note that nothing more can come."""
        self._late = True
        if self._deadline is not None:
            self._deadline.cancel()
        if self._request_count == self._answered and not self._body.is_eof():
            self._body.feed_eof()  # of a request that was refused already
        super().connection_lost(exc)

    def refused_line(self) -> bytes:
        """Return the beginning of the first request that could not be parsed, or is late."""
        return self._stream.line if self._refused is None else self._refused

    def refusal(self, error: BaseException | None) -> Problem:
        """Return the problem of a request that could not be parsed, or is late."""
        return self._too_late() if self._late else unreadable(error)

    def answer_on_the_spot(self, data: bytes) -> bool:
        """Answer a request that has come whole and alone within the call that brought it; return whether it was one.

        A task, a future and the objects of a request cost more than to answer it. What is to be waited for, or goes
        wrong on its way, and all that is not plain goes aiohttp's own way.
        """
        if (head := self._heads.read(data)) is None or self.transport is None:
            return False
        began, application = self._loop.time(), self._application
        request = Request(
            head.method, head.path, head.query, head.headers, b"", "", self.number, self._connections.is_open,
            self.scheme, head,
        )  # fmt: skip
        response = application.handle(request)
        packed = None
        if response.is_ready:
            packed = packed_at_once(response, head.headers.get("Accept-Encoding", ""), self._bodies)
        if packed is None:
            self._response = response
            return False
        sent = response_head(packed, application.now)
        if head.method == "GET":
            sent += packed.body
        self.transport.write(sent)
        stay_open(self, began)
        if (answered := application.answered) is not None:
            answered(request, response, self._loop.time() - began)
        return True

    def _is_free(self) -> bool:
        """Return whether what comes next is the beginning of a request, and may be answered at once."""
        if not is_idle(self) or self._stream.unfinished or self._unparsed or self._late:
            return False
        if self._application.waiting is not None:
            return False
        return not (self._ended or self._connections.closing or self.writing_paused)

    def note_answer(self) -> None:
        """Take note that the next answer is sent."""
        self._answered += 1

    def take_response(self) -> Response | None:
        """Return the response to the request that was just parsed, if it was asked for before."""
        response, self._response = self._response, None
        return response

    def _parse(self, part: bytes) -> None:
        before = self._request_count
        self._stream.arrives(part)
        super().data_received(part)
        if self._request_count == before:
            self._stream.went_on(part)
            self._note_body()
            return
        if not self._body.is_eof():  # what has come instead of its rest is no part of it
            self._cut_body(unreadable())
        message, self._body = self._messages[-1]
        if self._refused is None and not isinstance(message, RawRequestMessage):
            self._refused = self._stream.line
        self._heads.learn(part, message)
        if self._body.is_eof():
            self._stream.head_ended(0)
        else:
            length = getattr(message, "headers", {}).get("Content-Length")
            self._stream.head_ended(None if length is None else int(length))

    def _note_body(self) -> None:
        if self._stream.left is None and self._body.is_eof():
            self._stream.body_ended()

    def _set_deadline(self, *, anew: bool) -> None:
        """See to it that a request that has begun is whole in time; *anew* if it is another one than before."""
        if self._deadline is not None and (anew or not self._stream.unfinished):
            self._deadline.cancel()
            self._deadline = None
        if self._deadline is None and self._stream.unfinished:
            self._deadline = self._loop.call_later(self._application.request_timeout, self._give_up)

    def _give_up(self) -> None:
        """Refuse the request that is late, after those that came before it."""
        self._deadline = None
        if self._reading_paused or self._buffer_paused or self._unparsed:  # it is we who are late
            self._set_deadline(anew=True)
        elif self._stream.begun:
            super().data_received(_NO_HEAD)
            self._late = True
        else:
            self._late = True
            self._cut_body(self._too_late())

    def _cut_body(self, problem: Problem) -> None:
        """Let nobody wait for the rest of a body: whoever reads it meets the problem."""
        if self._request_count > self._answered:
            self._body.set_exception(problem)
        self._body.feed_eof()

    def _too_late(self) -> Problem:
        seconds = self._application.request_timeout
        return Problem(ProblemKind.TOO_SLOW, f"The request was not whole within {seconds} s.", "http")
