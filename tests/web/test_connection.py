"""What is kept on a connection? Whoever asks whole requests gets its answers, however it goes on or ends."""

import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from sandbox.server import Sandbox
from tests.api.fhir.asking import by_hand, headers_of

TOKEN = b"Host: x\r\nAuthorization: Bearer aat_test_ready\r\n"
GOOD = b"GET /fhir/Procedure?_count=0 HTTP/1.1\r\n" + TOKEN + b"\r\n"
SEARCH = b"POST /fhir/Procedure/_search HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n" + TOKEN
CHUNKS = SEARCH + b"Transfer-Encoding: chunked\r\n\r\n8\r\n_count=0\r\n0\r\n\r\n"
LENGTH = SEARCH + b"Content-Length: 8\r\n\r\n_count=0"
MALFORMED = b"NON SENSE\r\n\r\n"

Serve = Callable[..., httpx.Client]


def _statuses(received: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) [A-Z]", received)]


@contextmanager
def _line(client: httpx.Client) -> Iterator[socket.socket]:
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=5) as line:
        yield line


def _rest(line: socket.socket) -> bytes:
    received = b""
    while piece := line.recv(65_536):
        received += piece
    return received


@pytest.mark.parametrize(
    "sent", [GOOD, GOOD * 3, GOOD * 100, LENGTH, CHUNKS], ids=["one", "3", "100", "form", "chunks"]
)
def test_who_has_asked_and_said_that_it_is_all_gets_its_answers(client: httpx.Client, sent: bytes) -> None:
    """As `printf ... | nc -N` does: all of them, and then the connection ends."""
    with _line(client) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        received = _rest(line)

    assert [200] * (sent.count(b"GET ") or 1) == _statuses(received)
    assert b"Connection: close" not in received.rpartition(b"HTTP/1.1")[0]


def test_half_a_request_that_ends_is_not_answered(client: httpx.Client) -> None:
    """Nobody can say what it asked."""
    with _line(client) as line:
        line.sendall(GOOD[:30])
        line.shutdown(socket.SHUT_WR)

        assert b"" == _rest(line)


def test_half_a_body_that_ends_is_refused(client: httpx.Client) -> None:
    """The client may still read what was wrong."""
    with _line(client) as line:
        line.sendall(LENGTH[:-3])
        line.shutdown(socket.SHUT_WR)
        received = _rest(line)

    assert [400] == _statuses(received)
    assert b"The body has ended before it was whole." in received


def test_an_end_during_a_late_answer_counts_as_having_left(client: httpx.Client) -> None:
    """Nobody can tell who reads on from who is gone: the answer comes at once, and the journal says gone."""
    login = {"Authorization": "Bearer pat_test_slow-60000ms~ada~half"}
    with _line(client) as line:
        line.sendall(
            f"GET /fhir/Patient HTTP/1.1\r\nHost: x\r\nAuthorization: {login['Authorization']}\r\n\r\n".encode()
        )
        line.shutdown(socket.SHUT_WR)
        received = _rest(line)

    (entry,) = client.get("/_sandbox/session/journal", headers=login).json()["entries"]
    assert [200] == _statuses(received)
    assert ("slow", True) == (entry["fault"], entry["gone"])


@pytest.mark.parametrize(
    "before", [GOOD * 2, GOOD * 60, LENGTH + GOOD, CHUNKS + CHUNKS], ids=["2", "60", "form", "chunks"]
)
def test_good_requests_before_a_malformed_one_are_answered(client: httpx.Client, before: bytes) -> None:
    """In their order, and then the refusal ends the connection."""
    received = by_hand(client, before + MALFORMED + GOOD)

    assert [200] * (before.count(b"HTTP/1.1")) + [400] == _statuses(received)


def test_what_is_no_rest_of_a_body_ends_the_wait_for_it(client: httpx.Client) -> None:
    """A chunk without a size, in a packet of its own: the request is refused, not waited for."""
    with _line(client) as line:
        line.sendall(CHUNKS[:-20])
        time.sleep(0.05)
        line.sendall(b"ZZ\r\n")

        assert [400] == _statuses(_rest(line))


def test_requests_in_packets_of_any_size_are_read(client: httpx.Client) -> None:
    """Wherever the network cuts them."""
    sent = (GOOD + LENGTH + CHUNKS) * 2 + GOOD.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    for size in (1, 7, 64):
        with _line(client) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for start in range(0, len(sent), size):
                line.sendall(sent[start : start + size])

            assert [200] * 7 == _statuses(_rest(line))


def _asking_leave(length: int, version: str = "1.1") -> bytes:
    head = SEARCH.replace(b"HTTP/1.1", f"HTTP/{version}".encode()) + b"Expect: 100-continue\r\nConnection: close\r\n"
    return head + f"Content-Length: {length}\r\n\r\n".encode()


def test_who_asks_for_leave_to_send_a_body_gets_it(client: httpx.Client) -> None:
    """100 Continue, and then the answer."""
    with _line(client) as line:
        line.sendall(_asking_leave(8))
        assert b"HTTP/1.1 100 Continue\r\n\r\n" == line.recv(65_536)
        line.sendall(b"_count=0")

        assert [200] == _statuses(_rest(line))


def test_leave_is_not_given_to_a_body_that_will_be_refused(client: httpx.Client) -> None:
    """413 at once: nothing of the body need be sent."""
    with _line(client) as line:
        line.sendall(_asking_leave(1024 * 1024 + 1))
        line.shutdown(socket.SHUT_WR)
        received = _rest(line)

    assert [413] == _statuses(received)
    assert b"100 Continue" not in received
    assert "close" == headers_of(received)["connection"]


def test_leave_is_not_given_to_who_cannot_understand_it(client: httpx.Client) -> None:
    """HTTP/1.0 has no interim answers."""
    received = by_hand(client, _asking_leave(8, "1.0") + b"_count=0")

    assert [200] == _statuses(received)
    assert b"100 Continue" not in received


@pytest.fixture(scope="module")
def impatient() -> Iterator[httpx.Client]:
    """Give a client of a server that waits for one second."""
    with Sandbox(request_timeout=1) as sandbox, httpx.Client(base_url=sandbox.url) as client:
        yield client


@pytest.mark.parametrize(
    "sent",
    [b"G", GOOD[:40], GOOD[:-2], LENGTH[:-1], CHUNKS[:-4], CHUNKS + GOOD[:40], LENGTH + b"\r\nG", GOOD + LENGTH[:-1]],
    ids=["letter", "head", "line", "body", "chunk", "after chunks", "after a body", "body after another"],
)
def test_a_request_that_does_not_end_is_given_up(impatient: httpx.Client, sent: bytes) -> None:
    """408 after the time that was set, behind the answers to whole requests before it."""
    whole = {CHUNKS + GOOD[:40]: [200], LENGTH + b"\r\nG": [200], GOOD + LENGTH[:-1]: [200]}.get(sent, [])
    received = by_hand(impatient, sent)

    assert [*whole, 408] == _statuses(received)
    assert b"was not whole within 1 s" in received
    assert (b'"code":"too-slow"' if sent[-1:] == b"G" else b'"code":"timeout"') in received  # a letter is no path


def test_drops_do_not_prolong_the_time_of_a_request(impatient: httpx.Client) -> None:
    """It is counted from the first byte, not from the last."""
    began = time.monotonic()
    with _line(impatient) as line:
        for letter in GOOD[:8]:
            line.sendall(bytes([letter]))
            time.sleep(0.1)

        assert [408] == _statuses(_rest(line))
    assert 1 <= time.monotonic() - began < 1.75


def test_a_connection_between_requests_is_not_late(impatient: httpx.Client) -> None:
    """Neither before the first, nor after one, nor while the answer is what is late."""
    slow = b"GET /fhir/Patient HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer pat_test_slow-1500ms~ada~idle\r\n\r\n"
    with _line(impatient) as line:
        line.sendall(b"\r\n")
        time.sleep(1.2)
        line.sendall(slow)
        assert [200] == _statuses(line.recv(1 << 20))
        time.sleep(1.2)
        line.sendall(GOOD[:-2] + b"Connection: close\r\n\r\n")

        assert [200] == _statuses(_rest(line))


def test_five_hundred_clients_are_let_in_at_once(client: httpx.Client) -> None:
    """None waits until a lost packet is sent again: all are on the line before any is answered."""
    lines = []
    try:
        began = time.monotonic()
        for _ in range(500):
            line = socket.socket()
            line.settimeout(5)
            line.connect((client.base_url.host, client.base_url.port or 80))
            lines.append(line)
        for line in lines:
            line.sendall(GOOD)
        statuses = [_statuses(line.recv(65_536)) for line in lines]
    finally:
        for line in lines:
            line.close()

    assert [[200]] * 500 == statuses
    assert time.monotonic() - began < 10
