"""What does the server serve? Anything that answers requests: this file says what a server asks of it."""

# tested by: tests/web/test_aiohttp_server.py

from collections.abc import Callable
from typing import Protocol

from sandbox.problem import Problem
from sandbox.web.messages import LongPoll, Request, Response

Answered = Callable[[Request | None, Response, float], None]


class WaitingApplication(Protocol):
    """What answers where answers have to be waited for, because what they depend on is in another process."""

    async def answer(self, request: Request) -> Response:
        """Answer a request; never raises."""

    async def note_fault_ended(self, request: Request, response: Response, *, gone: bool) -> None:
        """Take note that the fault of a response has run its course, and whether the client had gone meanwhile."""

    async def look(self, request: Request, wanted: LongPoll, *, last: bool) -> Response | None:
        """Return a response that is not known yet, None if it still is not, and this is not the *last* time."""


class Application(Protocol):
    """What answers the requests that the server has read."""

    @property
    def answered(self) -> Answered | None:
        """What is to be told of each answer: its request, None if that could not be read, and its seconds; or None."""

    @property
    def request_timeout(self) -> int:
        """Seconds within which a request has to arrive, from its first byte to its last."""

    @property
    def waiting(self) -> WaitingApplication | None:
        """What answers in the place of this, if answers have to be waited for; None if they have not."""

    def handle(self, request: Request) -> Response:
        """Answer a request; never raises."""

    def error_response(self, path: str, problem: Problem) -> Response:
        """Answer a request that could not be read, in the shape of errors below its path."""

    def largest_body(self, path: str) -> int:
        """Return how many bytes a body may have that is sent to a path."""

    def fault_ended(self, request: Request, response: Response, *, gone: bool) -> None:
        """Take note that the fault of a response has run its course, and whether the client had gone meanwhile."""

    def now(self) -> float:
        """Return the time of the server, in seconds since 1970."""
