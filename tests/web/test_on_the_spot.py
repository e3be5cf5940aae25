"""Is it the same, whether a request is answered on the spot or by aiohttp's task? Byte for byte, in both ways."""

import re
import socket
from collections.abc import Callable, Iterator

import httpx
import pytest

from sandbox.web import handler_state
from sandbox.web.connection import Connection
from sandbox.web.plain_connection import PlainConnection
from tests.api.fhir.asking import Serve

PLAIN = b"Host: m.test\r\nAuthorization: Bearer aat_test_%b\r\n\r\n"
ROW = '{"resourceType":"Procedure","id":"a","status":"completed","code":{"text":"A code"}}'
# Columns: what is asked, of which scenario, and whether it is answered on the spot once the headers are known.
ASKED: tuple[tuple[bytes, bytes, bool], ...] = (
    (b"GET /fhir/Procedure/a", b"ready", True),
    (b"HEAD /fhir/Procedure/a", b"ready", True),
    (b"GET /fhir/Procedure/nobody", b"ready", True),
    (b"GET /fhir/Procedure?status=completed", b"ready", True),
    (b"GET /fhir/Procedure?unknown=1", b"ready", True),
    (b"GET /fhir/metadata", b"ready", True),
    (b"GET /nothing", b"ready", True),
    (b"DELETE /fhir/Procedure/a", b"ready", False),
    (b"GET /fhir/Procedure", b"stuck", True),
    (b"GET /fhir/Procedure", b"garbled", False),
    (b"GET /fhir/Procedure", b"no-such-scenario", True),
)


@pytest.fixture(params=[True, False], ids=["on the spot", "aiohttp's own way"])
def taken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Give a list of which requests were answered on the spot: by an aiohttp that is known, and by one that is not."""
    answer, receive, found = Connection.answer_on_the_spot, PlainConnection.data_received, list[bool]()

    def answered(self: Connection, data: bytes) -> bool:
        found.append(answer(self, data))
        return found[-1]

    def received(self: PlainConnection, data: bytes) -> None:
        if not isinstance(self, Connection):
            found.append(False)
        receive(self, data)

    monkeypatch.setattr(handler_state, "KNOWN", request.param)
    monkeypatch.setattr(Connection, "answer_on_the_spot", answered)
    monkeypatch.setattr(PlainConnection, "data_received", received)
    return found


@pytest.fixture
def line(serve: Serve, taken: list[bool]) -> Iterator[socket.socket]:
    """Give a connection to a server with one Procedure, made by the aiohttp that *taken* tells of."""
    assert [] == taken
    url = serve(ROW).base_url
    with socket.create_connection((url.host, url.port or 80), timeout=10) as opened:
        yield opened


def _answer(line: socket.socket, *, head: bool = False) -> bytes:
    """Return one answer, without what is different each time."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += line.recv(65_536)
    size = re.search(rb"Content-Length: (\d+)", received)
    whole = received.index(b"\r\n\r\n") + 4 + (int(size[1]) if size and not head else 0)
    while len(received) < whole:
        received += line.recv(65_536)
    assert whole == len(received)
    return re.sub(rb"(Date|X-Request-Id|Last-Modified): [^\r]*", rb"\1", received)


def _again(line: socket.socket, sent: bytes, taken: list[bool], *, wanted: bool) -> set[bytes]:
    """Return what is answered to a request, asked some times, and until it was answered on the spot if that is wanted.

    aiohttp's task may still be on its way back from the request before.
    """
    answers = set()
    for number in range(200):
        line.sendall(sent)
        answers.add(_answer(line, head=sent.startswith(b"HEAD")))
        if number >= 2 and (not wanted or taken[-1]):
            break
    return answers


@pytest.mark.parametrize(("asked", "scenario", "possible"), ASKED)
def test_an_answer_is_the_same_in_both_ways(
    line: socket.socket, taken: list[bool], asked: bytes, scenario: bytes, *, possible: bool
) -> None:
    """First by aiohttp, since nobody knows the headers; then on the spot, where that is possible."""
    possible = possible and handler_state.KNOWN
    answers = _again(line, asked + b" HTTP/1.1\r\n" + PLAIN % scenario, taken, wanted=possible)

    assert 1 == len(answers)
    assert not taken[0]
    assert possible is any(taken)


def test_a_fault_that_was_decided_on_the_spot_happens(line: socket.socket, taken: list[bool]) -> None:
    """Every time, and then what is plain is answered on the spot again."""
    for scenario in (b"ready", b"garbled", b"ready"):
        sent = b"GET /fhir/Procedure/a HTTP/1.1\r\n" + PLAIN % scenario
        plain = scenario == b"ready"
        (answer,) = _again(line, sent, taken, wanted=plain and handler_state.KNOWN)

        assert plain is answer.endswith(b"}")
        assert (plain and handler_state.KNOWN) is taken[-1]


@pytest.mark.parametrize("parts", [2, 3, 7])
def test_what_comes_in_parts_or_together_is_answered_in_turn(
    line: socket.socket, taken: list[bool], parts: int
) -> None:
    """Several requests at once, and the last in two parts, between others that are alone."""
    sent = b"GET /fhir/Procedure/a HTTP/1.1\r\n" + PLAIN % b"ready"
    (first,) = _again(line, sent, taken, wanted=handler_state.KNOWN)
    line.sendall(sent * parts + sent[:20])
    received = b""
    while received.count(b"A code") < parts:
        received += line.recv(65_536)
    line.sendall(sent[20:])
    assert first == _answer(line)

    assert {first} == _again(line, sent, taken, wanted=handler_state.KNOWN)
    assert handler_state.KNOWN is taken[-1]


def test_the_last_words_of_a_client_are_answered(line: socket.socket, taken: list[bool]) -> None:
    """Then the connection ends; where aiohttp is not known, it may end without them."""
    sent = b"GET /fhir/Procedure/a HTTP/1.1\r\n" + PLAIN % b"ready"
    (first,) = _again(line, sent, taken, wanted=handler_state.KNOWN)
    line.sendall(sent)
    line.shutdown(socket.SHUT_WR)
    received = b""
    while piece := line.recv(65_536):
        received += piece

    possible = {first.partition(b"\r\n\r\n")[2]}
    if not handler_state.KNOWN:
        possible.add(b"")
    assert received.partition(b"\r\n\r\n")[2] in possible


def test_the_journal_is_the_same(serve: Callable[..., httpx.Client], taken: list[bool]) -> None:
    """Number, attempt, connection, status and size."""
    client = serve(ROW)
    headers = {"Authorization": "Bearer aat_test_ready"}
    for _ in range(3):
        client.get("/fhir/Procedure/a", headers=headers)
    entries = client.get("/_sandbox/session/journal", headers=headers).json()["entries"]

    assert 4 == len(taken)
    assert [(1, 1, 200), (2, 2, 200), (3, 3, 200)] == [(one["n"], one["attempt"], one["status"]) for one in entries]
    assert 1 == len({one["connection"] for one in entries})
