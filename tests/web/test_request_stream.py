"""Where is a stream of requests cut? Behind each head and each body, and nowhere else that matters."""

import pytest

from sandbox.web.request_stream import RequestStream

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def test_each_head_is_a_part() -> None:
    """Of two requests in one go, the first ends at its empty line."""
    stream = RequestStream()

    assert len(HEAD) == stream.part(HEAD + HEAD, 0)
    assert 2 * len(HEAD) == stream.part(HEAD + HEAD, len(HEAD))


def test_a_body_is_cut_by_its_length() -> None:
    """Empty lines in it end nothing, and it may come in several parts."""
    stream, body = RequestStream(), b"one\r\n\r\ntwo\r\n\r\n"
    stream.head_ended(len(body))

    assert 5 == stream.part(body[:5], 0)
    stream.went_on(body[:5])
    assert stream.unfinished
    assert len(body) - 5 == stream.part(body[5:] + HEAD, 0)
    stream.went_on(body[5:])
    assert not stream.unfinished


def test_chunks_are_cut_behind_the_last() -> None:
    """How many there are is known only by parsing, which says when the body has ended."""
    stream, body = RequestStream(), b"3\r\none\r\n0\r\n\r\n"
    stream.head_ended(None)

    assert len(body) == stream.part(body + HEAD, 0)
    stream.went_on(body)
    assert stream.unfinished
    stream.body_ended()
    assert not stream.unfinished


@pytest.mark.parametrize(("part", "begun"), [(b"GET /fh", True), (b"\r\n", False), (b"\r", False), (b"\r\nG", True)])
def test_half_a_head_is_a_request_that_has_begun(part: bytes, *, begun: bool) -> None:
    """Empty lines before a request are none."""
    stream = RequestStream()
    stream.went_on(part)

    assert begun is stream.unfinished
    stream.head_ended(0)
    assert not stream.unfinished
