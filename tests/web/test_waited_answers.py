"""What if an answer has to be waited for, on a connection that waits for it by itself? All stays in its order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from sandbox.problem import Problem
from sandbox.scenario import Fault
from sandbox.web.aiohttp_server import AiohttpServer
from sandbox.web.connection import Connection
from sandbox.web.messages import FaultInjection, LongPoll, Request, Response

PATIENCE = 10.0  # seconds
AT_ONCE = [f"/{fault}" for fault in (Fault.RESET, Fault.TRUNCATED, Fault.GARBLED)]
FAULTS = {f"/{fault}": fault for fault in Fault}


class Waiting:
    """An application whose answers say what was asked, once `open` is set; some paths go wrong on their way.

    Whether that is over is noted once `noting` is set.
    """

    request_timeout = 60

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.noting = asyncio.Event()
        self.noting.set()
        self.news = asyncio.Event()
        self.asked: list[str] = []
        self.ended: list[tuple[str, bool]] = []
        self.told: list[str] = []

    @property
    def waiting(self) -> "Waiting":
        """What answers where answers have to be waited for."""
        return self

    def answered(self, request: Request | None, _response: Response, _seconds: float) -> None:
        """Take note of what was answered."""
        self.told.append(request.path if request else "")

    async def answer(self, request: Request) -> Response:
        """Say what was asked, when the time has come."""
        self.asked.append(request.path)
        self.news.set()
        await self.open.wait()
        return self.handle(request)

    def handle(self, request: Request) -> Response:
        """Say what was asked."""
        found = Response(200, (), f"<{request.path}>".encode())
        if (fault := FAULTS.get(request.path)) is not None:
            found.fault_injection = FaultInjection(fault, 0.0 if request.path in AT_ONCE else 0.001, 1)
        return found

    async def note_fault_ended(self, request: Request, _response: Response, *, gone: bool) -> None:
        """Take note of it."""
        self.ended.append((request.path, gone))
        self.news.set()
        await self.noting.wait()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until it is so."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self.news.clear()
                await self.news.wait()

    async def look(self, _request: Request, _wanted: LongPoll, *, last: bool) -> Response | None:
        """Never be asked."""
        raise AssertionError(last)

    def fault_ended(self, _request: Request, _response: Response, *, gone: bool) -> None:
        """Never be told."""
        raise AssertionError(gone)

    def error_response(self, _path: str, problem: Problem) -> Response:
        """Say what is wrong."""
        return Response(400, (), problem.text.encode())

    def largest_body(self, _path: str) -> int:
        """Take nothing large."""
        return 100

    def now(self) -> float:
        """Return a moment."""
        return 1e9


class Line:
    """A connection to a server that has learned what headers it sends."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def ask(self, *paths: str, method: str = "GET") -> None:
        """Ask for some paths, in one packet."""
        self.writer.write(b"".join(f"{method} {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths))

    async def read(self, *paths: str) -> str:
        """Return what has come when the answers for some paths have, in their order."""
        found = ""
        for path in paths:
            found += (await asyncio.wait_for(self.reader.readuntil(f"<{path}>".encode()), PATIENCE)).decode()
        return found

    async def rest(self) -> str:
        """Return what comes until the connection has ended."""
        return (await asyncio.wait_for(self.reader.read(), PATIENCE)).decode()


Asked = Callable[[Waiting, str], Awaitable[None]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Give what waits until a path is asked for, on a connection that waits for its answer by itself."""
    taken: list[bool] = []
    answer = Connection.answer_on_the_spot

    def answered(self: Connection, data: bytes) -> bool:
        taken.append(answer(self, data))
        return taken[-1]

    monkeypatch.setattr(Connection, "answer_on_the_spot", answered)

    async def wait(application: Waiting, path: str) -> None:
        await application.until(lambda: path in application.asked)
        assert taken[-1]

    return wait


@asynccontextmanager
async def serving(application: Waiting) -> AsyncIterator[tuple[AiohttpServer, Line]]:
    """Serve an application, and give a connection to it whose headers are known."""
    server = AiohttpServer(application, asyncio.Event())
    listener = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    line = Line(*await asyncio.open_connection(*listener.sockets[0].getsockname()))
    line.ask("/first")
    await line.read("/first")
    await asyncio.sleep(0.01)  # aiohttp's task is on its way back
    application.open.clear()
    yield server, line
    application.open.set()
    line.writer.close()
    with suppress(OSError):
        await line.writer.wait_closed()
    listener.close()
    server.pre_shutdown()
    await server.shutdown(PATIENCE)


async def test_what_comes_meanwhile_has_its_turn(asked: Asked) -> None:
    """Requests that were sent ahead, whole and in parts; each is asked once."""
    application = Waiting()
    async with serving(application) as (_, line):
        line.ask("/a")
        await asked(application, "/a")
        line.ask("/b", "/c")
        await line.writer.drain()
        await asyncio.sleep(0.01)
        line.writer.write(b"GET /d HTT")
        application.open.set()
        await line.read("/a", "/b", "/c")
        line.writer.write(b"P/1.1\r\nHost: x\r\n\r\n")
        await line.read("/d")
        line.ask("/e")
        received = await line.read("/e")

    assert ["/first", "/a", "/b", "/c", "/d", "/e"] == application.asked
    assert "Connection" not in received


async def test_a_head_alone_is_answered_without_a_body(asked: Asked) -> None:
    """With the length that it would have."""
    application = Waiting()
    async with serving(application) as (_, line):
        line.ask("/a", method="HEAD")
        await asked(application, "/a")
        application.open.set()
        head = await asyncio.wait_for(line.reader.readuntil(b"\r\n\r\n"), PATIENCE)
        line.ask("/b")
        next_ = await line.read("/b")

    assert b"Content-Length: 4\r\n" in head
    assert next_.startswith("HTTP/1.1 200 OK")


async def test_the_last_words_of_a_client_are_answered(asked: Asked) -> None:
    """Those that are being answered, and those in line; then the connection ends."""
    application = Waiting()
    async with serving(application) as (_, line):
        line.ask("/a")
        await asked(application, "/a")
        line.writer.write_eof()
        await asyncio.sleep(0.01)
        application.open.set()
        received = await line.rest()

    assert received.endswith("</a>")
    assert 1 == received.count("Connection: close")
    assert ["/first", "/a"] == application.asked


async def test_a_fault_happens_once(asked: Asked) -> None:
    """And the next request is answered as ever."""
    application = Waiting()
    async with serving(application) as (_, line):
        line.ask("/slow")
        await asked(application, "/slow")
        application.open.set()
        await line.read("/slow")
        line.ask("/b")
        await line.read("/b")

    assert ["/first", "/slow", "/b"] == application.asked
    assert [("/slow", False)] == application.ended
    assert application.asked == application.told


@pytest.mark.parametrize("path", ["/reset", "/truncated", "/stall"])
async def test_a_fault_is_noted_before_the_connection_ends_with_it(asked: Asked, path: str) -> None:
    """Whoever looks into the journal then finds all of it there."""
    application = Waiting()
    application.noting.clear()
    async with serving(application) as (_, line):
        line.ask(path)
        await asked(application, path)
        application.open.set()
        await application.until(lambda: bool(application.ended))
        rest = asyncio.create_task(line.rest())
        await asyncio.sleep(0.02)
        assert not rest.done()
        application.noting.set()
        with suppress(ConnectionResetError):
            await rest

    assert [(path, False)] == application.ended


async def test_a_client_that_says_its_last_word_while_a_fault_is_noted_is_left(asked: Asked) -> None:
    """It does not say it again: without it, the connection would stay open as long as any."""
    application = Waiting()
    application.noting.clear()
    async with serving(application) as (_, line):
        line.ask("/slow")
        await asked(application, "/slow")
        application.open.set()
        await application.until(lambda: bool(application.ended))
        line.writer.write_eof()
        await asyncio.sleep(0.02)
        application.noting.set()
        received = await line.rest()

    assert received.endswith("</slow>")
    assert 1 == received.count("Connection: close")


@pytest.mark.parametrize("path", AT_ONCE)
async def test_who_ends_its_half_has_not_left_before_a_fault_that_takes_no_time(asked: Asked, path: str) -> None:
    """It gets what it would have got in memory, where it is answered before its end has come."""
    application = Waiting()
    async with serving(application) as (_, line):
        line.ask(path)
        await asked(application, path)
        line.writer.write_eof()
        await asyncio.sleep(0.02)
        application.open.set()
        with suppress(ConnectionResetError):
            await line.rest()

    assert [(path, False)] == application.ended


async def test_who_has_left_is_known_to_be_gone(asked: Asked) -> None:
    """Its fault has run its course."""
    application = Waiting()
    async with serving(application) as (_, line):
        line.ask("/slow")
        await asked(application, "/slow")
        line.writer.transport.abort()
        await asyncio.sleep(0.01)
        application.open.set()
        await application.until(lambda: bool(application.ended))

    assert [("/slow", True)] == application.ended
    assert application.asked == application.told


async def test_a_server_that_stops_waits_for_the_answer(asked: Asked) -> None:
    """Though all others have been told to close."""
    application = Waiting()
    async with serving(application) as (server, line):
        line.ask("/a")
        await asked(application, "/a")
        server.pre_shutdown()
        stopping = asyncio.create_task(server.shutdown(0.2))
        await asyncio.sleep(0.15)  # it has given up to wait for clients that end by themselves
        application.open.set()
        received = await line.rest()
        await stopping

    assert received.endswith("</a>")
    assert 1 == received.count("Connection: close")


async def test_a_server_that_stops_does_not_wait_for_ever(asked: Asked) -> None:
    """The connection ends without an answer that does not come in time."""
    application = Waiting()
    async with serving(application) as (server, line):
        line.ask("/a")
        await asked(application, "/a")
        server.pre_shutdown()
        await asyncio.wait_for(server.shutdown(0.1), PATIENCE)

        assert not await line.rest()
        assert not application.open.is_set()
