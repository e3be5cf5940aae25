"""What does a transaction read, change and keep? Without any store: what is not known is Missing."""

from collections import deque
from typing import Any

import pytest

from sandbox.json_codec import from_bytes
from sandbox.replicas.kinds import CONSENT, TOKEN, session_kind
from sandbox.replicas.missing import AttemptWanted, JournalWanted, Missing, NumbersWanted, RecordWanted
from sandbox.replicas.record import KnownRecords, Record, read_record
from sandbox.replicas.shared_journal import RecentEntries, SharedJournal, digest_of
from sandbox.replicas.shared_time import SharedTime
from sandbox.replicas.transaction import Fetched, Knowledge, Transaction
from sandbox.scenario import ScenarioState, parse_scenario
from sandbox.sessions.clock import Clock
from sandbox.sessions.journal import Arrival, Entry, EntryOutcome
from sandbox.sessions.session import Session

NAME = "0" * 24
STAMP, NEXT = b"000001" + b"0" * 10, b"000001" + b"1" * 10


class Times:
    """A clock of this machine and one of the store, both of them told."""

    def __init__(self) -> None:
        self.here = 100.0
        self.there = 1_000_000.0
        self.shared = SharedTime(lambda: self.here, lambda: 5.0)

    def ask(self, takes: float) -> bool:
        """Learn the time, from a question that takes so many seconds."""
        sent = self.shared.sent()
        self.here += takes
        self.there += takes
        return self.shared.learn(sent, self.there - takes / 2)


def session(journal: SharedJournal) -> Session:
    """Return a session with a journal that is elsewhere."""
    return Session(
        name=NAME, number=1, patient="p", clock=Clock(), scenario_state=ScenarioState(parse_scenario("ready")),
        journal=journal,
    )  # fmt: skip


def head(count: int = 0, bound: int = 1000) -> dict[str, Any]:
    """Return what is written of a journal."""
    return {"bound": bound, "count": count, "kept": min(count, bound), "last": None}


def arrival(query: str = "a=1") -> Arrival:
    """Return a request that has arrived."""
    return Arrival(at=1.0, method="GET", path="/fhir/Procedure", query=query)


def test_what_is_not_known_is_missing() -> None:
    """By its key; what is known not to be there is nothing."""
    known = Knowledge(prefix="x:")
    with pytest.raises(Missing) as missing:
        Transaction(known, Fetched()).get(TOKEN, "abc")
    known.records.put("t:abc", Record())

    assert (RecordWanted("t:abc"),) == missing.value.wanted
    assert Transaction(known, Fetched()).get(TOKEN, "abc") is None


def test_what_was_read_is_compared_and_what_was_changed_is_written() -> None:
    """As the words that the function on the store takes."""
    known = Knowledge(prefix="x:")
    known.records.put("t:abc", read_record(STAMP + b"Tone 0"))
    transaction = Transaction(known, Fetched())
    assert "Tone 0" == transaction.get(TOKEN, "abc")
    transaction.put(TOKEN, "new", "Ttwo 1")
    transaction.operate("rank", "x:names", 5, "two")
    written = transaction.written()

    assert [2, "x:t:abc", STAMP, "", "x:t:new", b"", ""] == transaction.checks()
    assert ["rank", "x:names", 5, "two", "set", "x:t:new", b"Ttwo 1"] == transaction.operations(written)
    transaction.keep(NEXT, written)
    found = known.records.get("t:new")
    assert found is not None
    assert (NEXT, b"Ttwo 1") == (found.stamp, found.data)


def test_what_is_put_over_another_takes_all_of_it_away() -> None:
    """Its journal, too; and what is deleted is gone for this transaction at once."""
    known = Knowledge(prefix="x:")
    known.records.put("t:abc", read_record(STAMP + b"Tone 0"))
    transaction = Transaction(known, Fetched())
    transaction.put(TOKEN, "abc", "Ttwo 0")
    assert ["delete", "x:t:abc", "set", "x:t:abc", b"Ttwo 0"] == transaction.operations(transaction.written())
    transaction = Transaction(known, Fetched())
    transaction.delete(TOKEN, "abc")

    assert transaction.get(TOKEN, "abc") is None
    assert ["delete", "x:t:abc"] == transaction.operations(transaction.written())
    transaction.keep(NEXT, transaction.written())
    assert Record() == known.records.get("t:abc") or known.records.get("t:abc").data is None  # type: ignore[union-attr]


def test_nothing_that_is_not_there_can_be_changed() -> None:
    """It is a KeyError, as in memory."""
    known = Knowledge()
    known.records.put("c:none", Record())

    with pytest.raises(KeyError):
        Transaction(known, Fetched()).changing(CONSENT, "none")


def test_a_transaction_that_comes_to_nothing_gives_its_numbers_back() -> None:
    """So that the next one gets the same; one of another world keeps them."""
    known = Knowledge(numbers={"consent": deque([7, 8])})
    transaction = Transaction(known, Fetched())
    assert [7, 8] == [transaction.next_number("consent"), transaction.next_number("consent")]
    with pytest.raises(Missing) as missing:
        transaction.next_number("consent")
    assert (NumbersWanted("consent"),) == missing.value.wanted
    transaction.abandon()
    assert 7 == Transaction(known, Fetched()).next_number("consent")
    late = Transaction(known, Fetched())
    late.next_number("consent")
    known.enter("other:")
    late.abandon()

    assert {} == known.numbers


def test_a_session_is_read_anew_where_it_was_changed_in_vain() -> None:
    """And the same value is taken again where it was not."""
    times, known = Times(), Knowledge(prefix="x:")
    kind = session_kind(times.shared, known.recent)
    written = kind.write(session(SharedJournal(NAME, head(), known.recent, complete=True)))
    known.records.put(f"s:{NAME}", Record(STAMP, written))
    first = Transaction(known, Fetched())
    found = first.get(kind, NAME)
    first.give_back()
    second = Transaction(known, Fetched())
    assert found is second.changing(kind, NAME)
    second.abandon()

    assert found is not Transaction(known, Fetched()).get(kind, NAME)


def test_a_journal_writes_what_was_opened_and_amended() -> None:
    """With its number, what it asked, and how often that was asked before."""
    known = Knowledge(prefix="x:")
    journal = SharedJournal(NAME, head(), known.recent, complete=True)
    entry = journal.open(arrival())
    journal.close(entry, 2.0, EntryOutcome(status=200, size=5))
    again = journal.open(arrival())
    journal.close(again, 2.0, EntryOutcome(status=200, size=5, fault="slow"))
    transaction = Transaction(known, Fetched())
    kind = session_kind(Times().shared, known.recent)
    transaction.put(kind, NAME, session(journal))
    words = transaction.operations(transaction.written())

    digest = digest_of(("GET", "/fhir/Procedure", "a=1"))
    assert ["journal", f"x:s:{NAME}", 2, 2, 1, digest, 1] == words[3:10]
    assert (2, digest, 2) == tuple(words[11:14])
    transaction.keep(STAMP, transaction.written())
    journal.end(again, 3.0, 200, 5)
    assert again is journal.find(2, 0)
    words = Transaction.operations(transaction, transaction.written())
    assert ["amend", f"x:s:{NAME}", 1] == words[-4:-1]
    assert 3.0 == from_bytes(Entry, words[-1]).done  # type: ignore[arg-type]


def test_a_journal_asks_for_what_it_does_not_know() -> None:
    """How often the same was asked, and the entries."""
    journal = SharedJournal(NAME, head(5), RecentEntries())
    with pytest.raises(Missing) as attempts:
        journal.open(arrival())
    with pytest.raises(Missing) as entries:
        _ = journal.entries
    with pytest.raises(Missing):
        journal.find(5, 0)

    digest = digest_of(("GET", "/fhir/Procedure", "a=1"))
    assert (AttemptWanted(NAME, digest),) == attempts.value.wanted
    assert (JournalWanted(NAME),) == entries.value.wanted
    assert (None, None) == (journal.find(6, 0), journal.find(0, 0))
    known = SharedJournal(NAME, head(5), RecentEntries(), newest={digest: (4, 3)})
    assert (6, 4) == (known.open(arrival()).n, known.newest[digest][1] + 1)  # type: ignore[index]


def test_a_full_journal_forgets_how_often_the_oldest_was_asked() -> None:
    """As the one in memory does."""
    digest = digest_of(("GET", "/fhir/Procedure", "a=1"))
    recent = RecentEntries()
    lost = SharedJournal(NAME, head(10, bound=3), recent, newest={digest: (8, 5)}, complete=True)
    kept = SharedJournal(NAME, head(10, bound=3), recent, newest={digest: (9, 5)}, complete=True)

    assert (1, 6) == (lost.open(arrival()).attempt, kept.open(arrival()).attempt)
    assert (3, 8) == (kept.kept, kept.dropped)


def test_records_that_were_met_longest_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """And journals before them."""
    monkeypatch.setattr("sandbox.replicas.record._REMEMBERED", 2)
    monkeypatch.setattr("sandbox.replicas.record._JOURNALS_REMEMBERED", 1)
    records = KnownRecords()
    for key in ("a", "b"):
        records.put(key, Record(STAMP, b"", entries=[]))
        records.remember_entries(key)
    one = records.get("a")
    assert one is not None
    assert one.entries is None
    records.put("c", Record())

    assert (None, True) == (records.get("b"), records.get("a") is one)


def test_time_is_that_of_the_store() -> None:
    """Nearer with each answer, never further than a question took, and only ever forward."""
    times = Times()
    assert 5.0 == times.shared.now()
    times.ask(1.0)
    assert abs(times.shared.now() - times.there) <= 0.5
    times.ask(0.001)
    assert abs(times.shared.now() - times.there) <= 0.001
    before = times.shared.now()
    times.there -= 0.2

    assert not times.ask(0.0)
    assert before <= times.shared.now()


def test_a_clock_of_the_store_that_is_set_back_is_followed() -> None:
    """Whoever counts on it is told."""
    times = Times()
    times.ask(0.0)
    now = times.shared.now()
    times.there -= 3600

    assert times.ask(0.0)
    assert abs(times.shared.now() - (now - 3600)) < 0.01


def test_entries_stay_in_the_store_but_for_those_that_are_read_again() -> None:
    """A process that has opened a session does not keep what is written down of it."""
    known = Knowledge(prefix="x:")
    kind = session_kind(Times().shared, known.recent)
    for remembered in (False, True):
        if remembered:
            known.records.remember_entries(f"s:{NAME}")
        transaction = Transaction(known, Fetched())
        journal = SharedJournal(NAME, head(), known.recent, complete=True, entries=())
        transaction.put(kind, NAME, session(journal))
        journal.open(arrival())
        assert 1 == len(journal.entries)
        transaction.keep(STAMP, transaction.written())
        assert remembered is journal.is_loaded
