"""What does `serve` say of each request? One line on stderr, for people or programs, and never a secret."""

import io
import json
import re
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.api.exchange import Exchange
from sandbox.cli import main
from sandbox.cli.request_log import coloured_line, is_wanted, json_line, observer, text_line
from tests.cli.command import Running, serving

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
EXCHANGE = Exchange(
    at=1_800_000_000.25, method="GET", path="/fhir/Procedure", query="_count=1", status=429, issue="transient",
    wait=3.0, fault="", session="0123456789abcdef01234567", label="test-17", attempt=2, seconds=0.00123,
)  # fmt: skip


class _Terminal(io.StringIO):
    """Where somebody watches."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def _lines(server: Running, count: int) -> list[str]:
    """Return the lines after the first, once there are so many of them."""
    deadline = time.monotonic() + 10
    while len(lines := server.errors.read_text().splitlines()[1:]) < count and time.monotonic() < deadline:
        time.sleep(0.02)
    return lines


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_line_tells_what_happened() -> None:
    """Time, status and code, request, wait, attempt, label and duration, in columns that stay where they are."""
    assert (
        "2027-01-15T08:00:00.250Z  429 transient  GET /fhir/Procedure?_count=1  wait 3 s  attempt 2  test-17  1.2 ms"
    ) == text_line(EXCHANGE)


# Columns: what differs, what the line says of it.
CHANGED: list[tuple[dict[str, Any], str]] = [
    ({"status": 200, "issue": "", "wait": None}, "  200  GET /fhir/Procedure?_count=1  attempt 2"),
    ({"query": ""}, "  GET /fhir/Procedure  "),
    ({"status": None, "issue": "", "fault": "reset"}, "  ---  GET /fhir/Procedure?_count=1  reset  "),
    ({"label": ""}, "  01234567  1.2 ms"),
    ({"label": "", "session": "", "attempt": None}, "  wait 3 s  1.2 ms"),
    ({"method": "", "path": "", "query": ""}, "  429 transient  (unreadable)  "),
    ({"path": "/fhir/\x1b[2J\n"}, r"GET /fhir/\x1b[2J\n?_count=1"),
    ({"seconds": 12.5}, "  12500.0 ms"),
]


@pytest.mark.parametrize(("changes", "said"), CHANGED)
def test_a_line_leaves_out_what_there_is_not(changes: dict[str, Any], said: str) -> None:
    """And shows what would move a terminal's cursor as letters."""
    assert said in text_line(replace(EXCHANGE, **changes))


@pytest.mark.parametrize(("status", "colour"), [(200, 32), (304, 36), (429, 33), (503, 31), (None, 31)])
def test_a_status_has_its_colour(status: int | None, colour: int) -> None:
    """On a terminal; without the colours it is the same line."""
    exchange = replace(EXCHANGE, status=status)
    line = coloured_line(exchange)

    assert f"\x1b[{colour}m{status or '---'}" in line
    assert text_line(exchange) == re.sub(r"\x1b\[\d+m", "", line)


def test_a_program_reads_json() -> None:
    """One object on one line; what there is not is left out."""
    assert {
        "time": "2027-01-15T08:00:00.250Z", "level": "info", "message": "GET /fhir/Procedure", "method": "GET",
        "path": "/fhir/Procedure", "query": "_count=1", "status": 429, "issue": "transient", "wait": 3.0,
        "session": EXCHANGE.session, "label": "test-17", "attempt": 2, "ms": 1.23,
    } == json.loads(json_line(EXCHANGE))  # fmt: skip
    assert {"status": None, "fault": "reset"}.items() <= json.loads(
        json_line(replace(EXCHANGE, status=None, fault="reset"))
    ).items()


@pytest.mark.parametrize(
    ("environ", "style", "coloured"),
    [({}, "text", True), ({"NO_COLOR": "1"}, "text", False), ({"NO_COLOR": ""}, "text", True),
     ({"TERM": "dumb"}, "text", False), ({}, "json", False)],
)  # fmt: skip
def test_colours_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], style: str, *, coloured: bool
) -> None:
    """NO_COLOR is honoured, https://no-color.org; JSON has none."""
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    terminal, file = _Terminal(), io.StringIO()
    observer(style, terminal)(EXCHANGE)
    observer(style, file)(EXCHANGE)

    assert (coloured, False) == ("\x1b" in terminal.getvalue(), "\x1b" in file.getvalue())


def test_a_log_that_nobody_reads_keeps_no_answer_back() -> None:
    """The other end of the pipe may have gone."""

    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    observer("text", Gone())(EXCHANGE)


@pytest.mark.parametrize(
    ("setting", "stream", "wanted"),
    [(None, io.StringIO(), False), (None, _Terminal(), True), ("on", io.StringIO(), True), ("off", _Terminal(), False)],
)
def test_it_is_on_where_somebody_watches(setting: str | None, stream: io.StringIO, *, wanted: bool) -> None:
    """Unless it is said."""
    assert wanted == is_wanted(setting, stream)


def test_a_server_tells_each_request(tmp_path: Path) -> None:
    """Of every API, with the attempt and the label where there is a session; faults when they are over."""
    asked = [
        ("/fhir/Procedure?_count=1", "pat_test_syncing-1x~ada~log", "429 transient", "wait 3 s  attempt 1  log"),
        ("/fhir/Procedure?_count=1", "pat_test_syncing-1x~ada~log", "200", "attempt 2  log"),
        ("/fhir/Nonsense", "pat_test_ready~ada~log", "404 not-supported", "attempt 1  log"),
        ("/fhir/Procedure", "", "401 login", ""),
        ("/_sandbox/session", "pat_test_ready~ada~log", "200", "log"),
        ("/_sandbox/nothing", "", "404 no-such-address", ""),
        ("/link/introspect", "", "401 Unauthorized", ""),
        ("/nothing", "", "404 no-such-address", ""),
    ]
    with serving(tmp_path, "--log-requests", "on") as server:
        for path, token, *_ in asked:
            server.get(path, token)
        with pytest.raises(httpx.TransportError):
            server.get("/fhir/Procedure", "pat_test_reset~ada~log")
        lines = _lines(server, len(asked) + 1)

    rows = [re.fullmatch(rf"{TIME}  ([^ ]+(?: [^ ]+)?)  GET ([^ ]+)  (.*?)\d+\.\d ms", line) for line in lines]
    told = [(row[2], row[1], row[3].strip()) for row in rows if row]
    reset = ("/fhir/Procedure", "---", "reset  attempt 1  log")

    assert [*((path, status, rest) for path, _, status, rest in asked), reset] == told


def test_who_only_looks_is_left_out(tmp_path: Path) -> None:
    """The console and `watch` look every second; what they change is told, and a client that says it looks, too."""
    looks = {"X-Sandbox-Watch": "console"} | _bearer("pat_test_ready~ada~looks")
    with serving(tmp_path, "--log-requests", "on") as server:
        with httpx.Client(base_url=server.url, headers=looks) as http:
            http.get("/_sandbox/session")
            http.get("/_sandbox/sessions")
            http.post("/_sandbox/session/clock", json={"advance": 1})
            http.get("/fhir/Procedure?_count=1")
        assert 0 == main(["watch", "--token", "pat_test_ready~ada~looks", "--url", server.url, "--once"])
        lines = _lines(server, 2)

    assert ["POST /_sandbox/session/clock", "GET /fhir/Procedure?_count=1"] == [line.split("  ")[2] for line in lines]


@pytest.mark.parametrize("style", ["text", "json"])
def test_no_secret_is_told(tmp_path: Path, style: str) -> None:
    """Neither a token nor a key, wherever it stands; of what cannot be read, nothing at all."""
    asks: list[Callable[[httpx.Client], object]] = [
        lambda http: http.get("/fhir/Procedure?access_token=pat_test_verysecret"),
        lambda http: http.get("/fhir/Procedure/sk_live_verysecret", headers=_bearer("sk_live_verysecret")),
        lambda http: http.get("/link/auth?client_id=pk_live_verysecret&client_secret=verysecret"),
        lambda http: http.post("/link/token", data={"grant_type": "refresh_token", "refresh_token": "verysecret"}),
        lambda http: http.get("/fhir/Procedure?x=%70at_test_verysecret%0a%1b", headers=_bearer("pat_test_ready")),
    ]
    with serving(tmp_path, "--log-requests", "on", "--log-format", style) as server:
        with httpx.Client(base_url=server.url) as http:
            for ask in asks:
                ask(http)
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
            client.sendall(b"GET /fhir/verysecret HTTP/1.1\r\nAuthorization verysecret\r\n\r\n")
            client.makefile("rb").read()
        lines = _lines(server, len(asks) + 1)

    assert len(asks) + 1 == len(lines)
    assert "secret" not in "\n".join(lines).replace("client_secret=***", "")
    assert not [line for line in lines if not line.isprintable()]


def test_a_server_is_silent_where_nobody_watches(tmp_path: Path) -> None:
    """By default, a file or a pipe gets no line per request."""
    with serving(tmp_path) as server:
        server.get("/fhir/Procedure", "pat_test_ready")
        _, _, said = server.stop()

        assert 1 == len(said.splitlines())
