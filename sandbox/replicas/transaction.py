"""What has the core read and changed in one go? A transaction: all of it becomes true in one step, or none.

It is synchronous and knows no network: what is not known here is Missing, and what comes out are words for the store.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sandbox.change_log import MakeChange
from sandbox.replicas.kinds import SESSIONS
from sandbox.replicas.missing import Missing, NumbersWanted, RecordWanted, SessionsWanted, WatchedWanted
from sandbox.replicas.record import KnownRecords, Record, RecordKind
from sandbox.replicas.shared_journal import RecentEntries, SharedJournal
from sandbox.sessions.session import Session

T = TypeVar("T")

Words = list[str | bytes | int]


@dataclass(slots=True)
class Fetched:
    """What was fetched for one transaction alone: it is true of the moment, and not compared when that ends."""

    sessions: dict[str, Record] | None = None
    """all sessions that a token leads to by their names, newest first"""
    journals: dict[str, Record] = field(default_factory=dict)
    """sessions with the entries of their journals, by their names"""
    watched: list[str] | None = None
    """ids of the consents whose subscriptions are to be looked at now"""
    processes: frozenset[str] = frozenset()
    """the names of the processes that are there"""


@dataclass(slots=True)
class Knowledge:
    """What this process knows of the store."""

    prefix: str = ""
    """what all keys of records begin with, at present"""
    world: str = ""
    """in which world that is: which reset it follows, and how many changes of resources there were"""
    records: KnownRecords = field(default_factory=KnownRecords)
    """the records that it met last"""
    recent: RecentEntries = field(default_factory=RecentEntries)
    """the journal entries that it has written last"""
    numbers: dict[str, deque[int]] = field(default_factory=dict)
    """numbers that nobody else gets, by their counter"""

    def enter(self, prefix: str) -> None:
        """Begin in another world, of which nothing is known."""
        self.prefix = prefix
        self.records.clear()
        self.recent.clear()
        self.numbers.clear()


@dataclass(slots=True)
class Written:
    """What was changed: the key, what is to be written (None: there is to be nothing), and the value."""

    key: str
    data: bytes | None
    value: Any


class Transaction:
    """One run of the core on what is known; *fetched* is what was fetched for it."""

    __slots__ = (
        "_changed", "_checks", "_known", "_numbers", "_operations", "_prefix", "_values", "changes", "failures",
        "fetched", "resets",
    )  # fmt: skip

    def __init__(self, known: Knowledge, fetched: Fetched) -> None:
        self.fetched = fetched
        self.changes: list[tuple[bytes, MakeChange]] = []
        self.resets: MakeChange | None = None
        self.failures: list[Callable[[], None]] = []
        self._known = known
        self._prefix = known.prefix
        self._checks: dict[str, Record] = {}
        self._values: dict[str, Any] = {}
        self._changed: dict[str, RecordKind[Any] | None] = {}
        self._operations: Words = []
        self._numbers: list[tuple[str, int]] = []

    def get(self, kind: RecordKind[T], id_: str) -> T | None:
        """Return the value of a record, None if there is none; raises Missing if nobody here knows."""
        key = kind.prefix + id_
        if key in self._values:
            found: T | None = self._values[key]
            return found
        record = self._known.records.get(key)
        if record is None:
            raise Missing(RecordWanted(key))
        if record.entries is None:
            record = self._with_entries(key, id_, record)
        self._checks[key] = record
        value: T | None = None
        if record.data is not None:
            value = record.value or kind.read(record, id_)
            record.value = None  # until it is known what becomes of it
        self._values[key] = value
        return value

    def _with_entries(self, key: str, id_: str, record: Record) -> Record:
        """Return a record with the entries that were fetched for it: others may have taken their place in memory."""
        fetched = self.fetched.journals.get(id_)
        if fetched is None or key != SESSIONS + id_ or fetched.stamp != record.stamp:
            return record
        return fetched

    def changing(self, kind: RecordKind[T], id_: str) -> T:
        """Return the value of a record that is going to be changed; raises KeyError if there is none."""
        value = self.get(kind, id_)
        if value is None:
            raise KeyError(id_)
        self._changed[kind.prefix + id_] = kind
        return value

    def put(self, kind: RecordKind[T], id_: str, value: T) -> None:
        """Write a record, in the place of any other; what is not known here is taken to be not there."""
        key = kind.prefix + id_
        if key not in self._checks:
            self._checks[key] = self._known.records.get(key) or Record()
        if self._checks[key].data is not None:
            self.operate("delete", self._prefix + key)
        self._values[key] = value
        self._changed[key] = kind

    def delete(self, kind: RecordKind[Any], id_: str) -> None:
        """Let a record be gone."""
        key = kind.prefix + id_
        self.get(kind, id_)
        self.operate("delete", self._prefix + key)
        self._values[key] = None
        self._changed[key] = None

    @property
    def ends(self) -> bool:
        """Whether what comes next belongs into another one: it has to see changes that are not made yet."""
        return bool(self.changes) or self.resets is not None

    def knows(self, key: str) -> bool:
        """Return whether a record was read or written in this transaction."""
        return key in self._values

    def operate(self, *words: str | bytes | int) -> None:
        """Add an operation of the store."""
        self._operations += words

    def next_number(self, counter: str) -> int:
        """Return a number that nobody else gets; raises Missing if there is none here."""
        numbers = self._known.numbers.get(counter)
        if not numbers:
            raise Missing(NumbersWanted(counter))
        number = numbers.popleft()
        self._numbers.append((counter, number))
        return number

    def all_sessions(self) -> dict[str, Record]:
        """Return all sessions that a token leads to by their names, newest first; raises Missing at first."""
        if self.fetched.sessions is None:
            raise Missing(SessionsWanted())
        return self.fetched.sessions

    def watched(self) -> list[str]:
        """Return the ids of the consents whose subscriptions are to be looked at now; raises Missing at first."""
        if self.fetched.watched is None:
            raise Missing(WatchedWanted())
        return self.fetched.watched

    def checks(self) -> Words:
        """Return what was read, as commit.lua wants it: how many, then key, stamp, and digests of new requests."""
        words: Words = [len(self._checks)]
        for key, record in self._checks.items():
            digests = ""
            journal = _journal(self._values.get(key))
            if journal is not None:
                digests = " ".join({digest for digest, _ in journal.opened.values()})
            words += (self._prefix + key, record.stamp, digests)
        return words

    def written(self) -> list[Written]:
        """Return what was changed."""
        found: list[Written] = []
        for key, kind in self._changed.items():
            value = self._values[key]
            data = None if kind is None else kind.write(value)
            found.append(Written(key, data, value))
        return found

    def operations(self, written: list[Written]) -> Words:
        """Return what is to be done with what was *written*, as commit.lua wants it."""
        if self.resets is not None:  # all that would be written is gone
            return []
        words: Words = list(self._operations)
        for one in written:
            if one.data is not None:
                words += ("set", self._prefix + one.key, one.data)
            journal = _journal(one.value)
            if journal is not None:
                words += _journal_words(self._prefix + one.key, journal)
        return words

    def keep(self, stamp: bytes, written: list[Written]) -> None:
        """Take note that it has become true, with this stamp on all that was *written*."""
        if self._known.prefix != self._prefix:  # true of a world that is gone
            return
        for one in written:
            if one.data is None:
                record = Record()
            else:
                record = Record(stamp, one.data, one.value)
            journal = _journal(one.value)
            if journal is not None:
                journal.kept_as_written()
                record.newest, record.complete = journal.newest, journal.complete
                if self._known.records.remembers_entries(one.key) and journal.loaded_entries is not None:
                    record.entries = list(journal.loaded_entries)
                else:
                    journal.unload()
            self._known.records.put(one.key, record)
        self.give_back()

    def abandon(self) -> None:
        """Take note that nothing of it is true: what it has changed is read anew, and its numbers are free."""
        if self._known.prefix != self._prefix:
            return
        self.give_back()
        for counter, number in reversed(self._numbers):
            self._known.numbers.setdefault(counter, deque()).appendleft(number)

    def only_read(self) -> None:
        """Change nothing after all: all that counts is whether what was read is still so."""
        self.abandon()
        for key in self._changed:
            self._values[key] = None
        self._changed, self._operations, self._numbers = {}, [], []
        self.changes, self.resets, self.failures = [], None, []

    def give_back(self) -> None:
        """Let the values be read again that were not changed."""
        for key, record in self._checks.items():
            if key not in self._changed and self._known.records.get(key) is record:
                record.value = self._values.get(key)


def _journal(value: Any) -> SharedJournal | None:
    if isinstance(value, Session) and isinstance(value.journal, SharedJournal):
        return value.journal
    return None


def _journal_words(key: str, journal: SharedJournal) -> Words:
    """Return what is to be done with the entries of a session."""
    words: Words = ["journal", key, journal.kept, len(journal.opened)]
    for number, (digest, entry) in journal.opened.items():
        words += (number, digest, entry.attempt, journal.lines[number])
    for number in journal.amended:
        if number > journal.dropped:
            words += ("amend", key, journal.count - number + 1, journal.lines[number])
    return words
