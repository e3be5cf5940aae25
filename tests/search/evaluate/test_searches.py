"""Is what takes long to find found in slices, by whoever asks, and as it is in the end?"""

from collections.abc import Generator

import pytest

from sandbox.search.columns.sorted_keys import SLICE
from sandbox.search.evaluate.searches import Searches
from sandbox.search.index.preparation import UnpreparedError, at_once


class _Counting:
    """Searches that take some slices; each finds how many were begun, and `done` is what all did."""

    def __init__(self, slices: int) -> None:
        self.begun = 0
        self.done = 0
        self._slices = slices

    def search(self) -> Generator[int, None, int]:
        self.begun += 1
        found = self.begun
        for _ in range(self._slices):
            self.done += 1
            yield SLICE
        return found


def test_what_takes_less_than_a_slice_is_found_at_once() -> None:
    """And found anew each time."""
    searches, counting = Searches(), _Counting(0)

    assert [1, 2] == [searches.found("a", counting.search) for _ in "12"]


def test_what_takes_longer_goes_on_where_it_was() -> None:
    """Whoever asks the same meanwhile goes on with it, and gets the same; after that it is found anew."""
    searches, counting = Searches(), _Counting(5)
    with pytest.raises(UnpreparedError) as one:
        searches.found("a", counting.search)
    with pytest.raises(UnpreparedError) as other:
        searches.found("a", counting.search)
    assert one.value.preparation is other.value.preparation
    assert 2 == counting.done
    one.value.preparation.finish()

    assert [1, 1] == [searches.found("a", counting.search) for _ in "12"]
    assert 5 == counting.done
    assert 2 == at_once(lambda: searches.found("b", counting.search))


def test_what_nobody_waits_for_is_forgotten() -> None:
    """As where the client has gone: it is begun anew."""
    searches, counting = Searches(), _Counting(5)
    for _ in "12":
        with pytest.raises(UnpreparedError):
            searches.found("a", counting.search)

    assert 2 == counting.begun


def test_a_change_meanwhile_begins_it_anew() -> None:
    """But not for ever: in the end it is made at once."""
    searches, counting = Searches(), _Counting(5)
    with pytest.raises(UnpreparedError) as waiting:
        searches.found("a", counting.search)
    done = False
    while not done:
        searches.changed()
        done = waiting.value.preparation.go_on()

    assert 4 == searches.found("a", counting.search)


def test_a_change_after_it_begins_it_anew() -> None:
    """What was found before is true no more."""
    searches, counting = Searches(), _Counting(5)
    with pytest.raises(UnpreparedError) as before:
        searches.found("a", counting.search)
    before.value.preparation.finish()
    searches.changed()

    assert 2 == at_once(lambda: searches.found("a", counting.search))


def test_what_goes_wrong_is_for_whoever_asked() -> None:
    """And tried again when it is asked again."""
    tried: list[int] = []

    def fail() -> Generator[int, None, None]:
        tried.append(1)
        yield SLICE
        raise ValueError("no such thing")

    searches = Searches()
    for _ in "12":
        with pytest.raises(ValueError, match="no such thing"):
            at_once(lambda: searches.found("a", fail))
    assert [1, 1] == tried


def test_what_went_wrong_before_a_change_is_tried_again() -> None:
    """A Patient that was gone for a moment is there again."""
    is_there = False

    def find() -> Generator[int, None, str]:
        yield SLICE
        if not is_there:
            raise KeyError("ada")
        return "ada"

    searches = Searches()
    with pytest.raises(UnpreparedError) as waiting:
        searches.found("a", find)
    waiting.value.preparation.finish()
    is_there = True
    searches.changed()

    assert "ada" == at_once(lambda: searches.found("a", find))
