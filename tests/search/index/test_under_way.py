"""What takes long to change is changed in slices: one change after another, and each gets what came of its own."""

from collections.abc import Generator

import pytest

from sandbox.search.index.under_way import UnderWay
from sandbox.stepwise import whole


def _counting(steps: int) -> Generator[int, None, int]:
    for _ in range(steps):
        yield 1
    return steps


def _failing() -> Generator[int, None, None]:
    yield 1
    raise ValueError("no such thing")


def test_it_is_made_slice_by_slice() -> None:
    """Whoever asked learns when it is made; whose turn ends is told once."""
    ended: list[bool] = []
    change = UnderWay(_counting(100), lambda: ended.append(True))
    slices = 1
    while not change.go_on():
        slices += 1

    assert (100, [True]) == (change.outcome(), ended)
    assert slices > 2


def test_another_may_go_on_with_it() -> None:
    """By its preparation, as with whatever else has to be there first."""
    change = UnderWay(_counting(100), lambda: None)
    while not change.go_on():
        pass

    assert change.go_on()
    assert 100 == change.outcome()


def test_what_goes_wrong_is_for_whoever_asked() -> None:
    """Others who went on with it see nothing of that; it is over for all of them."""
    ended: list[bool] = []
    change = UnderWay(_failing(), lambda: ended.append(True))
    change.finish()

    assert [True] == ended
    with pytest.raises(ValueError, match="no such thing"):
        change.outcome()


def test_a_work_can_be_done_at_once() -> None:
    """And returns what it comes to."""
    assert 7 == whole(_counting(7))
