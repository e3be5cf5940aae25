"""What stands at the beginning of a request? The first line and the headers, as one value for all who say the same."""

# tested by: tests/web/test_known_heads.py

from collections.abc import Callable
from typing import Any, Protocol


class RequestHeaders(Protocol):
    """The headers of a request; names have no case, and one name may stand in several lines."""

    def get(self, name: str, default: Any, /) -> Any:
        """Return the first line of a header."""

    def getall(self, name: str, /) -> Any:
        """Return all lines of a header."""

    def __contains__(self, name: object, /) -> bool: ...


# What was read in headers, by what has read it.
KnownValues = dict[Callable[..., Any], Any]


class Head:
    """The head of a request without a body: the same object for each request that says the same, while it is known."""

    __slots__ = ("headers", "is_kept", "known", "method", "path", "query", "reading")

    def __init__(self, method: str, path: str, query: str, headers: RequestHeaders, known: KnownValues) -> None:
        self.method = method
        """GET or HEAD"""
        self.path = path
        """as it was written"""
        self.query = query
        """what stands after the "?", as it was written"""
        self.headers = headers
        """all of them, names without case"""
        self.known = known
        """what was read in the headers: the same for all heads that have the same ones"""
        self.is_kept = False
        """whether it will be this object again when the same comes again"""
        self.reading: object = None
        """what the application has read in it, if it is to know that then"""
