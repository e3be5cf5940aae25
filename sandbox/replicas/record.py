"""What is one thing that is stored? A record: a stamp that every change replaces, and JSON, read by its kind.

This process remembers those that it met last. What it remembers may be old: a commit says so, and brings what is new.
"""

# tested by: tests/replicas/test_transaction.py

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sandbox.replicas.shared_journal import Newest
from sandbox.sessions.journal import Entry

T = TypeVar("T")

ABSENT = b""
STAMP = 16  # hexadecimal digits

_REMEMBERED = 20_000
_JOURNALS_REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class RecordKind(Generic[T]):
    """A kind of records: the first part of their keys, and how a value is read and written."""

    prefix: str
    read: Callable[["Record", str], T]
    write: Callable[[T], bytes]


@dataclass(slots=True, eq=False)
class Record:
    """What this process knows of a record."""

    stamp: bytes = ABSENT
    """which version of it; nothing if there is no such record"""
    data: bytes | None = None
    """what follows the stamp"""
    value: Any = None
    """what was read from it, while nobody works with it"""
    newest: Newest = field(default_factory=dict)
    """of a session: how often it has asked for what, as far as that is known"""
    complete: bool = False
    """whether that is all there is to know"""
    entries: list[Entry] | None = None
    """of a session: the entries of its journal, if they are known"""


class KnownRecords:
    """The records that this process knows, by their keys without the prefix; those met longest ago fall out."""

    def __init__(self) -> None:
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._with_entries: OrderedDict[str, None] = OrderedDict()

    def get(self, key: str) -> Record | None:
        """Return what is known of a record, None if nothing is."""
        found = self._records.get(key)
        if found is not None:
            self._records.move_to_end(key)
        return found

    def put(self, key: str, record: Record) -> None:
        """Take up what is known of a record now."""
        self._records[key] = record
        self._records.move_to_end(key)
        if len(self._records) > _REMEMBERED:
            self._records.popitem(last=False)

    def remember_entries(self, key: str) -> None:
        """Take note that the entries of a session are known; those met longest ago are given up."""
        self._with_entries[key] = None
        self._with_entries.move_to_end(key)
        if len(self._with_entries) > _JOURNALS_REMEMBERED:
            oldest, _ = self._with_entries.popitem(last=False)
            record = self._records.get(oldest)
            if record is not None:
                record.entries = record.value = None

    def remembers_entries(self, key: str) -> bool:
        """Return whether the entries of a session are kept here, for whoever reads them again."""
        return key in self._with_entries

    def clear(self) -> None:
        """Know nothing any more."""
        self._records.clear()
        self._with_entries.clear()


def read_record(value: bytes | None) -> Record:
    """Return the record of what the store has under its key, None for nothing."""
    if value is None:
        return Record()
    return Record(value[:STAMP], value[STAMP:])
