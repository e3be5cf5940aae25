"""What resources are there? By type and id, in the order in which they came."""

from sandbox.fhir.store import Resource, Store, id_in


def resource(type_: str, id_: str, body: bytes = b"{}") -> Resource:
    """Return a resource of no content."""
    return Resource(type_, id_, "1", 0, body)


def test_a_resource_is_found_by_type_and_id() -> None:
    """What is not there is None, of a known type or an unknown one."""
    ada = resource("Patient", "ada")
    store = Store([ada])

    assert ada is store.get("Patient", "ada")
    assert store.get("Patient", "ben") is None
    assert store.get("Procedure", "ada") is None


def test_an_entry_says_of_whom_it_is() -> None:
    """Whatever its body has."""
    assert "ada" == id_in(resource("Patient", "ada", b'{"id":"ben"}').entry)


def test_the_order_of_a_type_is_that_in_which_it_came() -> None:
    """Types are shelves; on each, the order of loading stays."""
    store = Store(resource(*key) for key in (("B", "2"), ("A", "9"), ("B", "1")))

    assert ["2", "1"] == [found.id for found in store.of("B")]
    assert [] == list(store.of("C"))
    assert [("B", "2"), ("B", "1"), ("A", "9")] == [(found.type, found.id) for found in store]


def test_counts_are_by_type_in_alphabetical_order() -> None:
    """An empty store counts nothing."""
    store = Store(resource(*key) for key in (("B", "2"), ("A", "9"), ("B", "1")))

    assert [("A", 1), ("B", 2)] == list(store.counts.items())
    assert {} == Store().counts


def test_the_last_of_a_name_counts() -> None:
    """Each resource is there once."""
    store = Store([resource("A", "1", b"old"), resource("A", "1", b"new")])

    assert [b"new"] == [found.body for found in store]
