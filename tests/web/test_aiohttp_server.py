"""What happens on the connection itself? Versions, keep-alive, pipelining, and requests that cannot even be read."""

import re

import httpx
import pytest

from tests.api.fhir.asking import by_hand, headers_of

TOKEN = b"Host: localhost\r\nAuthorization: Bearer aat_test_ready\r\n"
COUNT = b"GET /fhir/Procedure?_count=0 HTTP/1.1\r\n" + TOKEN
CLOSE = b"Connection: close\r\n\r\n"

# Columns: what is wrong, what is sent. The server software refuses these before any door is reached.
# fmt: off
UNREADABLE = {
    "request line":        b"NONSENSE\r\n\r\n",
    "version":             b"GET /fhir/Procedure HTTP/9.9\r\n" + TOKEN + CLOSE,
    "method":              b"get /fhir/Procedure HTTP/1.1\r\n" + TOKEN + CLOSE,
    "long header":         COUNT + b"X-Long: " + b"x" * 9000 + b"\r\n" + CLOSE,
    "long address":        b"GET /fhir/Procedure?code=" + b"x" * 70_000 + b" HTTP/1.1\r\n" + TOKEN + CLOSE,
    "letters in address":  "GET /fhir/Procedure?code=é HTTP/1.1\r\n".encode() + TOKEN + CLOSE,
    "no Host":             b"GET /fhir/Procedure HTTP/1.1\r\nAuthorization: Bearer aat_test_ready\r\n" + CLOSE,
    "two Hosts":           COUNT + b"Host: y\r\n" + CLOSE,
    "Content-Length":      COUNT + b"Content-Length: -1\r\n" + CLOSE,
    "chunk":               b"POST /fhir/Procedure/_search HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                           b"Content-Type: application/x-www-form-urlencoded\r\n" + TOKEN + CLOSE + b"ZZ\r\nx",
    "compression":         b"POST /fhir/Procedure/_search HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: 8\r\n"
                           b"Content-Type: application/x-www-form-urlencoded\r\n" + TOKEN + CLOSE + b"_count=1",
}
# fmt: on


def _statuses(received: bytes) -> list[bytes]:
    return re.findall(rb"HTTP/1\.1 (\d{3}) [A-Z]", received)


@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=list(UNREADABLE))
def test_an_unreadable_request_is_the_clients_mistake(client: httpx.Client, sent: bytes) -> None:
    """400, 414 or 431 for what is too long, or 415 for a body that comes in an unknown wrapping; never 500."""
    assert by_hand(client, sent).split(b" ", 2)[1] in {b"400", b"414", b"415", b"431"}


@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=list(UNREADABLE))
def test_an_unreadable_request_is_answered_by_the_sandbox(client: httpx.Client, sent: bytes) -> None:
    """Every answer carries X-Sandbox, this one too."""
    assert headers_of(by_hand(client, sent)).get("x-sandbox", "").startswith("procedure-sandbox/")


def test_a_connection_is_kept_for_the_next_request(client: httpx.Client) -> None:
    """HTTP/1.1 by default; Connection: close ends it."""
    received = by_hand(client, COUNT + b"\r\n" + COUNT + CLOSE)

    assert [b"200", b"200"] == _statuses(received)
    assert 1 == received.count(b"Connection: close")


def test_requests_sent_ahead_are_answered_in_order(client: httpx.Client) -> None:
    """Pipelining: answers of all kinds, one after another, none mixed up."""
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n"
    paths = [b"/fhir/Nope", b"/fhir/metadata", b"/fhir/Patient/none", b"/_sandbox/nothing", b"/fhir/Patient/ada-lovell"]
    sent = b"".join(b"GET %b HTTP/1.1\r\n%b\r\n" % (path, TOKEN) for path in paths)
    sent += b"POST /fhir/Procedure/_search HTTP/1.1\r\n" + TOKEN + form + b"\r\n_count=0"
    sent += b"HEAD /fhir/Procedure HTTP/1.1\r\n" + TOKEN + b"\r\n" + COUNT.replace(b"Procedure", b"Zzz") + CLOSE

    assert b"404 200 404 404 200 200 200 404".split() == _statuses(by_hand(client, sent))


def test_a_thousand_requests_ahead_are_answered(client: httpx.Client) -> None:
    """None is lost."""
    received = by_hand(client, (COUNT + b"\r\n") * 999 + COUNT + CLOSE)

    assert [b"200"] * 1000 == _statuses(received)


@pytest.mark.parametrize(("connection", "said"), [(b"", "close"), (b"Connection: keep-alive\r\n", "keep-alive")])
def test_http_1_0_keeps_a_connection_only_if_asked(client: httpx.Client, connection: bytes, said: str) -> None:
    """It needs no Host, and is told what happens to the connection."""
    old = b"GET /fhir/Procedure?_count=0 HTTP/1.0\r\nAuthorization: Bearer aat_test_ready\r\n"
    sent = old + connection + b"\r\n" + (old + b"\r\n" if connection else b"")
    received = by_hand(client, sent)

    assert said == headers_of(received)["connection"]
    assert [b"200"] * (2 if connection else 1) == _statuses(received)
    assert "content-length" in headers_of(received)


@pytest.mark.parametrize(
    ("method", "path"),
    [("OPTIONS", "*"), ("GET", "//fhir/metadata"), ("GET", "/fhir/../fhir/metadata"), ("GET", "/fhir%2Fmetadata")],
)
def test_a_strange_path_leads_nowhere(client: httpx.Client, method: str, path: str) -> None:
    """404 in the shape of a door; nothing is normalised."""
    received = by_hand(client, f"{method} {path} HTTP/1.1\r\n".encode() + TOKEN + CLOSE)

    assert [b"404"] == _statuses(received)
    assert headers_of(received)["x-sandbox"]


def test_a_large_body_ends_the_connection(client: httpx.Client) -> None:
    """413 before the body is read to its end."""
    head = b"POST /fhir/Procedure/_search HTTP/1.1\r\n" + TOKEN + b"Content-Length: 1048577\r\n\r\n"
    received = by_hand(client, head + b"x" * 1_048_577)

    assert [b"413"] == _statuses(received)
    assert "close" == headers_of(received)["connection"]


def test_a_body_of_just_one_mebibyte_is_read(client: httpx.Client) -> None:
    """The limit is inclusive."""
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1048576\r\n"
    sent = b"POST /fhir/Procedure/_search HTTP/1.1\r\n" + TOKEN + form + CLOSE + b"_count=0" + b"&" * 1_048_568

    assert [b"200"] == _statuses(by_hand(client, sent))
