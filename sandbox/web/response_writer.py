"""How is a response written? Head and body as one buffer of bytes."""

# tested by: tests/web/test_aiohttp_server.py

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus

from sandbox import __version__
from sandbox.http_dates import http_date
from sandbox.web import cors
from sandbox.web.messages import Headers, Response
from sandbox.web.status import phrase

# Statuses whose answers have neither a body nor its length.
_BODILESS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


def response_head(response: Response, now: Callable[[], float], connection: str = "") -> bytes:
    """Return status line and headers, with the empty line that ends them; *now* dates a response that has no date.

    *connection* is what is said of the connection, if anything is to be said.
    """
    top = _top(response.status, int(now() if response.at is None else response.at), response.cross_origin)
    rest = ""
    if response.request_id:
        rest = f"X-Request-Id: {response.request_id}\r\n"
    if response.status not in _BODILESS:
        rest += f"Content-Length: {len(response.body)}\r\n"
    if connection:
        rest += f"Connection: {connection}\r\n"
    return top + _lines(response.headers) + f"{rest}\r\n".encode("ascii")


@lru_cache(maxsize=64)
def _top(status: int, second: int, cross_origin: bool) -> bytes:  # noqa: FBT001 - a cache takes no keywords
    """Return the status line and the headers that every answer has, at a second since 1970."""
    top = f"HTTP/1.1 {status} {phrase(status)}\r\nDate: {http_date(second)}\r\n"
    top += f"X-Sandbox: procedure-sandbox/{__version__}\r\n"
    if cross_origin:
        return top.encode("ascii") + _lines(cors.HEADERS)
    return top.encode("ascii")


@lru_cache(maxsize=4096)
def _lines(headers: Headers) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode("latin-1", "replace")
