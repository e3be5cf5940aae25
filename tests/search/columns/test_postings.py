"""Does an inverted list keep everything while it grows? From one number over a small array to a bitmap."""

from typing import Any

import pytest

from sandbox.search.columns.column import finish
from sandbox.search.columns.postings import Postings
from sandbox.search.model.values import ExactMatch
from sandbox.stepwise import whole


def _letters() -> Postings:
    """Each letter of an element is a key; a digit is only an alias, a dot is no value."""
    return Postings(
        lambda element, _resource: None if element == "." else tuple(element),
        lambda key: None if key.isdigit() else key,
    )


def _filled(*words: str) -> Postings:
    column = _letters()
    for number, word in enumerate(words):
        column.add(number, word.split(), {})
    finish(column.seal())
    finish(column.arrange())
    return column


@pytest.mark.parametrize("size", [0, 1, 2, 3, 255, 256, 257, 258, 1000])
def test_a_list_keeps_every_number(size: int) -> None:
    """Around each change of its form; a number that comes twice counts once."""
    column = _letters()
    for number in range(size):
        column.add(number * 2, ["a", "a", "aa"], {})

    assert [number * 2 for number in range(size)] == list(column.lists.under("a"))
    assert size == len(column.present)
    assert [] == list(column.lists.under("b"))


def test_a_key_is_looked_up() -> None:
    """One or several; several are OR."""
    column = _filled("a", "ab", "c", "b c", ".")

    assert [0, 1] == list(whole(column.select(ExactMatch(("a",)), 0)))
    assert [0, 1, 3] == list(whole(column.select(ExactMatch(("a", "b")), 0)))
    assert [] == list(whole(column.select(ExactMatch(("x", "y")), 0)))
    assert [2, 3] == list(whole(column.select(ExactMatch(("x", "c")), 0)))


def test_what_is_no_value_is_not_present() -> None:
    """None is no value; no key at all is one that nothing finds."""
    empty: list[Any] = [""]
    column = _filled("a", ".", "b .")
    column.add(3, empty, {})

    assert [0, 2, 3] == list(column.present)


def test_large_lists_are_not_changed_by_a_question() -> None:
    """An OR over a bitmap leaves it as it was."""
    column = _letters()
    for number in range(600):
        column.add(number, ["a" if number < 300 else "b"], {})

    assert 600 == len(whole(column.select(ExactMatch(("a", "b")), 0)))
    assert 300 == len(column.lists.under("a"))


@pytest.mark.parametrize(("descending", "order"), [(False, [[0], [0, 1], [2]]), (True, [[2], [0, 1], [0]])])
def test_groups_follow_the_rank_of_their_keys(*, descending: bool, order: list[list[int]]) -> None:
    """Aliases are left out; a resource with several keys comes with each."""
    column = _filled("a b 1", "b 2", "c 0")

    assert order == [list(group) for _value, group in column.groups(descending=descending)]
