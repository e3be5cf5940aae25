"""How does the server leave? At once, with the exit code of the signal, and without a cry."""

import os
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from tests.cli.command import ROOT, Running, command, serving

SIGNALS = [(signal.SIGTERM, 143), (signal.SIGINT, 130)]

# What clients may have said when the signal comes: nothing, half a head, half a body, a whole request.
WORDS = (
    b"",
    b"GET /fhir/Procedure HTTP/1.1\r\nHost: localhost\r\n",
    b"POST /fhir/Procedure/_search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n_count",
    b"GET /_sandbox/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
)


def call(server: Running, words: bytes) -> socket.socket:
    """Open a connection and say something."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=5)
    connection.sendall(words)
    return connection


@pytest.mark.parametrize(("number", "status"), SIGNALS)
def test_a_signal_ends_the_server(tmp_path: Path, number: int, status: int) -> None:
    """The exit code says which signal it was; stderr has the line of the start, and no more."""
    with serving(tmp_path) as server:
        server.get("/fhir/Procedure", bearer="pat_test_ready")
        code, rest, said = server.stop(number)

        assert (status, "") == (code, rest)
        assert 1 == len(said.splitlines()), said


@pytest.mark.parametrize("numbers", [(signal.SIGTERM,), (signal.SIGINT, signal.SIGINT)])
def test_clients_on_the_line_do_not_hold_it_up(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    """Idle connections and requests that never end are cut within the two seconds; to insist changes nothing."""
    with serving(tmp_path) as server:
        clients = [call(server, words) for words in WORDS]
        assert clients[-1].recv(12).startswith(b"HTTP/1.1 200")
        for number in numbers[1:]:
            server.process.send_signal(number)
        code, _, said = server.stop(numbers[0])
        for client in clients:
            client.close()

        assert 128 + numbers[0] == code
        assert 1 == len(said.splitlines()), said


@pytest.mark.parametrize(("number", "status"), SIGNALS)
def test_a_signal_is_obeyed_before_the_server_is_ready(tmp_path: Path, number: int, status: int) -> None:
    """While settings and fixtures are read, a signal ends the program just as quietly."""
    waits = tmp_path / "settings.toml"
    os.mkfifo(waits)
    words = command(("serve", "--port", "0", "--config", str(waits)))
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        rescue = threading.Timer(30, os.open, (waits, os.O_RDONLY | os.O_NONBLOCK))  # if the program never reads it
        rescue.start()
        with waits.open("w"):  # opens once the program reads it
            rescue.cancel()
            process.send_signal(number)
            said = process.communicate(timeout=10)

        assert ("", "") == said
        assert status == process.returncode


def test_the_port_is_free_afterwards(tmp_path: Path) -> None:
    """A server that has left can be started again at once on the same port."""
    with serving(tmp_path) as server:
        server.get("/_sandbox/health")
        server.stop()
        port = server.port
        with serving(tmp_path, "--port", str(port)) as again:
            assert port == again.port
