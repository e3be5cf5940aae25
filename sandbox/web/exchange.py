"""What passes through a door? A request and an answer, as values that no framework owns."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from sandbox.problem import Kind, Problem

_HOST = re.compile(r"[A-Za-z0-9._\-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?")

Headers = tuple[tuple[str, str], ...]


class HeaderLines(Protocol):
    """The headers of a request; names have no case, and one name may stand in several lines."""

    def get(self, name: str, default: Any, /) -> Any:
        """Return the first line of a header."""

    def getall(self, name: str, /) -> Any:
        """Return all lines of a header."""

    def __contains__(self, name: object, /) -> bool: ...


@dataclass(slots=True)
class Asked:
    """A request: `path` and `query` as they were written, `here` the address that the socket listens on."""

    method: str
    path: str
    query: str
    headers: HeaderLines
    body: bytes
    here: str

    def header(self, name: str) -> str:
        """Return a header whose lines make one list, "" if there is none."""
        return ", ".join(self.headers.getall(name)) if name in self.headers else ""

    def origin(self) -> str:
        """Return the address that the client used, such as `http://localhost:12429`; raises Problem for a bad Host."""
        origin = _origin(self.headers.get("Host", self.here))
        if origin is None:
            raise Problem(Kind.BAD_VALUE, "The Host header is no host name with an optional port.", "http.Host")
        return origin


@lru_cache(maxsize=256)
def _origin(host: str) -> str | None:
    return f"http://{host}" if _HOST.fullmatch(host) else None


@dataclass(slots=True)
class Answer:
    """An answer; a door adds its time (seconds since 1970, on the client's clock) and the id of the request."""

    status: int
    headers: Headers
    body: bytes
    at: float | None = None
    request_id: str = ""
