"""How does the server speak on stderr? One line an event, as text or as JSON, and never a token."""

import json
import logging
import re
import socket
from pathlib import Path

import pytest

from sandbox.cli.log import JsonFormatter
from tests.cli.command import serving

START = r"2,\d+ resources \(1,425 Procedures\) of 26 patients in \d+\.\d\d s; seed 7"
BROKEN = (
    b"Authorization Bearer sk_live_verysecret",
    b"Authorization: Bearer sk_live_verysecret\x01",
    b"Authorization: Bearer verysecret" + b"x" * 9000,
)


@pytest.mark.parametrize("style", ["text", "json"])
def test_the_log_has_its_line_and_no_token(tmp_path: Path, style: str) -> None:
    """The start is told in one line; good tokens, bad ones and those of others leave no trace."""
    with serving(tmp_path, "--seed", "7", "--log-format", style) as server:
        statuses = {
            server.get(path, bearer=token).status_code
            for path in ("/fhir/Nonsense", "/fhir/Procedure?verysecret=1", "/fhir/Procedure/verysecret")
            for token in ("pat_test_ready~ada~verysecret", "pat_test_verysecret", "sk_live_verysecret")
        }
        _, _, said = server.stop()
        (line,) = said.splitlines()

        assert {400, 401, 404} == statuses
        assert "secret" not in said
        if style == "text":
            assert re.fullmatch(f"INFO {START}", line)
        else:
            told = json.loads(line)
            assert ["time", "level", "message"] == list(told)
            assert "info" == told["level"]
            assert re.fullmatch(START, told["message"])
            assert re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d", told["time"])


def test_an_exception_is_still_one_line() -> None:
    """What was raised is a member of the object, its line ends escaped."""
    error = ValueError("ä\nb")
    record = logging.LogRecord("s", logging.ERROR, "f.py", 1, "%s failed", ("this",), (ValueError, error, None))
    line = JsonFormatter().format(record)

    assert 1 == len(line.splitlines())
    assert ("error", "this failed") == (json.loads(line)["level"], json.loads(line)["message"])
    assert "ValueError: ä\nb" == json.loads(line)["exception"]


def test_a_token_in_a_broken_request_is_neither_logged_nor_sent_back(tmp_path: Path) -> None:
    """What cannot even be parsed is refused without being repeated; a client's mistake is no error of the server."""
    answers = []
    with serving(tmp_path) as server:
        for header in BROKEN:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
                client.sendall(b"GET /fhir/Procedure HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n")
                answers.append(client.makefile("rb").read())
        _, _, said = server.stop()

    assert [b"400", b"400", b"431"] == [answer.split()[1] for answer in answers]
    assert b"secret" not in b"".join(answers)
    assert "secret" not in said
    assert "Traceback" not in said


def test_a_client_that_goes_away_is_no_event(tmp_path: Path) -> None:
    """A body that never comes to its end is the client's affair."""
    with serving(tmp_path) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
            client.sendall(b"POST /fhir/Procedure/_search HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n_count")
        server.get("/_sandbox/health")
        _, _, said = server.stop()

        assert 1 == len(said.splitlines()), said
