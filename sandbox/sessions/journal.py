"""What did this client do, in order? Written when a request arrives, completed when its answer is known.

The journal is a ring: beyond its bound the oldest entries go, and `dropped` says how many went.
"""

from collections import deque
from dataclasses import dataclass, fields
from typing import Any, Protocol


class OpenConnection(Protocol):
    """What a journal wants to know of a connection: whether it is still open."""

    @property
    def open(self) -> bool:
        """Whether the client could still send on it."""


@dataclass(slots=True, eq=False)
class Entry:
    """One exchange. What comes after `beside` is unknown (None) until the answer is.

    `at` and `done` are seconds since 1970 on the client's clock; `attempt` counts requests with the same method, path
    and query. `beside` says that the attempt before came over another connection, which was still open; `frozen` that
    the clock stood still, and `behind` by how many seconds it was then behind the time of day. `wait` is the wait that
    was announced, in seconds, and `spelling` how. `later` is the number of the last entry that had arrived when this
    one was answered. `next` is the query string of the page that the answer offered. `fault` names what happened to the
    answer on its way, and `gone` says that the client had left. `access` counts the access tokens of a session:
    it tells one that was refreshed from the next. `user_agent` is what the client calls itself.
    """

    n: int
    at: float
    method: str
    path: str
    query: str
    attempt: int
    connection: OpenConnection | int | None = None
    beside: bool = False
    frozen: bool = False
    behind: float = 0.0
    status: int | None = None
    issue: str | None = None
    wait: float | None = None
    spelling: str = ""
    fault: str | None = None
    next: str | None = None
    bytes: int | None = None
    done: float | None = None
    later: int | None = None
    gone: bool = False
    access: int = 0
    user_agent: str = ""


class Journal:
    """The last *bound* exchanges of one client, oldest first."""

    __slots__ = ("_attempts", "_count", "_entries")

    def __init__(self, bound: int = 1000) -> None:
        self._entries: deque[Entry] = deque(maxlen=bound)
        self._attempts: dict[tuple[str, str, str], Entry] = {}
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

    def open(
        self, at: float, what: tuple[str, str, str], connection: OpenConnection | None, *, lag: float | None
    ) -> Entry:
        """Write down a request (method, path, query) that has just arrived.

        *lag* is by how many seconds the clock is behind the time of day if it stands still, None if it runs.
        """
        self._count += 1
        if len(self._entries) == self._entries.maxlen:
            self._forget(self._entries[0])
        before = self._attempts.get(what)
        entry = Entry(self._count, at, *what, before.attempt + 1 if before else 1, connection)
        entry.frozen, entry.behind = lag is not None, lag or 0.0
        entry.beside = before is not None and before.connection is not connection and _is_open(before.connection)
        self._attempts[what] = entry
        self._entries.append(entry)
        return entry

    def close(self, entry: Entry, at: float, status: int | None, size: int) -> None:
        """Note when and how an exchange ended: the HTTP status, None if none was sent, and the number of body bytes."""
        entry.done, entry.status, entry.bytes, entry.later = at, status, size, self._count

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values, but for the connections; `from_json` makes the same journal of it."""
        names = [field.name for field in fields(Entry) if field.name != "connection"]
        entries = [{name: getattr(entry, name) for name in names} for entry in self._entries]
        return {"bound": self._entries.maxlen, "count": self._count, "entries": entries}

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> "Journal":
        """Return the journal that was written by `to_json`."""
        journal = cls(written["bound"])
        journal._count = written["count"]
        for values in written["entries"]:
            entry = Entry(**values)
            journal._entries.append(entry)
            journal._attempts[entry.method, entry.path, entry.query] = entry
        return journal

    def _forget(self, oldest: Entry) -> None:
        what = (oldest.method, oldest.path, oldest.query)
        if self._attempts.get(what) is oldest:
            del self._attempts[what]


def _is_open(connection: OpenConnection | int | None) -> bool:
    return connection is not None and not isinstance(connection, int) and connection.open
