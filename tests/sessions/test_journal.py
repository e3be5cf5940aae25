"""What did this client do, in order? Written on arrival, completed on answer, bounded."""

import json

import pytest

from sandbox.sessions.journal import Arrival, Entry, EntryOutcome, Journal


def arrive(journal: Journal, at: float, query: str = "", connection: int = 1, *, is_open: bool = True) -> Entry:
    """Let a request arrive; *is_open* says whether the connection of the attempt before still is."""
    arrival = Arrival(at=at, method="GET", path="/fhir/Procedure", query=query, connection=connection)
    return journal.open(arrival, lambda _number: is_open)


def close(journal: Journal, entry: Entry, at: float, status: int, size: int) -> None:
    """Answer a request."""
    journal.close(entry, at, EntryOutcome(status=status, size=size))


def test_an_entry_is_there_on_arrival() -> None:
    """A request that is not answered yet stands in the journal without an ending."""
    journal = Journal()
    entry = arrive(journal, 12.5, "_count=1")

    assert (entry,) == journal.entries
    assert (1, 12.5, "GET", "/fhir/Procedure", "_count=1") == (
        entry.n,
        entry.at,
        entry.method,
        entry.path,
        entry.query,
    )
    assert entry.status is None
    assert entry.bytes is None


def test_an_entry_is_completed_on_answer() -> None:
    """The entry that was opened is the one that ends, whatever arrived in between."""
    journal = Journal()
    first, second = (arrive(journal, float(n)) for n in range(2))
    close(journal, second, 2.0, 200, 7)
    close(journal, first, 3.0, 429, 0)

    assert [(1, 429, 0), (2, 200, 7)] == [(entry.n, entry.status, entry.bytes) for entry in journal.entries]


def test_the_ring_keeps_the_newest_and_counts_the_dropped() -> None:
    """Beyond its bound the oldest go; the numbers go on."""
    journal = Journal(bound=3)
    for n in range(5):
        arrive(journal, float(n))

    assert [3, 4, 5] == [entry.n for entry in journal.entries]
    assert (5, 2) == (journal.count, journal.dropped)


def test_an_empty_journal_has_dropped_nothing() -> None:
    """It begins with nothing, and keeps a thousand."""
    journal = Journal()
    assert ((), 0, 0) == (journal.entries, journal.count, journal.dropped)
    for _ in range(1000):
        arrive(journal, 0.0)

    assert 0 == journal.dropped


def test_what_was_read_does_not_change_with_the_ring() -> None:
    """The entries are a snapshot: a reader is not disturbed by the next request."""
    journal = Journal()
    before = journal.entries
    arrive(journal, 0.0)

    assert () == before


def test_a_dropped_entry_may_still_be_completed() -> None:
    """A very late answer is no error."""
    journal = Journal(bound=1)
    first = arrive(journal, 0.0)
    arrive(journal, 1.0)
    close(journal, first, 2.0, 200, 1)

    assert [2] == [entry.n for entry in journal.entries]


@pytest.mark.parametrize(("connection", "is_open", "beside"), [(1, True, False), (2, True, True), (2, False, False)])
def test_an_attempt_beside_another_is_noted_on_arrival(connection: int, is_open: bool, beside: bool) -> None:  # noqa: FBT001 - rows
    """It comes over another connection than the attempt before, while that one is still open."""
    journal = Journal()
    arrive(journal, 0.0)
    second = arrive(journal, 1.0, connection=connection, is_open=is_open)

    assert (2, connection, beside) == (second.attempt, second.connection, second.beside)


def test_an_answer_that_meets_a_fault_ends_when_the_fault_does() -> None:
    """What is known is noted at once; status, time and size when it is over."""
    journal = Journal()
    entry = arrive(journal, 0.0)
    journal.close(entry, 0.0, EntryOutcome(status=200, size=9, next="_offset=1", fault="stall"))

    assert ("stall", "_offset=1", None, None) == (entry.fault, entry.next, entry.status, entry.done)

    journal.end(entry, 5.0, 200, 9, gone=True)

    assert (200, 5.0, 9, True) == (entry.status, entry.done, entry.bytes, entry.gone)


def test_an_entry_is_found_by_its_number_and_connection() -> None:
    """As long as it is kept; one of a session that began anew came over another connection."""
    journal = Journal(bound=2)
    entries = [arrive(journal, float(n), connection=7) for n in range(3)]

    assert [None, entries[1], entries[2], None] == [journal.find(n, 7) for n in (1, 2, 3, 4)]
    assert journal.find(3, 8) is None


def test_a_journal_goes_to_json_and_back() -> None:
    """Nothing is lost: neither the entries, nor what was dropped, nor how often something was tried."""
    journal = Journal(bound=2)
    for n in range(3):
        entry = arrive(journal, float(n), f"_count={n % 2}")
    journal.close(
        entry, 3.0, EntryOutcome(status=429, size=1, wait=3.0, spelling="both", retry_after=("Retry-After: 3",))
    )
    written = json.dumps(journal.to_json())
    again = Journal.from_json(json.loads(written))

    assert written == json.dumps(again.to_json())
    assert (3, 1, ("Retry-After: 3",)) == (again.count, again.dropped, again.entries[-1].retry_after)
    assert 2 == arrive(again, 9.0, "_count=0").attempt
