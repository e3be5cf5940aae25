"""What is known of a request whose head could not be read? Its method and its path, as far as they had come."""

import pytest

from sandbox.web.request_line import LONGEST_BEGINNING, beginning, method_and_path


@pytest.mark.parametrize(
    ("begun", "method", "path"),
    [
        (b"GET /fhir/Procedure?code=1 HTTP/1.1\r\nHost: x", "GET", "/fhir/Procedure"),
        (b"HEAD /_sandbox/health HTTP/9.9\r\n", "HEAD", "/_sandbox/health"),
        (b"get /link/token HTTP/1.1\r\n", "get", "/link/token"),
        (b"POST http://localhost:12429/oauth/token HTTP/1.1\r\n", "POST", "/oauth/token"),
        (b"GET HTTPS://x/fhir?_count=1", "GET", "/fhir"),
        (b"GET /fhir/Pro", "GET", "/fhir/Pro"),
        ("GET /fhir/é HTTP/1.1".encode(), "GET", "/fhir/\ufffd\ufffd"),
        (b"GET / HTTP/1.1\r\n", "GET", "/"),
        (b"NONSENSE /", "NONSENSE", "/"),
        (b"GET", "", "/"),
        (b"NONSENSE\r\n /fhir", "", "/"),
        (b"OPTIONS * HTTP/1.1", "", "/"),
        (b"\x16\x03\x01\x00\xc8 /fhir", "", "/"),
        (b"", "", "/"),
    ],
)
def test_method_and_path_are_read_off_the_first_line(begun: bytes, method: str, path: str) -> None:
    """The query is nobody's business; what is no HTTP has neither."""
    assert (method, path) == method_and_path(begun)


@pytest.mark.parametrize("size", [1, 3, 7, 5000])
def test_a_beginning_is_kept_however_it_arrives(size: int) -> None:
    """Empty lines before it are left out, and what comes after it is not kept beyond a bound."""
    sent = b"\r\n\r\nGET /fhir/Procedure HTTP/1.1\r\nX-Long: " + b"x" * 4000
    kept = b""
    for at in range(0, len(sent), size):
        kept = beginning(kept, sent[at : at + size])

    assert kept.startswith(b"GET /fhir/Procedure HTTP/1.1\r")
    assert len(kept) <= LONGEST_BEGINNING
