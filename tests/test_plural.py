"""How is a number of things written?"""

import pytest

from sandbox.plural import counted_as


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1418, "1,418 rows"), (1_000_000, "1,000,000 rows")],
)
def test_the_noun_follows_the_number(number: int, said: str) -> None:
    """Of one thing there is one; thousands are set apart."""
    assert counted_as(number, "row") == said


def test_a_plural_of_its_own_is_given() -> None:
    """English has some."""
    assert ["1 entry", "2 entries"] == [counted_as(number, "entry", "entries") for number in (1, 2)]
