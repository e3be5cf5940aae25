"""Which function answers for this path? Routes are rows; a path is looked up by its segments."""

# tested by: tests/api/fhir/test_errors.py

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import unquote

from sandbox.problem import Problem, ProblemKind
from sandbox.suggest import nearest

F = TypeVar("F", bound=Callable[..., Any])


class Route(Generic[F]):
    """One row: a method, a pattern such as `/{type}/{id}`, and the function that answers."""

    __slots__ = ("_fixed", "_open", "function", "method", "pattern", "size")

    def __init__(self, method: str, pattern: str, function: F) -> None:
        self.method = method
        self.pattern = pattern
        self.function = function
        words = pattern.split("/")
        self.size = len(words)
        self._fixed = [(place, word) for place, word in enumerate(words) if not word.startswith("{") and word]
        self._open = [place for place, word in enumerate(words) if word.startswith("{")]

    def match(self, segments: list[str]) -> list[str] | None:
        """Return the variable segments if the pattern fits, else None."""
        if len(segments) != self.size or bool(segments[-1]) is (self.pattern == "/"):
            return None
        for place, word in self._fixed:
            if segments[place] != word:
                return None
        variable = [segments[place] for place in self._open]
        if "" in variable:
            return None
        return variable

    def begins(self, segments: list[str]) -> bool:
        """Return whether a path is the beginning of one that fits, by more than by what is variable."""
        if len(segments) >= self.size:
            return False
        fixed = [segments[place] == word for place, word in self._fixed if place < len(segments)]
        return bool(fixed) and all(fixed)

    def filled(self, segments: list[str]) -> str:
        """Return the pattern with the segments of a path in the place of its variable ones; "" if it has others."""
        if len(segments) != self.size:
            return ""
        words = self.pattern.split("/")
        for place in self._open:
            words[place] = segments[place]
        return "/".join(words)


class NoRoute(Problem):
    """The path leads nowhere, or not by this method; `allow` are the methods by which it does.

    *also* is a sentence more about the method; `hint` says where to look instead, "" if that is not said.
    """

    def __init__(
        self, method: str, allow: list[str], nowhere: str = "Nothing is served at this address.", also: str = ""
    ) -> None:
        if allow:
            super().__init__(ProblemKind.WRONG_METHOD, f"{method} is not possible here, only {', '.join(allow)}.{also}")
        else:
            super().__init__(ProblemKind.UNKNOWN_ADDRESS, nowhere)
        self.allow = allow
        self.hint = ""

    def hinting(self, hint: str) -> "NoRoute":
        """Return this, with a hint."""
        self.hint = hint
        return self


def find(routes: Sequence[Route[F]], method: str, path: str, below: str = "") -> tuple[F, list[str]]:
    """Return the function and the variable segments of the path; HEAD goes where GET goes. Raises NoRoute.

    The first pattern that fits decides, so that `/{type}/_search` stands before `/{type}/{id}`. All of them stand
    *below* a prefix.
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
        if route.size != len(segments) or (pattern is not None and pattern != route.pattern):
            continue
        if (found := route.match(segments)) is None:
            continue
        if route.method == method or (method == "HEAD" and route.method == "GET"):
            return route.function, found
        pattern = route.pattern
        allow += ["GET", "HEAD"] if route.method == "GET" else [route.method]
    raise NoRoute(method, allow, "" if allow else _nowhere(routes, path, below))


def _nowhere(routes: Sequence[Route[F]], path: str, below: str) -> str:
    """Say that a path leads nowhere, and what may be wrong with it."""
    said = "Nothing is served at this address"
    if "//" in path:
        return f"{said}: there are two slashes in a row in it."
    if path.endswith("/"):
        return f"{said}: it ends in a slash."
    segments = path.split("/")
    longer = [route.pattern for route in routes if "{" in route.pattern and route.begins(segments)]
    fixed = [route.filled(segments) for route in routes if "{" not in route.pattern]
    others = [route.filled(segments) for route in routes if "{" in route.pattern]
    whole = [route.pattern for route in routes if "{" not in route.pattern]
    if near := next(iter(longer), "") or nearest(path, fixed) or nearest(path, others) or nearest(path, whole):
        return f'{said}. Did you mean "{below}{near}"?'
    return f"{said}."
