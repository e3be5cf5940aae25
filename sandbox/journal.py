"""What did this client do, in order? Written when a request arrives, completed when its answer is known.

The journal is a ring: beyond its bound the oldest entries go, and `dropped` says how many went.
"""

from collections import deque
from dataclasses import dataclass


@dataclass(slots=True)
class Entry:
    """One exchange. What comes after `query` is unknown (None) until the answer is."""

    n: int
    at: float
    method: str
    path: str
    query: str
    status: int | None = None
    bytes: int | None = None

    def complete(self, status: int, size: int) -> None:
        """Note how it ended: the HTTP status and the number of body bytes."""
        self.status = status
        self.bytes = size


class Journal:
    """The last *bound* exchanges of one client, oldest first."""

    __slots__ = ("_count", "_entries")

    def __init__(self, bound: int = 1000) -> None:
        self._entries: deque[Entry] = deque(maxlen=bound)
        self._count = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is still kept, oldest first."""
        return tuple(self._entries)

    @property
    def count(self) -> int:
        """How many exchanges there were, the dropped ones included."""
        return self._count

    @property
    def dropped(self) -> int:
        """How many of the oldest entries the ring has lost."""
        return self._count - len(self._entries)

    def open(self, at: float, method: str, path: str, query: str) -> Entry:
        """Write down a request that has just arrived, at a time in seconds since 1970."""
        self._count += 1
        entry = Entry(self._count, at, method, path, query)
        self._entries.append(entry)
        return entry
