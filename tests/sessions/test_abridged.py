"""How is a long query written down? Short, and so that equal searches stay equal and others do not."""

import pytest

from sandbox.query_string import pairs
from sandbox.sessions.abridged import LONGEST_QUERY, abridged

IDS = [f"id-{number}" for number in range(2000)]


@pytest.mark.parametrize("query", ["", "_id=a,b&_count=5", "a" * LONGEST_QUERY])
def test_a_query_of_common_length_stays_as_it_is(query: str) -> None:
    """Letter by letter."""
    assert query == abridged(query)


def test_only_long_values_are_cut() -> None:
    """The names stay, and what is short."""
    written = abridged(f"_count=20&_id={','.join(IDS)}&_offset=40&flag")
    names = [name for name, _ in pairs(written)]

    assert ["_count", "_id", "_offset", "flag"] == names
    assert ("20", "40") == (dict(pairs(written))["_count"], dict(pairs(written))["_offset"])
    assert len(written) < 300
    assert dict(pairs(written))["_id"].startswith("id-0,id-1,")


def test_the_spelling_of_a_value_does_not_matter_but_the_value_does() -> None:
    """A comma is a comma however it is sent; one id more is another search."""
    raw, encoded, more = ",".join(IDS), "%2C".join(IDS), ",".join([*IDS, "x"])
    values = [dict(pairs(abridged(f"_id={value}")))["_id"] for value in (raw, encoded, more)]

    assert values[0] == values[1]
    assert values[0] != values[2]


def test_many_short_values_are_bounded_as_well() -> None:
    """And told apart by what was cut."""
    one, another = ("&".join([*(f"a={number}" for number in range(9000)), last]) for last in ("b=1", "b=2"))

    assert len(abridged(one)) < LONGEST_QUERY + 30
    assert abridged(one) != abridged(another)


def test_strange_letters_do_no_harm() -> None:
    """Half a character and bytes that are no UTF-8 are cut like any other."""
    assert abridged("a=" + "%ff" * 9000) != abridged("a=" + "%fe\ud800" * 9000)
