"""A column whose values are looked up: codes, references, addresses, ids."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from pyroaring import BitMap

from sandbox.search.columns.column import Selection
from sandbox.search.columns.inverted_index import InvertedIndex
from sandbox.search.model.values import ExactMatch, Predicate


class Postings:
    """A column whose values are looked up.

    *keys* turns an element (and the resource that holds it) into the keys under which the resource is found, or into
    None if the element is no value; *rank* says how a key is sorted, or None for a key that is only an alias.
    """

    __slots__ = ("_keys", "_rank", "_versioned", "lists", "present")

    def __init__(
        self,
        keys: Callable[[Any, dict[str, Any]], Iterable[Hashable] | None],
        rank: Callable[[Any], Any],
    ) -> None:
        self._keys = keys
        self._rank = rank
        self._versioned: BitMap | None = None
        self.lists = InvertedIndex()
        self.present = BitMap()

    def add(self, number: int, elements: list[Any], resource: dict[str, Any]) -> None:
        """Note a resource under the keys of its elements; numbers must come in ascending order."""
        for element in elements:
            keys = self._keys(element, resource)
            if keys is None:
                continue
            self.present.add(number)
            for key in keys:
                self.lists.note(key, number)

    def remove(self, number: int, elements: list[Any], resource: dict[str, Any]) -> None:
        """Forget a resource."""
        self.present.discard(number)
        for element in elements:
            for key in self._keys(element, resource) or ():
                self.lists.forget(key, number)

    def seal(self) -> Iterator[int]:
        """Keep the order of the keys, if one was asked for."""
        self._versioned = None
        if self.lists.ordered is not None:
            yield from self.lists.ordered.seal()

    def arrange(self) -> Iterator[int]:
        """Put the keys in order."""
        return self.lists.arrange(self._rank)

    def effort(self, sought: ExactMatch | Predicate) -> int:
        """Return about how many steps `select` makes: a test looks at every key."""
        if isinstance(sought, Predicate):
            return 2 + len(self.lists) // 2
        return 1 + len(sought.keys)

    def select(self, sought: ExactMatch | Predicate, _now: float) -> Selection:
        """Return the resources under any of the keys."""
        if isinstance(sought, Predicate):
            return (yield from self.lists.under_those(sought.test))
        if len(sought.keys) == 1:
            return self.lists.under(sought.keys[0])
        return (yield from self.lists.under_many(sought.keys))

    @property
    def versioned(self) -> BitMap:
        """The resources that refer to a version of another."""
        if self._versioned is None:
            self._versioned = self.lists.under_any(key for key in self.lists if "/_history/" in str(key))
        return self._versioned

    def groups(self, *, descending: bool) -> Iterator[tuple[Any, Iterable[int]]]:
        """Yield the resources key by key, in the order of the keys' ranks."""
        if self.lists.ordered is not None:
            for rank, keys in self.lists.ordered.groups(descending=descending):
                yield rank, self.lists.under_any(keys)
