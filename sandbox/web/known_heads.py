"""Which heads need no parser? Clients say the same headers again and again: only the first line of a request differs.

aiohttp's parser has the first word on every header block. A block that it has read as that of a plain request (without
a body, of HTTP/1.1, after which the connection stays) is remembered with its headers. A first line is read here where
nothing about it can be taken amiss, and any other goes to the parser as well.
"""

# tested by: tests/web/test_known_heads.py

import re
from typing import NamedTuple

from aiohttp import HttpVersion11
from aiohttp.http import RawRequestMessage

from sandbox.web.messages import RequestHeaders

_KNOWN = 256  # header blocks that are remembered
_LONGEST = 8192  # bytes of a head
_FIRST_LINE = re.compile(rb"(GET|HEAD) (/[!\"$->@-~]*)\??([!\"$-~]*) HTTP/1\.1\r\n")
_END = b"\r\n\r\n"
# What says that more comes than a head, or that something is to be done before.
_NOT_PLAIN = ("Content-Length", "Transfer-Encoding", "Expect", "Upgrade", "Connection")


class Head(NamedTuple):
    """The head of a request."""

    method: str
    """GET or HEAD"""
    path: str
    """as it was written"""
    query: str
    """what stands after the "?", as it was written"""
    headers: RequestHeaders
    """all of them, names without case"""


class KnownHeads:
    """The header blocks that were read before, of whatever connection."""

    __slots__ = ("_headers",)

    def __init__(self) -> None:
        self._headers: dict[bytes, RequestHeaders] = {}

    def learn(self, data: bytes, message: object) -> None:
        """Remember the headers of a head that aiohttp has read as *message*, if they are those of a plain request."""
        first = _FIRST_LINE.match(data)
        if first is None or not isinstance(message, RawRequestMessage) or len(data) > _LONGEST:
            return
        is_whole = data.find(_END) == len(data) - len(_END)
        if not is_whole or message.version != HttpVersion11 or message.should_close or message.upgrade:
            return
        if "Host" not in message.headers or any(name in message.headers for name in _NOT_PLAIN):
            return
        if len(self._headers) >= _KNOWN:
            self._headers.clear()
        self._headers[data[first.end() :]] = message.headers

    def read(self, data: bytes) -> Head | None:
        """Return the head that the data are, neither more nor less; None for one that needs the parser."""
        first = _FIRST_LINE.match(data)
        if first is None:
            return None
        headers = self._headers.get(data[first.end() :])
        if headers is None:
            return None
        method, path, query = first.groups()
        return Head(method.decode(), path.decode(), query.decode(), headers)
