"""What is to be made before a query can be answered? Made in slices, so that nobody else has to wait for it."""

# tested by: tests/search/index/test_preparation.py

from collections.abc import Callable, Iterator
from typing import TypeVar

from sandbox.search.columns.column import finish
from sandbox.search.columns.sorted_keys import SLICE

T = TypeVar("T")


class Preparation:
    """A work that is under way. Whoever asks for it may go on with it, as far as one slice, and others after them."""

    __slots__ = ("_work",)

    def __init__(self, work: Iterator[int]) -> None:
        self._work = work

    def go_on(self) -> bool:
        """Do a slice of the work, a few milliseconds; return whether it is done."""
        done = 0
        for piece in self._work:
            done += piece
            if done >= SLICE:
                return False
        return True

    def finish(self) -> None:
        """Do all of it at once."""
        finish(self._work)


class UnpreparedError(Exception):
    """A query needs what is not made yet: `preparation` makes it, then ask again."""

    def __init__(self, preparation: Preparation) -> None:
        super().__init__("this has to be prepared first")
        self.preparation = preparation


def at_once(ask: Callable[[], T]) -> T:
    """Return what is asked for when all is made that it needs: for whoever keeps nobody else waiting."""
    prepared: list[Preparation] = []  # held on to, for what came of it is still to be asked for
    while True:
        try:
            return ask()
        except UnpreparedError as error:
            prepared.append(error.preparation)
            error.preparation.finish()
