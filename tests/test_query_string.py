"""What does a query string say, to who must know and to who only looks on?"""

import pytest

from sandbox.problem import Problem
from sandbox.query_string import Pairs, ParameterName, pairs, pairs_or_raw, parameter_name, single_values


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("", ()),
        ("a=1&b=2", (("a", "1"), ("b", "2"))),
        ("a=1&a=1", (("a", "1"), ("a", "1"))),
        ("a&b=", (("a", ""), ("b", ""))),
        ("&&a=b=c&", (("a", "b=c"),)),
        ("a+b=c%20d%2Be", (("a b", "c d+e"),)),
        ("%C3%A9=été", (("é", "été"),)),
    ],
)
def test_names_and_values_are_decoded_in_their_order(raw: str, found: Pairs) -> None:
    """As a form writes them; what is empty stays, and so does what comes twice."""
    assert found == pairs(raw) == pairs_or_raw(raw)


@pytest.mark.parametrize("raw", ["a=%FF", "%C3=1", "a=1&b=%E9t%E9"])
def test_what_is_not_utf8_is_a_mistake_or_stands_for_itself(raw: str) -> None:
    """A search is told of it; a journal only tells one query from the other."""
    with pytest.raises(Problem, match="UTF-8"):
        pairs(raw)

    assert (("", raw),) == pairs_or_raw(raw)


def test_a_name_has_one_value_unless_it_may_come_again() -> None:
    """Which of two would be meant, nobody knows, not even where they are the same."""
    assert {"a": "1", "b": "4", "c": ""} == single_values("a=1&b=3&b=4&c", {"b"})

    for raw in ("a=1&a=2", "a=1&b=1&%61=1"):
        with pytest.raises(Problem, match="'a' takes one value, and stands in the query more than once: '1' and"):
            single_values(raw, {"b"})


# Columns: name, base, modifier, rest.
@pytest.mark.parametrize(
    ("text", "base", "modifier", "rest"),
    [
        ("code", "code", None, None),
        ("code:not", "code", "not", None),
        ("patient.name", "patient", None, "name"),
        ("subject:Patient.name:exact", "subject", "Patient", "name:exact"),
        ("part-of.part-of.status", "part-of", None, "part-of.status"),
        ("_has:Observation:patient:code", "_has", "Observation:patient:code", None),
        ("patient._has:Observation:patient:code", "patient", None, "_has:Observation:patient:code"),
        ("_count.x=", "_count", None, "x="),
        ("_sort.", "_sort", None, ""),
        ("_summary:", "_summary", "", None),
        ("_total:.", "_total", "", ""),
        ("", "", None, None),
        (".:", "", None, ":"),
        (":.", "", "", ""),
    ],
)
def test_a_name_is_taken_apart_at_its_first_colon_and_dot(
    text: str, base: str, modifier: str | None, rest: str | None
) -> None:
    """A colon counts before the first dot; what is empty differs from what is not there."""
    assert ParameterName(text, base, modifier, rest) == parameter_name(text)
