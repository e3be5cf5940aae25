"""What did this client do, in order? Written on arrival, completed on answer, bounded."""

from sandbox.sessions.journal import Entry, Journal


def arrive(journal: Journal, at: float, query: str = "") -> Entry:
    """Let a request arrive."""
    return journal.open(at, ("GET", "/fhir/Procedure", query), None, lag=None)


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
    journal.close(second, 2.0, 200, 7)
    journal.close(first, 3.0, 429, 0)

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
    journal.close(first, 2.0, 200, 1)

    assert [2] == [entry.n for entry in journal.entries]
