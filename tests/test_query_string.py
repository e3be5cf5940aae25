"""What does a query string say, to who must know and to who only looks on?"""

import pytest

from sandbox.problem import Problem
from sandbox.query_string import Pairs, pairs, pairs_or_raw


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
