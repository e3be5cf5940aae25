"""How do requests come in on a connection? In parts, cut where each ends, until one side has ended it.

This stands on the state of aiohttp's request handler (`handler_state`); where that is another, a PlainConnection
has to do.
"""

# tested by: tests/web/test_connection.py, tests/web/test_on_the_spot.py, tests/web/test_waited_answers.py

import asyncio

from aiohttp import web
from aiohttp.http import RawRequestMessage
from aiohttp.streams import EMPTY_PAYLOAD, StreamReader

from sandbox.problem import Problem, ProblemKind
from sandbox.web.application import Application, WaitingApplication
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
        "_answered", "_answering", "_bodies", "_body", "_deadline", "_ended", "_heads", "_late", "_refused",
        "_response", "_stream", "_unparsed",
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
        self._answering: asyncio.Task[None] | None = None  # the answer that is waited for, outside of aiohttp's task
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
        if self._answering is not None:
            self._keep_for_later(data)
            return
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
        return self._request_count > self._answered or self._answering is not None

    def close(self) -> None:
        """End, with the answer that is waited for if there is one."""
        if self._answering is None:
            super().close()

    async def shutdown(self, timeout: float | None = 15.0) -> None:  # noqa: ASYNC109 - the parent has it so
        """End, and wait for the answer for so many seconds."""
        if self._answering is not None:
            await asyncio.wait([self._answering], timeout=timeout)
            super().close()
        await super().shutdown(timeout)

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

        A task, a future and the objects of a request cost more than to answer it. Where the answer has to be waited
        for, one task does that. What is to be waited for after it, or goes wrong on its way, and all that is not plain
        goes aiohttp's own way.
        """
        if (head := self._heads.read(data)) is None or self.transport is None:
            return False
        began = self._loop.time()
        stay_open(self, began)
        request = Request(
            head.method, head.path, head.query, head.headers, b"", "", self.number, self._connections.is_open,
            self.scheme, head,
        )  # fmt: skip
        if (waiting := self._application.waiting) is not None:
            self._answering = self._loop.create_task(self._answer(waiting, request, data, began))
            return True
        response = self._application.handle(request)
        if self._send(request, response, began):
            return True
        self._response = response
        return False

    async def _answer(self, waiting: WaitingApplication, request: Request, data: bytes, began: float) -> None:
        """Answer the request that the data are; then what has come meanwhile has its turn."""
        response = await waiting.answer(request)
        self._answering = None
        if self.transport is None:  # the client has gone
            if response.fault_injection is not None:
                await waiting.note_fault_ended(request, response, gone=True)
            self._tell(request, response, began)
            return
        unread = self._take_what_was_kept()
        if not self._is_free() or not self._send(request, response, began):
            self._response, unread = response, data + unread
        if unread:
            self.data_received(unread)

    def _keep_for_later(self, data: bytes) -> None:
        """Keep what has come before its turn, and let nothing else come."""
        self._unparsed += data
        if self.transport is not None:
            self.transport.pause_reading()

    def _take_what_was_kept(self) -> bytes:
        """Return what was kept, and let more come."""
        kept, self._unparsed = self._unparsed, b""
        if kept and self.transport is not None:
            self.transport.resume_reading()
        return kept

    def _send(self, request: Request, response: Response, began: float) -> bool:
        """Send the response to a request that has come at *began*; return False if it has to go aiohttp's own way."""
        packed = None
        if response.is_ready:
            packed = packed_at_once(response, request.headers.get("Accept-Encoding", ""), self._bodies)
        if packed is None or self.transport is None:
            return False
        sent = response_head(packed, self._application.now)
        if request.method == "GET":
            sent += packed.body
        self.transport.write(sent)
        self._tell(request, response, began)
        return True

    def _tell(self, request: Request, response: Response, began: float) -> None:
        """Tell whoever observes what is answered."""
        if (answered := self._application.answered) is not None:
            answered(request, response, self._loop.time() - began)

    def _is_free(self) -> bool:
        """Return whether what comes next is the beginning of a request, and may be answered at once."""
        if not is_idle(self) or self._stream.unfinished or self._unparsed or self._late or self._response is not None:
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
