"""What does a client learn whose request cannot be read? What is wrong with it, and nothing of what it has sent."""

import httpx
import pytest

from tests.api.fhir.asking import by_hand

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
