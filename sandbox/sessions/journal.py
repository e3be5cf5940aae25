"""What did this client do, in order? Written when a request arrives, completed when its answer is known.

The journal is a ring: beyond its bound the oldest entries go, and `dropped` says how many went. It holds plain values
alone, and goes to JSON and back: no socket, closure or other store's object may live here.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

Request = tuple[str, str, str]


@dataclass(slots=True)
class Arrival:
    """What is known of a request when it arrives."""

    at: float
    """seconds since 1970 on the client's clock"""
    method: str
    """as it was sent"""
    path: str
    """as it was written, without secrets"""
    query: str
    """the query string and the form, without secrets"""
    connection: int = 0
    """number of the connection it came over, from 1; 0 if nobody knows"""
    user_agent: str = ""
    """the header, without secrets, and cut where it is long"""
    frozen: bool = False
    """whether the clock stands still"""
    behind: float = 0.0
    """by how many seconds it is behind where it would be, had nobody frozen or moved it; below 0: ahead of that"""
    access: int = 0
    """which access token of its session it carried, from 0"""
    door: str = ""
    """the API that it came to, "" for FHIR's"""


@dataclass(slots=True, kw_only=True)
class EntryOutcome:
    """How an exchange ended, or, where a fault is still at work on the answer, what is known of it by then.

    Several that ended in the same way may share it.
    """

    status: int | None
    """the HTTP status, None if none was sent"""
    size: int
    """bytes of the body"""
    issue: str | None = None
    """the code of the OperationOutcome, where the answer is one"""
    next: str | None = None
    """the query string of the page that the answer offers"""
    wait: float | None = None
    """the wait that was announced, in seconds"""
    spelling: str = ""
    """how it was announced"""
    retry_after: tuple[str, ...] = ()
    """the lines that announced it, as they were sent: `Retry-After: 3`"""
    fault: str | None = None
    """what is to happen to the answer on its way"""
    matches: int | None = None
    """how many resources a search has found, on all pages"""
    withheld: int = 0
    """how many more it would have found, had the sync been over"""


@dataclass(slots=True, eq=False)
class Entry:
    """One exchange. What comes after `frozen` and `behind` is unknown (None) until the answer is."""

    n: int
    """its number in the journal, from 1"""
    at: float
    """when the request arrived, in seconds since 1970 on the client's clock"""
    method: str
    """as it was sent"""
    path: str
    """as it was written, without secrets"""
    query: str
    """the query string and the form, without secrets"""
    attempt: int
    """counts the requests with the same method, path and query, from 1"""
    connection: int = 0
    """number of the connection it came over, from 1 and never used again; 0 if nobody knows"""
    beside: bool = False
    """whether the attempt before came over another connection, which was still open"""
    user_agent: str = ""
    """what the client calls itself, without secrets, and cut where it is long"""
    access: int = 0
    """counts the access tokens of a session: it tells one that was refreshed from the next"""
    frozen: bool = False
    """whether the clock stood still"""
    behind: float = 0.0
    """by how many seconds it was then behind the time of day; below 0: ahead of it"""
    status: int | None = None
    """the HTTP status, None if none was sent"""
    issue: str | None = None
    """the code of the OperationOutcome, where the answer is one"""
    wait: float | None = None
    """the wait that was announced, in seconds, None if none that can be read"""
    spelling: str = ""
    """how it was announced"""
    retry_after: tuple[str, ...] = ()
    """the lines that announced it, as they were sent: `Retry-After: 3`"""
    fault: str | None = None
    """what happened to the answer on its way"""
    next: str | None = None
    """the query string of the page that the answer offered"""
    matches: int | None = None
    """how many resources a search has found, on all pages"""
    withheld: int = 0
    """how many more it would have found, had the sync been over"""
    bytes: int | None = None
    """bytes of the body"""
    done: float | None = None
    """when the answer was sent, in seconds since 1970 on the client's clock"""
    later: int | None = None
    """the number of the last entry that had arrived by then"""
    gone: bool = False
    """whether the client had left before"""
    door: str = ""
    """the API that it came to, "" for FHIR's"""

    @property
    def request(self) -> Request:
        """Method, path and query."""
        return self.method, self.path, self.query


class Journal:
    """The last *bound* exchanges of one client, oldest first."""

    __slots__ = ("_attempts", "_count", "_entries")

    def __init__(self, bound: int = 1000) -> None:
        self._entries: deque[Entry] = deque(maxlen=bound)
        self._attempts: dict[Request, Entry] = {}
        self._count = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is still kept, oldest first."""
        return tuple(self._entries)

    @property
    def last(self) -> Entry | None:
        """The newest entry, None if there is none."""
        if not self._entries:
            return None
        return self._entries[-1]

    @property
    def bound(self) -> int:
        """How many exchanges are kept at most."""
        return self._entries.maxlen or 0

    @property
    def count(self) -> int:
        """How many exchanges there were, the dropped ones included."""
        return self._count

    @property
    def kept(self) -> int:
        """How many exchanges are kept."""
        return len(self._entries)

    @property
    def dropped(self) -> int:
        """How many of the oldest entries the ring has lost."""
        return self._count - len(self._entries)

    def open(self, arrival: Arrival, is_open: Callable[[int], bool] = lambda _number: False) -> Entry:
        """Write down a request that has just arrived; *is_open* says whether a connection is still open."""
        self._count += 1
        if len(self._entries) == self._entries.maxlen:
            self._forget(self._entries[0])
        request = (arrival.method, arrival.path, arrival.query)
        entry = self.entry(arrival, 1)
        before = self._attempts.get(request)
        if before is not None:
            entry.attempt = before.attempt + 1
            entry.beside = before.connection != arrival.connection and is_open(before.connection)
        self._attempts[request] = entry
        self._entries.append(entry)
        return entry

    def entry(self, arrival: Arrival, attempt: int) -> Entry:
        """Return the entry of the request that has arrived last, the *attempt*-th of its kind."""
        entry = Entry(self._count, arrival.at, arrival.method, arrival.path, arrival.query, attempt, arrival.connection)
        entry.user_agent, entry.access, entry.door = arrival.user_agent, arrival.access, arrival.door
        entry.frozen, entry.behind = arrival.frozen, arrival.behind
        return entry

    def close(self, entry: Entry, at: float, outcome: EntryOutcome) -> None:
        """Note how and when an exchange ended; one that meets a fault on its way ends when `end` is called."""
        entry.issue, entry.next, entry.fault = outcome.issue, outcome.next, outcome.fault
        entry.matches, entry.withheld = outcome.matches, outcome.withheld
        entry.wait, entry.spelling, entry.retry_after = outcome.wait, outcome.spelling, outcome.retry_after
        if outcome.fault is None:
            self.end(entry, at, outcome.status, outcome.size)

    def end(self, entry: Entry, at: float, status: int | None, size: int, *, gone: bool = False) -> None:
        """Note when the answer was sent, with which status and how many bytes, and whether the client had gone."""
        entry.done, entry.status, entry.bytes, entry.later, entry.gone = at, status, size, self._count, gone

    def find(self, number: int, connection: int) -> Entry | None:
        """Return the entry of this number if it came over this connection and is still kept."""
        place = number - self.dropped - 1
        if not 0 <= place < len(self._entries) or self._entries[place].connection != connection:
            return None
        return self._entries[place]

    def shrink(self, most: int) -> int:
        """Keep so many of the newest entries at most; return how many have gone."""
        gone = 0
        while len(self._entries) > most:
            self._forget(self._entries.popleft())
            gone += 1
        return gone

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values; `from_json` makes the same journal of it."""
        return {
            "bound": self._entries.maxlen,
            "count": self._count,
            "entries": [asdict(entry) for entry in self._entries],
        }

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> "Journal":
        """Return the journal that was written by `to_json`."""
        journal = cls(written["bound"])
        journal._count = written["count"]
        for one in written["entries"]:
            entry = Entry(**{**one, "retry_after": tuple(one["retry_after"])})
            journal._entries.append(entry)
            journal._attempts[entry.request] = entry
        return journal

    def _forget(self, oldest: Entry) -> None:
        if self._attempts.get(oldest.request) is oldest:
            del self._attempts[oldest.request]
