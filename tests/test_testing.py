"""A sandbox on a test's own event loop: what pytest-aiohttp's `aiohttp_client` makes of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout
from aiohttp.test_utils import TestClient
from pytest_aiohttp import AiohttpClient

from sandbox import Session
from sandbox.backend import Backend
from sandbox.embedded import backend_of
from sandbox.settings import SettingsError
from sandbox.testing import SandboxTestServer, aiohttp_server

Client = TestClient[Any, Any]


@pytest.fixture(scope="module")
def backend() -> Backend:
    """Give one backend to all tests here: they run one at a time."""
    return backend_of((), {})


@pytest.fixture
async def server(backend: Backend) -> AsyncIterator[SandboxTestServer]:
    """Give a server that has started, without a client."""
    async with aiohttp_server(backend=backend) as found:
        assert isinstance(found, SandboxTestServer)
        yield found


async def poll(http: Client, session: Session) -> int:
    """Ask until the data is there; return the number of requests."""
    for number in range(1, 30):
        async with http.get("/fhir/Procedure", headers={"Authorization": f"Bearer {session.token}"}) as answer:
            if answer.status != 429:
                return number
            await session.asleep(float(answer.headers["Retry-After"]))
    return 30


async def test_a_client_of_aiohttp_is_judged_on_the_loop_of_its_test(
    aiohttp_client: AiohttpClient, backend: Backend
) -> None:
    """A window of 45 s passes in virtual time, and session and verdict are had without a word over HTTP."""
    server = aiohttp_server(backend=backend)
    http: Client = await aiohttp_client(server)
    session = server.session("syncing-45s")

    assert 16 == await poll(http, session)
    session.verdict(ended="exit").assert_pass("R01", "R02")


async def test_it_has_the_keywords_of_a_sandbox(aiohttp_client: AiohttpClient, tmp_path: Any) -> None:
    """Fixtures and settings."""
    file = tmp_path / "p.ndjson"
    file.write_text('{"resourceType":"Patient","id":"p1"}')
    server = aiohttp_server(file, scenario="syncing-2x")
    http: Client = await aiohttp_client(server)

    assert 3 == await poll(http, server.session("default", patient="p1"))
    with pytest.raises(SettingsError, match="Did you mean"):
        aiohttp_server(handeling="lenient")


async def test_another_thread_may_hold_a_session_too(server: SandboxTestServer) -> None:
    """A sync client in a thread moves the clock while the loop serves."""
    session = server.session("syncing-45s")
    before = session.clock["now"]
    await asyncio.to_thread(session.sleep, 30)

    assert before + 30 == session.clock["now"]


async def test_servers_of_one_backend_give_out_different_sessions(backend: Backend) -> None:
    """Labels are never used twice in a process."""
    async with aiohttp_server(backend=backend) as one, aiohttp_server(backend=backend) as other:
        assert isinstance(one, SandboxTestServer)
        assert isinstance(other, SandboxTestServer)
        assert one.session().token != other.session().token
        assert one.url != other.url


@pytest.mark.parametrize("use", [lambda one: one.url, lambda one: one.session()])
def test_before_it_has_started_it_says_so(backend: Backend, use: Callable[[SandboxTestServer], object]) -> None:
    """As a Sandbox does, in its own words."""
    server = aiohttp_server(backend=backend)
    with pytest.raises(RuntimeError, match="give it to `aiohttp_client` first"):
        use(server)


async def test_what_waits_is_woken_when_it_stops(server: SandboxTestServer) -> None:
    """A client on the line of a stalled answer does not hold up the end of a test."""
    session = server.session("stall-60s")
    login = {"Authorization": f"Bearer {session.token}"}
    async with (
        ClientSession(timeout=ClientTimeout(total=10)) as http,
        http.get(f"{session.fhir_url}/Patient", headers=login) as answer,
    ):
        await server.close()
        await server.close()

        assert 200 == answer.status
    with pytest.raises(RuntimeError, match="not running"):
        session.sleep(1)


async def test_started_twice_is_started_once(server: SandboxTestServer) -> None:
    """As every test server of aiohttp."""
    url = server.url
    await server.start_server()

    assert url == server.url
