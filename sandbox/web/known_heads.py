"""Which heads need no parser? Clients say the same headers again and again: only the first line of a request differs.

aiohttp's parser has the first word on every header block. A block that it has read as that of a plain request (without
a body, of HTTP/1.1, after which the connection stays) is remembered with its headers. A first line is read here where
nothing about it can be taken amiss, and any other goes to the parser as well. Who asks the very same again, as polling
does, is told by all of its bytes from the second time on: most requests of a test suite never come again.
"""

# tested by: tests/web/test_known_heads.py

import re

from aiohttp import HttpVersion11
from aiohttp.http import RawRequestMessage

from sandbox.seen_before import SeenBefore
from sandbox.web.head import Head, KnownValues, RequestHeaders

_KNOWN = 256  # header blocks that are remembered
_LONGEST = 8192  # bytes of a head
_KNOWN_WHOLE = 4096  # heads that are remembered, with their first lines
_LONGEST_WHOLE = 1024  # bytes of such a head: all of them together are a few megabytes
_FIRST_LINE = re.compile(rb"(GET|HEAD) (/[!\"$->@-~]*)\??([!\"$-~]*) HTTP/1\.1\r\n")
_END = b"\r\n\r\n"
# What says that more comes than a head, or that something is to be done before.
_NOT_PLAIN = ("Content-Length", "Transfer-Encoding", "Expect", "Upgrade", "Connection")


class KnownHeads:
    """The heads and the header blocks that were read before, of whatever connection."""

    __slots__ = ("_headers", "_seen", "_whole")

    def __init__(self) -> None:
        self._headers: dict[bytes, tuple[RequestHeaders, KnownValues]] = {}
        self._whole: dict[bytes, Head] = {}
        self._seen = SeenBefore(_KNOWN_WHOLE)

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
        self._headers[data[first.end() :]] = (message.headers, {})

    def read(self, data: bytes) -> Head | None:
        """Return the head that the data are, neither more nor less; None for one that needs the parser."""
        head = self._whole.get(data)
        if head is None and (head := self._read(data)) is not None and len(data) <= _LONGEST_WHOLE:
            self._remember(data, head)
        return head

    def _remember(self, data: bytes, head: Head) -> None:
        if not self._seen.again(data):
            return
        if len(self._whole) >= _KNOWN_WHOLE:
            self._whole.clear()
        self._whole[data] = head
        head.is_kept = True

    def _read(self, data: bytes) -> Head | None:
        if len(data) > _LONGEST:  # the parser knows what is too long
            return None
        first = _FIRST_LINE.match(data)
        if first is None:
            return None
        found = self._headers.get(data[first.end() :])
        if found is None:
            return None
        method, path, query = first.groups()
        return Head(method.decode(), path.decode(), query.decode(), *found)
