"""What is sent and answered? A request and a response, as values that no framework owns.

A response holds HTTP alone: what a journal wants to know of it goes to the journal.
"""

# tested by: tests/web/test_aiohttp_server.py

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar, TypeVarTuple

from sandbox.problem import Problem, ProblemKind
from sandbox.scenario import Fault
from sandbox.web.head import Head, RequestHeaders

_HOST = re.compile(r"[A-Za-z0-9._\-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?")

Headers = tuple[tuple[str, str], ...]

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


def _all_closed(_number: int) -> bool:
    return False


@dataclass(slots=True)
class Request:
    """An HTTP request."""

    method: str
    """as it was sent"""
    path: str
    """as it was written, percent-escapes included"""
    query: str
    """what stands after the "?", as it was written"""
    headers: RequestHeaders
    """all of them, names without case"""
    body: bytes
    """as it was sent, never decompressed"""
    here: str
    """host and port that the socket listens on: what a client has reached that sends no Host"""
    connection: int = 0
    """number of the connection, from 1 and never used again; 0 if nobody counts"""
    is_open: Callable[[int], bool] = _all_closed
    """whether a connection, given its number, is open at this moment"""
    scheme: str = "http"
    """https if the connection is secret, else http"""
    head: Head | None = None
    """the head that it has in common with others, if it is known from before"""

    def header(self, name: str) -> str:
        """Return a header whose lines make one list, "" if there is none."""
        if name in self.headers:
            return ", ".join(self.headers.getall(name))
        return ""

    def come_from_nobody(self) -> None:
        """Forget the connection that it came over: behind a load balancer, that is nobody's."""
        self.connection = 0

    def by_headers(self, read: Callable[["Request", *Ts], T], *more: *Ts) -> T:
        """Return what a function reads in the headers alone: where they are known from before, it is read once.

        What else it is given is the same for all requests of a server. Raises what the function does.
        """
        if self.head is None:
            return read(self, *more)
        found: T | None = self.head.known.get(read)
        if found is None:
            found = self.head.known[read] = read(self, *more)
        return found

    def origin(self) -> str:
        """Return the address that the client used, such as `http://localhost:12429`; raises Problem for a bad Host."""
        origin = _origin(self.scheme, self.headers.get("Host", self.here))
        if origin is None:
            raise Problem(
                ProblemKind.BAD_VALUE, "The Host header is not a host name with an optional port.", "http.Host"
            )
        return origin


@lru_cache(maxsize=256)
def _origin(scheme: str, host: str) -> str | None:
    if _HOST.fullmatch(host):
        return f"{scheme}://{host}"
    return None


@dataclass(frozen=True, slots=True)
class FaultInjection:
    """What is to go wrong with a response on its way, and whose it is: the application is told when it is over.

    `seconds` are those that the fault takes, `entry` is the number of the exchange in the journal of its session.
    """

    fault: Fault
    seconds: float
    entry: int


@dataclass(frozen=True, slots=True)
class LongPoll:
    """A response that is not known yet: asked for again and again until it is, or the seconds are over.

    `ask` returns None as long as it does not know; told that it is the last time, it always knows. `cut_short` is the
    response if the server stops before.
    """

    ask: Callable[[bool], "Response | None"]
    seconds: float
    cut_short: "Response"


# A response that is still being made: each call does a few milliseconds of it, and returns the response at the end.
Unfinished = Callable[[], "Response | None"]


@dataclass(slots=True)
class Response:
    """An HTTP response."""

    status: int
    """the HTTP status"""
    headers: Headers
    """all but those that every response has"""
    body: bytes
    """as it is sent"""
    at: float | None = None
    """its Date, in seconds since 1970 on the client's clock; None is the time of the server"""
    request_id: str = ""
    """its X-Request-Id, "" if it has none"""
    cross_origin: bool = False
    """whether pages of any origin may read it"""
    fault_injection: FaultInjection | None = None
    """what is to go wrong with it on its way"""
    long_poll: LongPoll | None = None
    """how to learn what the response is, where it is not known yet"""
    unfinished: Unfinished | None = None
    """how to go on with it, where it takes long to make"""

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent as it is: nothing is to be waited for, and nothing goes wrong on its way."""
        return self.fault_injection is None and self.long_poll is None and self.unfinished is None
