"""What does a client lose when the server stops? Nothing that has arrived, if it obeys `Connection: close`."""

import http.client
import re
import signal
import socket
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from sandbox.server import Sandbox
from sandbox.web.connections import Connections
from tests.cli.command import serving

TOKEN = b"Host: x\r\nAuthorization: Bearer aat_test_ready\r\n"
_GRACE = 0.4  # seconds in which what comes after the signal is answered for sure: half a second, and some room
GOOD = b"GET /fhir/Procedure?_count=0 HTTP/1.1\r\n" + TOKEN + b"\r\n"


def test_a_connection_has_a_number_of_its_own() -> None:
    """It is never used again; while there is none, whoever waits for that knows."""
    connections = Connections()
    assert connections.none.is_set()
    first, second = connections.open(), connections.open()
    connections.close(first)

    assert (False, True, False) == (connections.is_open(first), connections.is_open(second), connections.none.is_set())
    connections.close(second)
    assert connections.none.is_set()
    assert connections.open() not in {first, second}
    assert not connections.none.is_set()


def test_what_has_arrived_is_answered_with_a_word_on_the_end(tmp_path: Path) -> None:
    """Requests under way, those that were sent ahead, and those that come while it stops."""
    for _ in range(5):
        received, seconds = _stopped(tmp_path)
        if seconds < _GRACE:  # else this machine was too busy to let the clients ask in time
            break

    assert [1, 2, 81, 1] == [len(re.findall(rb"HTTP/1.1 200 OK", answers)) for answers in received]
    assert [1, 1, 1, 1] == [answers.count(b"Connection: close") for answers in received]
    assert 1 == len((tmp_path / "stderr").read_text().splitlines())


def _stopped(folder: Path) -> tuple[list[bytes], float]:
    """Return what four clients get of a server that stops, and in how many seconds the last of them had asked."""
    with serving(folder) as server, ExitStack() as stack:
        idle, late, ahead, half = (
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5)) for _ in range(4)
        )
        idle.sendall(GOOD)
        assert b"Connection" not in idle.recv(65_536)
        slow = GOOD.replace(b"aat_test_ready", b"pat_test_slow-60000ms")
        late.sendall(slow + GOOD)
        ahead.sendall(slow + GOOD * 80)
        half.sendall(GOOD[:-2])
        login = {"Authorization": "Bearer pat_test_slow-60000ms"}
        assert any(
            2 == httpx.get(f"{server.url}/_sandbox/session", headers=login).json()["requests"] for _ in range(500)
        )
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        while _is_open(server.port):  # until it has heard that
            time.sleep(0.001)
        idle.sendall(GOOD)
        half.sendall(b"\r\n")
        seconds = time.monotonic() - began
        received = [_rest(line) for line in (idle, late, ahead, half)]
        assert 143 == server.process.wait(2)
    return received, seconds


def _is_open(port: int) -> bool:
    """Return whether somebody is let in."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def test_idle_connections_do_not_hold_it_up(tmp_path: Path) -> None:
    """They are closed after a moment in which a request may have been on its way."""
    with serving(tmp_path) as server, ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5)) for _ in range(50)
        ]
        began = time.monotonic()
        assert 143 == server.stop()[0]
        assert time.monotonic() - began < 1.5
        assert {b""} == {line.recv(1) for line in lines}


class Obedient(threading.Thread):
    """A client that asks as fast as it can, on a connection for as long as it is kept, until nobody listens."""

    def __init__(self, port: int, *, keeps: bool) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.keeps = keeps
        self.answers = 0
        self.answered_at = self.sent_at = 0.0
        self.lost: list[str] = []
        self.turned_away: list[str] = []
        self.refused = False

    def run(self) -> None:
        """Ask until the connection is refused; note each request that was sent and not answered.

        `lost` are those that no server may lose: on a connection that had answered, and soon after that.
        """
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.connect()
            except OSError:
                self.refused = True
                return
            before, self.answered_at = self.answers, time.monotonic()
            try:
                self._ask_on(connection)
            except (OSError, http.client.HTTPException) as error:
                if self.answers == before:
                    self.turned_away.append(repr(error))
                elif self.sent_at - self.answered_at < _GRACE:
                    self.lost.append(repr(error))
            finally:
                connection.close()

    def _ask_on(self, connection: http.client.HTTPConnection) -> None:
        while connection.sock is not None:  # http.client takes it away after `Connection: close`
            headers = {"Authorization": "Bearer aat_test_ready"}
            if not self.keeps:
                headers["Connection"] = "close"
            self.sent_at = time.monotonic()
            connection.request("GET", "/fhir/Procedure?_count=0", headers=headers)
            connection.getresponse().read()
            self.answers += 1
            self.answered_at = time.monotonic()


@pytest.mark.parametrize("keeps", [True, False], ids=["kept", "anew"])
def test_a_client_that_obeys_loses_nothing(tmp_path: Path, *, keeps: bool) -> None:
    """Ten of them at full speed: each request is answered, until the door is shut.

    A connection that is made in the very instant in which that happens may be reset: the system has let it in, and
    the server cannot know of it any more.
    """
    with serving(tmp_path) as server:
        clients = [Obedient(server.port, keeps=keeps) for _ in range(10)]
        for client in clients:
            client.start()
        while min(client.answers for client in clients) < 5:
            time.sleep(0.01)
        assert 143 == server.stop()[0]
        for client in clients:
            client.join(10)

    assert [] == [text for client in clients for text in client.lost]
    assert sum(len(client.turned_away) for client in clients) <= 1
    assert all(client.refused for client in clients)


def test_an_embedded_sandbox_keeps_its_word_too() -> None:
    """Its thread ends as the command does."""
    sandbox = Sandbox().__enter__()
    client = Obedient(int(sandbox.url.rpartition(":")[2]), keeps=True)
    client.start()
    while client.answers < 5:
        time.sleep(0.01)
    sandbox.__exit__(None, None, None)
    client.join(10)

    assert ([], True) == (client.lost, client.refused)


def _rest(line: socket.socket) -> bytes:
    received = b""
    while piece := line.recv(65_536):
        received += piece
    return received
