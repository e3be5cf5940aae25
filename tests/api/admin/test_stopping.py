"""What becomes of answers that wait when the server stops? They are woken within two seconds, without a cry."""

import asyncio
import signal
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import httpx
import orjson
import pytest

from sandbox.testing import SandboxTestServer, aiohttp_server
from tests.api.admin.handle import ask_raw, read_head, read_rest
from tests.cli.command import serving

SOON = 2.0
Ask = Callable[..., Awaitable[StreamReader]]


@pytest.fixture
async def server(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[SandboxTestServer]:
    """Give a server of one patient; afterwards, see that it stops soon and has said nothing."""
    file = tmp_path / "p.ndjson"
    file.write_text('{"resourceType":"Patient","id":"p"}')
    found = aiohttp_server(file)
    await found.start_server()
    yield found
    async with asyncio.timeout(SOON):
        await found.close()
    assert [] == [record.getMessage() for record in caplog.records]


@pytest.fixture
async def ask(server: SandboxTestServer) -> AsyncIterator[Ask]:
    """Give what sends a request on a connection of its own, and gives what is to be read: `ask("stall-60s", "n1")`."""
    opened: list[StreamWriter] = []

    async def sent(
        scenario: str, label: str = "", method: str = "GET", path: str = "/fhir/Patient", body: bytes = b""
    ) -> StreamReader:
        reader, writer = await asyncio.open_connection(server.host, server.port)
        opened.append(writer)
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer pat_test_{scenario}~p~{label}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        return reader

    yield sent
    for writer in opened:
        writer.close()


@pytest.mark.parametrize("scenario", ["stall-60s", "slow-60s"])
async def test_what_waits_is_woken(server: SandboxTestServer, ask: Ask, scenario: str) -> None:
    """A hundred clients on the line do not hold the server up, and each of them sees the end."""
    lines = [await ask(scenario, f"n{number}") for number in range(100)]
    if scenario.startswith("stall"):
        for line in lines:
            await line.readuntil(b"\r\n\r\n")
    async with asyncio.timeout(5):
        while server.ask("GET", "/sessions?count=0", "")["total"] < 100:  # noqa: ASYNC110 - nobody is told of arrivals
            await asyncio.sleep(0.005)
    async with asyncio.timeout(SOON):
        await server.close()
    for line in lines:
        with suppress(ConnectionResetError):
            await line.read()


async def test_faults_leave_nothing_in_the_log(server: SandboxTestServer, ask: Ask) -> None:
    """Neither those that break a connection, nor clients that leave in the middle of one."""
    for scenario in ("reset", "truncated", "garbled", "stall-20ms", "slow-20ms", "stall-60s", "slow-60s"):
        line = await ask(scenario, "faults")
        if not scenario.endswith("60s"):
            with suppress(ConnectionResetError):
                await line.read(1)

    assert "ok" == server.ask("GET", "/health", "")["status"]


@pytest.mark.parametrize(
    "body", [{"never": {"status": 503}, "for": 60}, {"count": {"status": 503}, "within": 60}], ids=["never", "count"]
)
async def test_an_expectation_cut_short_is_not_answered_as_if_it_were_over(
    server: SandboxTestServer, ask: Ask, body: dict[str, object]
) -> None:
    """Whether it would have passed or failed, nobody knows: inconclusive, or no answer at all."""
    await (await ask("ready", "expect")).readuntil(b"\r\n\r\n")
    line = await ask("ready", "expect", "POST", "/_sandbox/session/expect", orjson.dumps(body))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(line.read(1), 0.1)
    await server.close()
    received = await line.read()

    assert received.rpartition(b"\r\n\r\n")[2] in {b"", b'{"result":"inconclusive"}'}


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_wakes_what_waits(tmp_path: Path, number: int, status: int) -> None:
    """The process leaves within two seconds, and stderr has the line of the start alone."""
    with serving(tmp_path) as server:
        with httpx.Client(base_url=server.url) as client, ask_raw(client, "pat_test_stall-60s") as line:
            read_head(line)
            code, _, said = server.stop(number)

            assert b"" == read_rest(line)
        assert status == code
        assert 1 == len(said.splitlines()), said
