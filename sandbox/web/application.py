"""What does the server serve? Anything that answers requests: this file says what a server asks of it."""

# tested by: tests/web/test_aiohttp_server.py

from collections.abc import Callable
from typing import Protocol

from sandbox.problem import Problem
from sandbox.web.messages import Request, Response

Answered = Callable[[Request | None, Response, float], None]


class Application(Protocol):
    """What answers the requests that the server has read."""

    @property
    def answered(self) -> Answered | None:
        """What is to be told of each answer: its request, None if that could not be read, and its seconds; or None."""

    @property
    def request_timeout(self) -> int:
        """Seconds within which a request has to arrive, from its first byte to its last."""

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
