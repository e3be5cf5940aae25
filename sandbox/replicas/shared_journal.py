"""What does a process know of a journal that is kept elsewhere? Its counts, and what it has written itself.

The entries are a list in the store. A request needs none of them: only how often the same was asked before.
"""

# tested by: tests/replicas/test_transaction.py, tests/replicas/test_shared_stores.py

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import orjson

from sandbox.json_codec import from_json, to_bytes
from sandbox.replicas.missing import AttemptWanted, JournalWanted, Missing
from sandbox.sessions.journal import Arrival, Entry, EntryOutcome, Journal, Request

Newest = dict[str, tuple[int, int] | None]  # digest of a request -> number and attempt of its newest entry, if any

_RECENT = 1024  # entries that this process has written, and may have to find again


class RecentEntries:
    """The entries that this process has written last: only it completes them."""

    def __init__(self) -> None:
        self._entries: OrderedDict[tuple[str, int], Entry] = OrderedDict()

    def add(self, session: str, entry: Entry) -> None:
        """Take up an entry; the oldest goes if there are too many."""
        self._entries[session, entry.n] = entry
        if len(self._entries) > _RECENT:
            self._entries.popitem(last=False)

    def get(self, session: str, number: int) -> Entry | None:
        """Return an entry, if it was written here not long ago."""
        return self._entries.get((session, number))

    def clear(self) -> None:
        """Forget all."""
        self._entries.clear()


class SharedJournal(Journal):
    """A journal of which the entries are elsewhere.

    *head* is what was written of it (`to_json`), *newest* what is known of its requests, all of them if *complete*;
    *entries* are those that are kept, None while nobody knows them. What was `opened` and `amended` since it was read
    is to be written.
    """

    __slots__ = (
        "_complete",
        "_kept",
        "_last",
        "_name",
        "_newest",
        "_recent",
        "_written",
        "amended",
        "is_loaded",
        "lines",
        "opened",
    )

    def __init__(  # noqa: PLR0913 - all that is known of it
        self,
        name: str,
        head: dict[str, Any],
        recent: RecentEntries,
        *,
        newest: Newest | None = None,
        complete: bool = False,
        entries: Iterable[Entry] | None = None,
    ) -> None:
        super().__init__(head["bound"])
        self._name = name
        self._count = int(head["count"])
        self._kept = int(head["kept"])
        self._last: Entry | None = None
        if head.get("last") is not None:
            self._last = from_json(Entry, head["last"])
        self._recent = recent
        self._newest: Newest = {} if newest is None else newest
        self._complete = complete
        self._written: Newest = {}
        self.is_loaded = entries is not None
        self._entries.extend(entries or ())
        if self.is_loaded:  # the list may have gone before its session
            self._kept = len(self._entries)
        self.opened: dict[int, tuple[str, Entry]] = {}  # by number, with the digest of what was asked
        self.amended: dict[int, Entry] = {}
        self.lines: dict[int, bytes] = {}

    @property
    def kept(self) -> int:
        """How many entries are kept."""
        return self._kept

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is still kept, oldest first; raises Missing while nobody here knows it."""
        if not self.is_loaded:
            raise Missing(JournalWanted(self._name))
        return tuple(self._entries)

    @property
    def last(self) -> Entry | None:
        """The newest entry, None if there is none."""
        return self._last

    @property
    def dropped(self) -> int:
        """How many of the oldest entries are not kept any more."""
        return self._count - self._kept

    def open(self, arrival: Arrival, _is_open: Callable[[int], bool] = lambda _number: False) -> Entry:
        """Write down a request; raises Missing while nobody here knows whether the same was asked before.

        Behind a load balancer nobody can tell whether the connection of the attempt before is still open.
        """
        digest = digest_of((arrival.method, arrival.path, arrival.query))
        before = self._before(digest)
        self._count += 1
        self._kept = min(self._kept + 1, self.bound)
        attempt = 1
        if before is not None and before[0] > self.dropped:
            attempt = before[1] + 1
        entry = self.entry(arrival, attempt)
        self._written[digest] = (entry.n, attempt)
        self.opened[entry.n] = (digest, entry)
        self._last = entry
        if self.is_loaded:
            self._entries.append(entry)
        return entry

    def close(self, entry: Entry, at: float, outcome: EntryOutcome) -> None:
        """Note how and when an exchange ended; one that meets a fault on its way ends when `end` is called."""
        super().close(entry, at, outcome)
        self._amend(entry)

    def end(self, entry: Entry, at: float, status: int | None, size: int, *, gone: bool = False) -> None:
        """Note when the answer was sent, with which status and how many bytes, and whether the client had gone."""
        super().end(entry, at, status, size, gone=gone)
        self._amend(entry)

    def _amend(self, entry: Entry) -> None:
        """Take note that an entry has to be written again."""
        if entry.n not in self.opened:
            self.amended[entry.n] = entry
        if self._last is not None and self._last.n == entry.n:
            self._last = entry

    def find(self, number: int, connection: int) -> Entry | None:
        """Return the entry of this number if it came over this connection and is still kept; may raise Missing."""
        if not self.dropped < number <= self._count:
            return None
        known = self._recent.get(self._name, number)
        if known is None:
            known = self.entries[number - self.dropped - 1]
        if known.connection != connection:
            return None
        return known

    def shrink(self, most: int) -> int:
        """Keep so many of the newest entries at most; return how many have gone."""
        before = self._kept
        self._kept = min(self._kept, most)
        while self.is_loaded and len(self._entries) > self._kept:
            self._entries.popleft()
        return before - self._kept

    def unload(self) -> None:
        """Keep no entries here: whoever wants them fetches them."""
        self.is_loaded = False
        self._entries.clear()

    def kept_as_written(self) -> None:
        """Take note that all that was opened and amended is in the store."""
        self._newest.update(self._written)
        for _, entry in self.opened.values():
            self._recent.add(self._name, entry)
        if len(self._newest) > 2 * self.bound:
            self._newest = {digest: one for digest, one in self._newest.items() if one and one[0] > self.dropped}
        self._written = {}
        self.opened, self.amended = {}, {}

    def to_json(self) -> dict[str, Any]:
        """Return the counts, and the last entry: the entries are written one by one, as `lines` has them."""
        self.lines = {number: to_bytes(entry) for number, (_, entry) in self.opened.items()}
        self.lines |= {number: to_bytes(entry) for number, entry in self.amended.items()}
        last: Any = self._last
        if self._last is not None and self._last.n in self.lines:
            last = orjson.Fragment(self.lines[self._last.n])
        return {"bound": self.bound, "count": self._count, "kept": self._kept, "last": last}

    @property
    def newest(self) -> Newest:
        """What is known of its requests."""
        return self._newest

    @property
    def complete(self) -> bool:
        """Whether that is all there is to know."""
        return self._complete

    @property
    def loaded_entries(self) -> deque[Entry] | None:
        """The entries, None while nobody here knows them."""
        return self._entries if self.is_loaded else None

    def _before(self, digest: str) -> tuple[int, int] | None:
        for known in (self._written, self._newest):
            if digest in known:
                return known[digest]
        if not self._complete:
            raise Missing(AttemptWanted(self._name, digest))
        return None


@lru_cache(maxsize=1024)  # whoever polls asks the same again
def digest_of(request: Request) -> str:
    """Return 16 hexadecimal digits that stand for method, path and query."""
    return blake2b("\n".join(request).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
