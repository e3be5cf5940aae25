"""What passes through a door? A request and an answer, as values that no framework owns."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from sandbox.problem import Problem, ProblemKind
from sandbox.scenario import Fault
from sandbox.sessions.journal import OpenConnection

_HOST = re.compile(r"[A-Za-z0-9._\-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?")

Headers = tuple[tuple[str, str], ...]


class RequestHeaders(Protocol):
    """The headers of a request; names have no case, and one name may stand in several lines."""

    def get(self, name: str, default: Any, /) -> Any:
        """Return the first line of a header."""

    def getall(self, name: str, /) -> Any:
        """Return all lines of a header."""

    def __contains__(self, name: object, /) -> bool: ...


@dataclass(slots=True)
class Request:
    """A request: `path` and `query` as they were written, `here` the address that the socket listens on."""

    method: str
    path: str
    query: str
    headers: RequestHeaders
    body: bytes
    here: str
    connection: OpenConnection | None = None

    def header(self, name: str) -> str:
        """Return a header whose lines make one list, "" if there is none."""
        return ", ".join(self.headers.getall(name)) if name in self.headers else ""

    def origin(self) -> str:
        """Return the address that the client used, such as `http://localhost:12429`; raises Problem for a bad Host."""
        origin = _origin(self.headers.get("Host", self.here))
        if origin is None:
            raise Problem(ProblemKind.BAD_VALUE, "The Host header is no host name with an optional port.", "http.Host")
        return origin


@lru_cache(maxsize=256)
def _origin(host: str) -> str | None:
    return f"http://{host}" if _HOST.fullmatch(host) else None


@dataclass(frozen=True, slots=True)
class FaultInjection:
    """What is to go wrong with an answer on its way, and for how many seconds.

    `close` wants to be told when it is over, and whether the client had gone.
    """

    fault: Fault
    seconds: float
    close: Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class LongPoll:
    """An answer that is not known yet: asked for again and again until it is, or the seconds are over.

    `ask` returns None as long as it does not know; told that it is the last time, it always knows. `cut_short` is the
    answer if the server stops before.
    """

    ask: Callable[[bool], "Response | None"]
    seconds: float
    cut_short: "Response"


@dataclass(slots=True)
class Response:
    """An answer; a door adds its time (seconds since 1970, on the client's clock) and the id of the request.

    With a `mishap` it does not arrive as it is, with `later` it is not the answer yet. `next` is the query string of
    the next page, where there is one, and `issue` the code of an OperationOutcome.
    """

    status: int
    headers: Headers
    body: bytes
    at: float | None = None
    request_id: str = ""
    fault_injection: FaultInjection | None = None
    later: LongPoll | None = None
    next: str | None = None
    issue: str | None = None
