"""Which searches are kept for their links? Those of each session apart, the ones used last, within a bound."""

from sandbox.sessions.long_searches import MemoryLongSearchStore


def test_a_search_is_found_by_its_handle() -> None:
    """The same search of the same session has the same handle, and nobody else has it."""
    store = MemoryLongSearchStore()
    handle = store.keep("one", "/Procedure?_id=a")

    assert "/Procedure?_id=a" == store.get("one", handle)
    assert handle == store.keep("one", "/Procedure?_id=a")
    assert None is store.get("another", handle)
    assert handle != store.keep("another", "/Procedure?_id=a")
    assert None is store.get("one", "unknown")


def test_beyond_the_bound_those_go_that_were_not_used_for_longest() -> None:
    """Used is who was kept or asked for; one that is too large for all is not kept at all."""
    store = MemoryLongSearchStore(bound=30)
    first, second = store.keep("s", "a" * 10), store.keep("s", "b" * 10)
    store.get("s", first)
    third = store.keep("s", "c" * 20)
    assert ["a" * 10, None, "c" * 20] == [store.get("s", handle) for handle in (first, second, third)]

    huge = store.keep("s", "d" * 31)
    assert [None] * 3 == [store.get("s", handle) for handle in (first, third, huge)]


def test_a_reset_forgets_all() -> None:
    """And the room is free again."""
    store = MemoryLongSearchStore(bound=30)
    before = store.keep("s", "a" * 30)
    store.clear()
    after = store.keep("s", "b" * 30)

    assert (None, "b" * 30) == (store.get("s", before), store.get("s", after))
