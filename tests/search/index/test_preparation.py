"""Is a work done in slices, by whoever asks, and once?"""

from collections.abc import Iterator

from sandbox.search.columns.sorted_keys import SLICE
from sandbox.search.index.preparation import Preparation, UnpreparedError


def test_a_slice_ends_when_enough_was_done() -> None:
    """Small pieces go together, a large one is alone."""
    done: list[int] = []

    def work() -> Iterator[int]:
        for piece in [1] * SLICE + [SLICE, SLICE, 1]:
            done.append(piece)
            yield piece

    preparation = Preparation(work())

    assert not preparation.go_on()
    assert [1] * SLICE == done
    assert [False, False, True] == [preparation.go_on() for _ in range(3)]
    assert SLICE + 3 == len(done)
    assert preparation.go_on()
    assert preparation is UnpreparedError(preparation).preparation


def test_all_of_it_may_be_done_at_once() -> None:
    """Where nobody else is there who could wait."""
    preparation = Preparation(iter([SLICE] * 5))
    preparation.finish()

    assert preparation.go_on()
