"""How do webhooks get out, and what becomes of those that do not arrive? Both ends are on the test's own loop."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port
from pytest_aiohttp import AiohttpRawServer

from sandbox import Session
from sandbox.testing import SandboxTestServer, aiohttp_server

PATIENCE = 5.0  # seconds: nothing here takes that long


class Inbox:
    """Keeps the bodies that came; `statuses` are its next answers, 204 when they are used up, None for silence."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.statuses: list[int | None] = []
        self.came = asyncio.Event()
        self.speaks = asyncio.Event()

    async def take(self, request: web.BaseRequest) -> web.Response:
        """Answer a webhook."""
        self.bodies.append(await request.read())
        self.came.set()
        status = self.statuses.pop(0) if self.statuses else 204
        if status is None:
            await self.speaks.wait()
        return web.Response(status=status or 204, headers={"Location": "/elsewhere"})


@pytest.fixture
async def inbox() -> Inbox:
    """Give what receives."""
    return Inbox()


@pytest.fixture
async def hooks(inbox: Inbox, aiohttp_raw_server: AiohttpRawServer) -> AsyncIterator[str]:
    """Give the address of the receiver."""
    receiver = await aiohttp_raw_server(inbox.take)
    yield str(receiver.make_url("/hooks"))
    inbox.speaks.set()


@pytest.fixture
async def server(hooks: str, tmp_path: Path) -> AsyncIterator[SandboxTestServer]:
    """Give a sandbox that tells the receiver."""
    async with telling(hooks, tmp_path) as found:
        assert isinstance(found, SandboxTestServer)
        yield found


def telling(url: str, folder: Path) -> SandboxTestServer:
    """Return a sandbox of one patient that tells whoever is at an address."""
    file = folder / "p.ndjson"
    file.write_text('{"resourceType":"Patient","id":"p1"}')
    return aiohttp_server(file, webhook_url=url)


def webhook(server: SandboxTestServer, session: Session) -> Any:
    """Return the one webhook of a session as its journal shows it."""
    (found,) = server.ask("GET", "/session/journal", session.token)["webhooks"]
    return found


async def until(server: SandboxTestServer, session: Session, state: str, attempts: int) -> Any:
    """Return the attempts of the webhook of a session, once it is in a state after so many."""
    async with asyncio.timeout(PATIENCE):
        while (state, attempts) != ((found := webhook(server, session))["state"], len(found["attempts"])):  # noqa: ASYNC110 - the sender tells nobody what it has noted
            await asyncio.sleep(0.005)
    return found["attempts"]


@pytest.mark.parametrize("status", [500, 302, 404])
async def test_a_failed_delivery_is_repeated_on_the_sessions_clock(
    server: SandboxTestServer, inbox: Inbox, status: int
) -> None:
    """After 2, 4, 8 and 16 minutes, the same event; then it is given up. A redirect is not followed."""
    inbox.statuses = [status] * 5
    session = server.session(authorized=True)
    begun = session.clock["now"]
    for number, minutes in enumerate((2, 2, 4, 8), 1):
        await until(server, session, "due", number)
        session.advance(minutes * 60 - 1)
        await asyncio.sleep(0.03)  # a look of the sender
        assert number == len(inbox.bodies)
        session.advance(1)
    attempts = await until(server, session, "given up", 5)

    assert [(0, status), (120, status), (240, status), (480, status), (960, status)] == [
        (round(one["at"] - begun), one["status"]) for one in attempts
    ]
    assert 1 == len(set(inbox.bodies))
    session.advance(100_000)
    await asyncio.sleep(0.03)
    assert 5 == len(inbox.bodies)


async def test_a_receiver_that_comes_back_is_told_once_more(server: SandboxTestServer, inbox: Inbox) -> None:
    """And then no more."""
    inbox.statuses = [503]
    session = server.session(authorized=True)
    await until(server, session, "due", 1)
    session.advance(120)
    attempts = await until(server, session, "delivered", 2)

    assert [503, 204] == [one["status"] for one in attempts]


async def test_nobody_there_is_a_failed_attempt(tmp_path: Path) -> None:
    """It says what went wrong."""
    async with telling(f"http://127.0.0.1:{unused_port()}/hooks", tmp_path) as server:
        assert isinstance(server, SandboxTestServer)
        (attempt,) = await until(server, server.session(authorized=True), "due", 1)

    assert (None, "ClientConnectorError") == (attempt["status"], attempt["error"])


async def test_silence_is_a_failed_attempt(
    hooks: str, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After 30 s; here sooner."""
    monkeypatch.setattr("sandbox.webhooks.sender.PATIENCE", 0.05)
    inbox.statuses = [None]
    async with telling(hooks, tmp_path) as server:
        assert isinstance(server, SandboxTestServer)
        (attempt,) = await until(server, server.session(authorized=True), "due", 1)

    assert (None, "no answer in 0.05 s") == (attempt["status"], attempt["error"])


async def test_a_server_stops_while_a_receiver_is_silent(hooks: str, inbox: Inbox, tmp_path: Path) -> None:
    """It waits for nobody."""
    inbox.statuses = [None]
    async with asyncio.timeout(PATIENCE):
        async with telling(hooks, tmp_path) as server:
            assert isinstance(server, SandboxTestServer)
            server.session(authorized=True)
            await inbox.came.wait()

    assert not inbox.speaks.is_set()
