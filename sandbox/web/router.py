"""Which function answers for this path? Routes are rows; a path is looked up by its segments."""

# tested by: tests/api/fhir/test_errors.py

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import unquote

from sandbox.problem import Problem, ProblemKind

F = TypeVar("F", bound=Callable[..., Any])


class Route(Generic[F]):
    """One row: a method, a pattern such as `/{type}/{id}`, and the function that answers."""

    __slots__ = ("_fixed", "_open", "_size", "function", "method", "pattern")

    def __init__(self, method: str, pattern: str, function: F) -> None:
        self.method = method
        self.pattern = pattern
        self.function = function
        words = pattern.split("/")
        self._size = len(words)
        self._fixed = [(place, word) for place, word in enumerate(words) if not word.startswith("{") and word]
        self._open = [place for place, word in enumerate(words) if word.startswith("{")]

    def match(self, segments: list[str]) -> list[str] | None:
        """Return the variable segments if the pattern fits, else None."""
        if len(segments) != self._size or bool(segments[-1]) is (self.pattern == "/"):
            return None
        for place, word in self._fixed:
            if segments[place] != word:
                return None
        return [segments[place] for place in self._open]


class NoRoute(Problem):
    """The path leads nowhere, or not by this method; `allow` are the methods by which it does."""

    def __init__(self, method: str, allow: list[str]) -> None:
        if allow:
            super().__init__(ProblemKind.WRONG_METHOD, f"{method} is not possible here, only {', '.join(allow)}.")
        else:
            super().__init__(ProblemKind.UNKNOWN_ADDRESS, "Nothing is served at this address.")
        self.allow = allow


def find(routes: Sequence[Route[F]], method: str, path: str) -> tuple[F, list[str]]:
    """Return the function and the variable segments of the path; HEAD goes where GET goes. Raises NoRoute.

    The first pattern that fits decides, so that `/{type}/_search` stands before `/{type}/{id}`.
    """
    if path:
        segments = path.split("/")
    else:
        segments = ["", ""]
    if "%" in path:
        segments = [unquote(segment) for segment in segments]
    allow: list[str] = []
    pattern = None
    for route in routes:
        if pattern not in {None, route.pattern} or (found := route.match(segments)) is None:
            continue
        if route.method == method or (method == "HEAD" and route.method == "GET"):
            return route.function, found
        pattern = route.pattern
        allow += ["GET", "HEAD"] if route.method == "GET" else [route.method]
    raise NoRoute(method, allow)
