"""What if something is to come of a work that takes long? It is done in slices, between which all others are answered.

Whoever wants the same, or has to wait for it, goes on with it, too.
"""

from collections.abc import Callable, Generator, Iterator
from typing import Generic, TypeVar

from sandbox.search.index.preparation import Preparation

T = TypeVar("T")


class UnderWay(Preparation, Generic[T]):
    """A work that is under way, and of which something comes; `when_ended` is called at its end, whatever that was."""

    __slots__ = ("__weakref__", "_errors", "_outcomes")

    def __init__(self, work: Generator[int, None, T], when_ended: Callable[[], object] = bool) -> None:
        self._outcomes: list[T] = []
        self._errors: list[Exception] = []
        super().__init__(_made(work, self._outcomes, self._errors, when_ended))

    def outcome(self) -> T:
        """Return what came of it, doing at once what is left of it; raises what went wrong."""
        self.finish()
        for error in self._errors:
            raise error
        return self._outcomes[0]


def _made(
    work: Generator[int, None, T], outcomes: list[T], errors: list[Exception], when_ended: Callable[[], object]
) -> Iterator[int]:
    """Do a work. What goes wrong is for whoever asked for it, though others may have gone on with it.

    It knows nothing of the UnderWay, which is gone as soon as nobody waits for it any more.
    """
    try:
        outcomes.append((yield from work))
    except Exception as error:  # noqa: BLE001 - `outcome` raises it
        errors.append(error)
    finally:
        when_ended()
