"""What becomes of answers that wait when the server stops? They are woken within two seconds, without a cry."""

import json
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from sandbox.server import Sandbox
from tests.api.admin.handle import ask_raw, read_head, read_rest
from tests.cli.command import serving

SOON = 2.0


@pytest.fixture
def stopping(caplog: pytest.LogCaptureFixture) -> Iterator[tuple[Sandbox, httpx.Client, threading.Thread]]:
    """Give a server and a thread that stops it; afterwards, see that it stopped soon and said nothing."""
    sandbox = Sandbox().__enter__()
    stop = threading.Thread(target=sandbox.__exit__, args=(None, None, None))
    with httpx.Client(base_url=sandbox.url) as client:
        yield sandbox, client, stop
    if not stop.ident:
        stop.start()
    stop.join(SOON)
    assert not stop.is_alive()
    assert [] == [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize("scenario", ["stall-60s", "slow-60s"])
def test_what_waits_is_woken(stopping: tuple[Sandbox, httpx.Client, threading.Thread], scenario: str) -> None:
    """A hundred clients on the line do not hold the server up, and each of them sees the end."""
    _, client, stop = stopping
    with ExitStack() as stack:
        lines = [stack.enter_context(ask_raw(client, f"pat_test_{scenario}~ada~n{n}")) for n in range(100)]
        if scenario.startswith("stall"):
            for line in lines:
                read_head(line)
        assert any(client.get("/_sandbox/sessions?count=0").json()["total"] == 100 for _ in range(1000))
        stop.start()
        for line in lines:
            try:
                read_rest(line)
            except ConnectionResetError:
                continue


def test_faults_leave_nothing_in_the_log(stopping: tuple[Sandbox, httpx.Client, threading.Thread]) -> None:
    """Neither those that break a connection, nor clients that leave in the middle of one."""
    _, client, _ = stopping
    for scenario in ("reset", "truncated", "garbled", "stall-20ms", "slow-20ms", "stall-60s", "slow-60s"):
        with ask_raw(client, f"pat_test_{scenario}") as line:
            if scenario.endswith("60s"):
                continue
            try:
                line.recv(1)
            except ConnectionResetError:
                continue

    assert 200 == client.get("/_sandbox/health").status_code


@pytest.mark.parametrize(
    "body", [{"never": {"status": 503}, "for": 60}, {"count": {"status": 503}, "within": 60}], ids=["never", "count"]
)
def test_an_expectation_cut_short_is_not_answered_as_if_it_were_over(
    stopping: tuple[Sandbox, httpx.Client, threading.Thread], body: dict[str, object]
) -> None:
    """Whether it would have passed or failed, nobody knows: inconclusive, or no answer at all."""
    _, client, stop = stopping
    login = {"Authorization": "Bearer pat_test_ready"}
    client.get("/fhir/Patient", headers=login)
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=5) as line:
        content = json.dumps(body).encode()
        head = (
            f"POST /_sandbox/session/expect HTTP/1.1\r\nHost: localhost\r\nAuthorization: {login['Authorization']}\r\n"
        )
        head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        line.sendall(head.encode() + content)
        line.settimeout(0.1)
        with pytest.raises(TimeoutError):
            line.recv(1)
        line.settimeout(5)
        stop.start()
        received = read_rest(line)

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
