"""What is an operation? Requests that are alike, sent one after another, and for how long they may hold the loop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from bench.cases import HEADERS

MOST_HELD = 50.0  # milliseconds for which nobody may keep all others waiting


class Call(NamedTuple):
    """One request: method, address, body if any, and headers besides the usual ones."""

    method: str
    target: str
    body: bytes = b""
    more: tuple[tuple[str, str], ...] = ()

    @property
    def headers(self) -> dict[str, str]:
        """All headers that are sent; a body is JSON unless it says something else."""
        media = {"Content-Type": "application/json"} if self.body else {}
        return HEADERS | media | dict(self.more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Requests that are alike; those of one operation are sent one after another."""

    name: str
    requests: tuple[Call, ...]
    most_held: float = MOST_HELD
    most_times: float | None = None  # as long as with the fewest resources, where there is an aim
    statuses: tuple[int, ...] = (200, 201)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the address where it leads ("" if nowhere), and the body."""

    status: int
    location: str
    body: bytes


# Asks what is not measured: what an operation needs that comes next.
Ask = Callable[[Call], Answer]


def get(target: str, **more: str) -> Call:
    """Return a GET with some more headers, `_` in their names being `-`."""
    return Call("GET", target, b"", tuple((name.replace("_", "-"), value) for name, value in more.items()))
