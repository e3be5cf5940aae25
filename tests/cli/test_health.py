"""What does `health` answer? 0 if the server is well, 1 if it is not, 2 if the question is wrong; never a traceback."""

import socket
import threading
from pathlib import Path

import httpx
import pytest

from sandbox import __version__
from sandbox.cli import main
from tests.cli.command import run, serving


def test_a_server_that_is_well_is_exit_0(client: httpx.Client) -> None:
    """One line says how it is."""
    ended = run("health", "--url", f"{client.base_url}")

    assert (0, f"ok: 1,425 Procedures, version {__version__}\n", "") == (ended.returncode, ended.stdout, ended.stderr)


def test_the_port_of_the_variable_is_asked(tmp_path: Path) -> None:
    """In an image, the check finds the server by the setting that the server has."""
    with serving(tmp_path) as server:
        assert 0 == run("health", SANDBOX_PORT=str(server.port)).returncode


def test_the_address_of_the_variable_is_asked(client: httpx.Client) -> None:
    """SANDBOX_URL says where a server is, as root or as FHIR base; it is no mistake for `serve`."""
    for url in (f"{client.base_url}", f"{client.base_url}/fhir", f"{client.base_url}/fhir/"):
        assert 0 == run("health", SANDBOX_URL=url).returncode
    assert "is not a setting" not in run("serve", "--port", "x", SANDBOX_URL=f"{client.base_url}").stderr


def test_no_server_is_exit_1() -> None:
    """The message says who was asked."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    ended = run("health", "--url", f"http://127.0.0.1:{port}")

    assert (1, "") == (ended.returncode, ended.stdout)
    assert ended.stderr.startswith(f"procedure-sandbox: http://127.0.0.1:{port}/_sandbox/health: ")
    assert "no sandbox answers there (Connection refused). Does `procedure-sandbox serve` run?" in ended.stderr
    assert 1 == len(ended.stderr.splitlines())


def answer_once(words: bytes) -> int:
    """Answer one request with these words, whatever it asks; return the port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with listener, listener.accept()[0] as connection:
            connection.recv(65536)
            connection.sendall(words)

    threading.Thread(target=answer, daemon=True).start()
    return int(listener.getsockname()[1])


def json_answer(body: str) -> bytes:
    """Return an HTTP answer with this body."""
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


@pytest.mark.parametrize(
    "words",
    [
        json_answer("hello"),
        json_answer("{}"),
        json_answer("[]"),
        json_answer('{"status":"ok","version":"1","resources":[]}'),
        json_answer('{"status":"ill","version":"1","resources":{}}'),
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
    ],
    ids=["no JSON", "empty object", "list", "no counts", "ill", "cut", "SSH", "nothing"],
)
def test_whoever_else_listens_there_is_exit_1(words: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """Another program on the port is not the sandbox, and is reported in one line."""
    code = main(["health", "--url", f"http://127.0.0.1:{answer_once(words)}"])
    said = capsys.readouterr()

    assert 1 == code
    assert 1 == len((said.out + said.err).splitlines())


@pytest.mark.parametrize("url", ["127.0.0.1:12429", "ftp://127.0.0.1", "", "http://", "http://a b", "http://a:x"])
def test_an_address_that_cannot_be_is_exit_2(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The message shows the address."""
    assert 2 == main(["health", "--url", url])
    assert repr(url) in capsys.readouterr().err


def test_an_odd_port_in_the_variable_is_exit_2(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is no port is said to be wrong."""
    monkeypatch.setenv("SANDBOX_PORT", "x")

    assert 2 == main(["health"])
