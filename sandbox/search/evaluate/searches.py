"""What if a search takes long? It goes on in slices, and begins anew where resources change meanwhile."""

# tested by: tests/search/evaluate/test_searches.py, tests/api/fhir/test_preparing.py

from collections.abc import Callable, Generator, Hashable
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from sandbox.search.index.preparation import UnpreparedError
from sandbox.search.index.under_way import UnderWay
from sandbox.stepwise import whole

T = TypeVar("T")

# How many changes there were before, what was found, and what went wrong.
_Made = tuple[int, Any, tuple[Exception, ...]]

_TRIES = 3  # times that a search is begun in slices, before it is made at once


class Searches:
    """The searches that are under way, by what was asked; each is there for as long as somebody waits for it."""

    __slots__ = ("_changes", "_under_way")

    def __init__(self) -> None:
        self._changes = 0
        self._under_way: WeakValueDictionary[Hashable, UnderWay[_Made]] = WeakValueDictionary()

    def changed(self) -> None:
        """Begin anew what is under way."""
        self._changes += 1

    def found(self, key: Hashable, begin: Callable[[], Generator[int, None, T]]) -> T:
        """Return what a search finds that *begin* begins; what *key* stands for is always the same.

        Raises UnpreparedError where that takes more than a slice; ask again when that is prepared.
        """
        search = self._under_way.get(key) or UnderWay(self._made(begin))
        if not search.go_on():
            self._under_way[key] = search
            raise UnpreparedError(search)
        changes, found, errors = search.outcome()
        if changes != self._changes:
            self._under_way.pop(key, None)
            return self.found(key, begin)
        for error in errors:
            self._under_way.pop(key, None)
            raise error
        outcome: T = found
        return outcome

    def _made(self, begin: Callable[[], Generator[int, None, T]]) -> Generator[int, None, _Made]:
        """Return how many changes there were, and what was found after them, or what went wrong."""
        for _ in range(_TRIES):
            changes = self._changes
            try:
                work = begin()
                while changes == self._changes:
                    yield next(work)
            except StopIteration as end:
                return changes, end.value, ()
            except Exception as error:  # noqa: BLE001 - `found` raises it, unless it is of resources that have changed
                return changes, None, (error,)
        try:
            return self._changes, whole(begin()), ()
        except Exception as error:  # noqa: BLE001 - see above
            return self._changes, None, (error,)
