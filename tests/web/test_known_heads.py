"""Which heads are read without the parser? Those whose headers it has read before, if the first line is plain."""

import asyncio

import pytest
from aiohttp.http import HttpRequestParser, RawRequestMessage

from sandbox.web.head import Head
from sandbox.web.known_heads import KnownHeads
from sandbox.web.messages import Request

HEADERS = b"Host: x\r\nAccept: */*\r\nX-A: 1\r\nX-A: 2\r\n\r\n"
FIRST = b"GET /a/b?c=d HTTP/1.1\r\n"


class _Protocol:
    """What a parser asks of a protocol that never has to wait."""

    def pause_reading(self) -> None:
        """Never."""

    def resume_reading(self) -> None:
        """Never."""


def _parsed(data: bytes) -> RawRequestMessage:
    parser = HttpRequestParser(_Protocol(), None, 2**16)  # type: ignore[arg-type] # the loop is for bodies
    (message, _body), *_ = parser.feed_data(data)[0]
    assert isinstance(message, RawRequestMessage)
    return message


@pytest.fixture
def heads() -> KnownHeads:
    """Give heads of which the headers are known."""
    found = KnownHeads()
    found.learn(FIRST + HEADERS, _parsed(FIRST + HEADERS))
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("GET /a/b?c=d", ("GET", "/a/b", "c=d")),
        ("HEAD /", ("HEAD", "/", "")),
        ("GET /?", ("GET", "/", "")),
        ("GET //two?x=1?y=2&z=%20%c3%A9|;'", ("GET", "//two", "x=1?y=2&z=%20%c3%A9|;'")),
    ],
)
def test_a_plain_line_is_read_as_the_parser_reads_it(
    heads: KnownHeads, line: str, expected: tuple[str, str, str]
) -> None:
    """Method, path and query; the headers are those that were parsed."""
    data = line.encode() + b" HTTP/1.1\r\n" + HEADERS
    head, message = heads.read(data), _parsed(data)

    assert head is not None
    assert (*expected, message.headers) == (head.method, head.path, head.query, head.headers)
    assert not head.is_kept
    assert (message.method, message.path) == (expected[0], line.split(" ")[1])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        FIRST,
        FIRST + HEADERS[:-1],
        FIRST + HEADERS + b"G",
        FIRST + HEADERS + FIRST + HEADERS,
        FIRST + HEADERS.replace(b"1", b"3"),
        b"POST / HTTP/1.1\r\n" + HEADERS,
        b"get / HTTP/1.1\r\n" + HEADERS,
        b"GET / HTTP/1.0\r\n" + HEADERS,
        b"GET / HTTP/1.1\n" + HEADERS,
        b"GET  / HTTP/1.1\r\n" + HEADERS,
        b"GET http://x/ HTTP/1.1\r\n" + HEADERS,
        b"GET * HTTP/1.1\r\n" + HEADERS,
        b"GET /#a HTTP/1.1\r\n" + HEADERS,
        b"GET /\xc3\xa9 HTTP/1.1\r\n" + HEADERS,
        b"GET /\x7f HTTP/1.1\r\n" + HEADERS,
        b"GET /a b HTTP/1.1\r\n" + HEADERS,
        b"\r\n" + FIRST + HEADERS,
        b"GET /?x=" + b"y" * 70_000 + b" HTTP/1.1\r\n" + HEADERS,
    ],
)
def test_everything_else_needs_the_parser(heads: KnownHeads, data: bytes) -> None:
    """What is not whole, not alone, not known, or not plain; and what is longer than an address may be."""
    assert heads.read(data) is None


@pytest.mark.parametrize(
    "more",
    [
        b"Connection: close",
        b"Connection: keep-alive",
        b"Content-Length: 0",
        b"Transfer-Encoding: chunked",
        b"Expect: 100-continue",
        b"Connection: Upgrade\r\nUpgrade: websocket",
        b"X: " + b"y" * 8192,
    ],
)
async def test_headers_that_mean_more_are_not_learned(more: bytes) -> None:
    """A body, an end of the connection, another protocol; or too much to keep."""
    heads, data = KnownHeads(), FIRST + more + b"\r\n" + HEADERS
    loop = asyncio.get_running_loop()  # that of the body
    parser = HttpRequestParser(_Protocol(), loop, 2**16, max_field_size=2**16)  # type: ignore[arg-type]
    heads.learn(data, parser.feed_data(data)[0][0][0])

    assert heads.read(data) is None


def test_headers_without_a_host_are_not_learned() -> None:
    """What the client has reached is then to be found out."""
    heads, data = KnownHeads(), FIRST + b"Accept: */*\r\n\r\n"
    heads.learn(data, None)
    assert heads.read(data) is None


def test_the_memory_is_bounded() -> None:
    """What came first is forgotten."""
    heads = KnownHeads()
    for number in range(300):
        data = FIRST + f"X: {number}\r\n".encode() + HEADERS
        heads.learn(data, _parsed(data))

    assert heads.read(data) is not None
    assert heads.read(FIRST + b"X: 0\r\n" + HEADERS) is None


def test_whole_heads_are_remembered_up_to_a_bound(heads: KnownHeads) -> None:
    """As one object each from the second time on; the long are read each time; after so many, all begin anew."""
    first, *others = (b"GET /%d HTTP/1.1\r\n" % number + HEADERS for number in range(5000))
    long = b"GET /%b HTTP/1.1\r\n" % (b"a" * 1024) + HEADERS
    once, head = heads.read(first), heads.read(first)

    assert once is not head is heads.read(bytes(bytearray(first)))
    assert (False, True) == (once and once.is_kept, head and head.is_kept)
    assert heads.read(long) is not heads.read(long)
    for other in others[:4000]:
        heads.read(other)
    assert head is heads.read(first)
    for other in others + others:
        heads.read(other)
        heads.read(other)
    assert head is not heads.read(first)


def _request(head: Head | None) -> Request:
    headers = _parsed(FIRST + HEADERS).headers if head is None else head.headers
    return Request("GET", "/", "", headers, b"", "", head=head)


def test_what_stands_in_known_headers_is_read_once(heads: KnownHeads) -> None:
    """Whatever is asked for under them; where they are not known, each time, and so is what cannot be read."""
    read = []

    def accepted(request: Request, more: str) -> str:
        read.append(more)
        if more == "bad":
            raise ValueError(more)
        return str(request.headers.get("Accept", "")) + more

    one, other = (heads.read(b"GET /%b HTTP/1.1\r\n%b" % (path, HEADERS)) for path in (b"one", b"other"))
    assert one is not other
    for head in (one, None, other, None):
        with pytest.raises(ValueError, match="bad"):
            _request(head).by_headers(accepted, "bad")
    assert ["*/*!"] * 4 == [_request(head).by_headers(accepted, "!") for head in (one, None, other, None)]
    assert ["bad"] * 4 + ["!"] * 3 == read
