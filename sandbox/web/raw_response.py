"""How does a response get onto its connection? Head and body as one buffer, sent at once."""

# tested by: tests/web/test_aiohttp_server.py

from collections.abc import Callable

from aiohttp import web

_LARGE = 65_536


class RawResponse(web.StreamResponse):
    """A response whose bytes are ready to be sent."""

    def __init__(self, head_and_body: bytes, *, keep_alive: bool, sent: Callable[[], None]) -> None:
        # The parent's __init__ would build header maps that nothing here reads; aiohttp asks a response only for
        # keep_alive, prepare() and write_eof().
        self._bytes = head_and_body
        self._keep_alive = keep_alive
        self._sent = sent

    @property
    def keep_alive(self) -> bool | None:
        """Whether the connection stays open for the next request."""
        return self._keep_alive

    async def prepare(self, http_request: web.BaseRequest) -> None:
        """Send everything; a client that has gone away is not an error."""
        self._sent()
        if (transport := http_request.transport) is not None:
            transport.write(self._bytes)
            if len(self._bytes) > _LARGE:
                await http_request.writer.drain()

    async def write_eof(self, data: bytes = b"") -> None:
        """Everything is sent already."""
