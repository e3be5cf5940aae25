"""What does a client learn whose request cannot be read? What is wrong with it, and nothing of what it has sent."""

from typing import Any

import httpx
import pytest

from sandbox import Sandbox
from tests.api.fhir.asking import by_hand, headers_of

TOKEN = b"Authorization: Bearer aat_test_ready\r\n"
HOST = b"Host: localhost\r\n"
GET = b"GET /fhir/Procedure HTTP/1.1\r\n"
SECRET = b"c2VjcmV0"

# What is sent, the status, and words of the answer.
# fmt: off
REFUSED = {
    "TLS":             (b"\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03" + SECRET * 20, 400, "This is TLS"),
    "letters":         ("GET /fhir/Patient?name=é HTTP/1.1\r\n".encode() + HOST + TOKEN + b"\r\n", 400, "%C3%A9"),
    "long address":    (b"GET /fhir?_type=" + SECRET * 9000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414, "65536 bytes"),
    "long value":      (GET + HOST + b"X-Long: " + SECRET * 1200 + b"\r\n\r\n", 431, "longer than 8190 bytes"),
    "long name":       (GET + HOST + SECRET * 1200 + b": x\r\n\r\n", 431, "longer than 8190 bytes"),
    "many headers":    (GET + HOST + b"".join(b"X-%d: x\r\n" % n for n in range(200)) + b"\r\n", 431, "too many"),
    "no Host":         (GET + TOKEN + b"\r\n", 400, "exactly one Host"),
    "two Hosts":       (GET + HOST + HOST + TOKEN + b"\r\n", 400, "exactly one Host"),
    "two lengths":     (GET + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, "is said once"),
    "negative length": (GET + HOST + b"Content-Length: -1\r\n\r\n", 400, "is said once"),
    "length, chunks":  (GET + HOST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "is said once"),
    "chunks, length":  (GET + HOST + b"Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400, "is said once"),
    "nonsense":        (b"NONSENSE " + SECRET + b"\r\n\r\n", 400, "Malformed HTTP request."),
    "a bad header":    (GET + HOST + b"X-Key: " + SECRET + b"\x00\r\n\r\n", 400, "Malformed HTTP request."),
}
# fmt: on


@pytest.mark.parametrize(("sent", "status", "words"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_read_is_told_why(client: httpx.Client, sent: bytes, status: int, words: str) -> None:
    """In our own words: what the parser says may quote a token."""
    received = by_hand(client, sent)

    assert str(status).encode() == received.split(b" ", 2)[1]
    assert words in received.decode()
    assert SECRET not in received


# The path, and where in the body the sentence stands.
SHAPES = {
    "/fhir/Procedure": ("issue", 0, "diagnostics"),
    "/fhir/.well-known/smart-configuration": ("issue", 0, "diagnostics"),
    "/link/token": ("message",),
    "/oauth/token": ("message",),
    "/rest/consent": ("message",),
    "/.well-known/jwks.json": ("message",),
    "/_sandbox/health": ("error", "message"),
    "/": ("error", "message"),
    "/favicon.ico": ("error", "message"),
}
PUBLIC = [path for path in SHAPES if path not in {"/_sandbox/health", "/", "/favicon.ico"}]
# What follows the path, and the status.
# fmt: off
FLAWS = {
    "long header":     (b" HTTP/1.1\r\n" + HOST + b"X-Long: " + b"x" * 9000 + b"\r\n\r\n", 431),
    "long address":    (b"?x=" + b"x" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
    "letters":         ("?x=é HTTP/1.1\r\n".encode() + HOST + b"\r\n", 400),
    "length of words": (b" HTTP/1.1\r\n" + HOST + b"Content-Length: abc\r\n\r\n", 400),
    "no colon":        (b" HTTP/1.1\r\n" + HOST + b"Nonsense\r\n\r\n", 400),
    "no Host":         (b" HTTP/1.1\r\n\r\n", 400),
    "version":         (b" HTTP/9.9\r\n" + HOST + b"\r\n", 400),
}
# fmt: on


@pytest.mark.parametrize("path", SHAPES)
@pytest.mark.parametrize(("flaw", "status"), FLAWS.values(), ids=list(FLAWS))
def test_what_cannot_be_read_is_refused_as_its_api_refuses(
    client: httpx.Client, path: str, flaw: bytes, status: int
) -> None:
    """The shape of errors is that of the path of its first line, and only a client's API lets pages elsewhere read."""
    answer = _parsed(by_hand(client, b"GET " + path.encode() + flaw))

    assert status == answer.status_code
    assert _at(answer.json(), SHAPES[path]).endswith(".")
    assert ("*" if path in PUBLIC else None) == answer.headers.get("Access-Control-Allow-Origin")
    assert (path in PUBLIC) is ("X-Request-Id" in answer.headers)


@pytest.mark.parametrize("first", [b"NONSENSE\r\n\r\n", b"\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03" + b"x" * 99])
def test_what_has_no_path_is_refused_as_outside_of_all_apis(client: httpx.Client, first: bytes) -> None:
    """Nobody knows whom it was meant for, so no page of elsewhere may read it."""
    answer = _parsed(by_hand(client, first))

    assert "bad-value" == answer.json()["error"]["code"]
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_first_that_cannot_be_read_decides(client: httpx.Client) -> None:
    """What comes behind it is not answered, and does not lend it its path."""
    good = b"GET /fhir/metadata HTTP/1.1\r\n" + HOST + b"\r\n"
    bad = [b"GET %b HTTP/1.1\r\nNonsense\r\n\r\n" % path for path in (b"/_sandbox/health", b"/fhir/Patient")]
    received = by_hand(client, good + b"".join(bad))

    assert 2 == received.count(b"HTTP/1.1 ")
    assert received.endswith(b'{"error":{"code":"bad-value","message":"Malformed HTTP request."}}')


def test_head_has_no_body_even_if_it_cannot_be_read(client: httpx.Client) -> None:
    """Its headers say what a GET would have got."""
    received = by_hand(client, b"HEAD /fhir/Procedure HTTP/1.1\r\n" + HOST + b"Nonsense\r\n\r\n")

    assert received.startswith(b"HTTP/1.1 400 ")
    assert received.endswith(b"\r\n\r\n")


def test_pages_elsewhere_may_read_no_refusal_where_they_may_read_nothing() -> None:
    """SANDBOX_CORS=off."""
    with Sandbox(cors="off") as sandbox, httpx.Client(base_url=sandbox.url) as client:
        answer = _parsed(by_hand(client, b"GET /fhir/Procedure HTTP/1.1\r\n\r\n"))

    assert 400 == answer.status_code
    assert "Access-Control-Allow-Origin" not in answer.headers


def _parsed(received: bytes) -> httpx.Response:
    """Return received bytes as a response."""
    _, _, body = received.partition(b"\r\n\r\n")
    return httpx.Response(int(received.split(b" ", 2)[1]), headers=headers_of(received), content=body)


def _at(found: Any, path: tuple[str | int, ...]) -> str:
    for step in path:
        found = found[step]
    return str(found)
