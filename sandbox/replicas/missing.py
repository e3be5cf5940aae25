"""What has to be known before the core can go on? It is raised through the core, fetched, and the core runs again."""

# tested by: tests/replicas/test_transaction.py

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordWanted:
    """A record, by its key without the prefix; with that of a token comes its session."""

    key: str


@dataclass(frozen=True, slots=True)
class AttemptWanted:
    """How often a session has asked for the same thing, by the digest of that."""

    session: str
    digest: str


@dataclass(frozen=True, slots=True)
class JournalWanted:
    """All entries of a session's journal."""

    session: str


@dataclass(frozen=True, slots=True)
class NumbersWanted:
    """More numbers of a counter."""

    counter: str


@dataclass(frozen=True, slots=True)
class SessionsWanted:
    """All sessions that a token leads to."""


@dataclass(frozen=True, slots=True)
class WatchedWanted:
    """The subscriptions that are to be looked at now, and which processes are there."""


Wanted = RecordWanted | AttemptWanted | JournalWanted | NumbersWanted | SessionsWanted | WatchedWanted


class Missing(BaseException):
    """Stops the core, which catches every Exception of its own: *wanted* is not known in this process."""

    def __init__(self, *wanted: Wanted) -> None:
        super().__init__(*wanted)
        self.wanted = wanted
