"""What if a change of the resources takes long? It is made in slices, between which all others are answered.

There is one change at a time. Whoever wants another one meanwhile goes on with it first.
"""

from collections.abc import Callable, Generator, Iterator
from typing import Generic, TypeVar

from sandbox.search import Preparation

T = TypeVar("T")


class ChangeUnderWay(Generic[T]):
    """A change of the resources that is being made; `when_ended` is called at its end, whatever came of it."""

    def __init__(self, work: Generator[int, None, T], when_ended: Callable[[], object]) -> None:
        self.preparation = Preparation(self._made(work))
        self._when_ended = when_ended
        self._outcomes: list[T] = []
        self._error: Exception | None = None

    def _made(self, work: Generator[int, None, T]) -> Iterator[int]:
        """Make it. What goes wrong is for whoever asked for it, though others may have gone on with it."""
        try:
            made = yield from work
        except Exception as error:  # noqa: BLE001 - `outcome` raises it
            self._error = error
        else:
            self._outcomes.append(made)
        finally:
            self._when_ended()

    def go_on(self) -> bool:
        """Do a slice of it, a few milliseconds; return whether it is made, or cannot be."""
        return self.preparation.go_on()

    def finish(self) -> None:
        """Do at once what is left of it."""
        self.preparation.finish()

    def outcome(self) -> T:
        """Return what came of it, doing at once what is left of it; raises what went wrong."""
        self.finish()
        if self._error is not None:
            raise self._error
        return self._outcomes[0]
