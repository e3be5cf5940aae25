"""How much do sessions in memory keep? So many journal entries altogether, and the newest of them."""

from sandbox.scenario import parse_scenario
from sandbox.sessions.journal import Arrival, Entry
from sandbox.sessions.memory import MemorySessionStore


def ask(store: MemorySessionStore, token: str) -> Entry:
    """Let a token ask once, and write it down."""
    if store.get(token) is None:
        store.open(token, "p", parse_scenario("ready"))
        store.lead(token, token)
    arrival = Arrival(at=1.0, method="GET", path="/fhir/Procedure", query="")
    return store.update(token, lambda one: one.journal.open(arrival))


def kept(store: MemorySessionStore) -> dict[str, int]:
    """Return how many entries each session keeps."""
    return {session.name: session.journal.kept for session in store}


def test_all_journals_together_are_bounded() -> None:
    """However many sessions there are: those that asked longest ago give up their oldest entries first."""
    store = MemorySessionStore(entries=5_000)
    for n in range(20):
        for _ in range(600):
            ask(store, f"s{n:02}")
            assert sum(kept(store).values()) <= 5_000
    found = kept(store)

    assert 600 == found["s19"]
    assert found["s00"] <= 100
    first = next(session for session in store if session.name == "s00")
    assert (600, 600 - found["s00"]) == (first.journal.count, first.journal.dropped)


def test_a_session_that_gave_up_entries_counts_on() -> None:
    """Its numbers and attempts go on where they were, as far as what was asked before is still kept."""
    store = MemorySessionStore(entries=1_000)
    for _ in range(900):
        ask(store, "a")
    for _ in range(900):
        ask(store, "b")
    entry = ask(store, "a")

    assert (901, 901) == (entry.n, entry.attempt)
    assert kept(store)["a"] <= 101


def test_a_single_session_is_bounded_too() -> None:
    """By the bound of all, where that is the smaller one."""
    store = MemorySessionStore(entries=1_000)
    for _ in range(3_000):
        ask(store, "only")

    assert kept(store)["only"] <= 1_000


def test_sessions_that_ask_once_are_bounded_too() -> None:
    """Each begins anew, and none is ever found: their entries are counted all the same."""
    store = MemorySessionStore(entries=1_000)
    for n in range(3_000):
        ask(store, f"s{n:04}")

    assert sum(kept(store).values()) <= 1_000
    assert 3_000 == len(kept(store))
