"""A column of texts: found by how they begin, or by what they contain, folded; or exactly."""

# tested by: docs/search/string.md

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from unicodedata import normalize

from pyroaring import BitMap

from sandbox.search.columns.column import Selection
from sandbox.search.columns.inverted_index import InvertedIndex
from sandbox.search.columns.normalize import fold
from sandbox.search.model.values import StringMatch


class Strings:
    """A column of texts.

    *texts* yields the texts of an element, each with whether its words may be asked for one by one.
    """

    __slots__ = ("_exact", "_folded", "_texts", "_words", "present")

    def __init__(self, texts: Callable[[Any], Iterable[tuple[str, bool]]]) -> None:
        self._texts = texts
        self._exact = InvertedIndex()
        self._folded = InvertedIndex()
        self._words = InvertedIndex()
        self.present = BitMap()

    def add(self, number: int, elements: list[Any], _resource: dict[str, Any]) -> None:
        """Note the texts of a resource."""
        for element in elements:
            for text, divisible in self._texts(element):
                self.present.add(number)
                self._exact.note(normalize("NFC", text), number)
                self._folded.note(fold(text), number)
                for word in fold(text).split()[1:] if divisible else ():
                    self._words.note(word, number)

    def remove(self, number: int, elements: list[Any], _resource: dict[str, Any]) -> None:
        """Forget the texts of a resource."""
        self.present.discard(number)
        for element in elements:
            for text, divisible in self._texts(element):
                self._exact.forget(normalize("NFC", text), number)
                self._folded.forget(fold(text), number)
                for word in fold(text).split()[1:] if divisible else ():
                    self._words.forget(word, number)

    def seal(self) -> Iterator[int]:
        """Put the texts in order."""
        yield from self._folded.arrange()
        yield from self._words.arrange()

    def arrange(self) -> Iterator[int]:
        """Nothing more to do: they are in order."""
        return iter(())

    def effort(self, sought: StringMatch) -> int:
        """Return about how many steps `select` makes: one for each text that it looks at."""
        if sought.relation == "exact":
            return 2
        if sought.relation == "starts":
            text = fold(sought.text)
            return 4 + (self._folded.count_beginning(text) + self._words.count_beginning(text)) // 2
        return 4 + len(self._folded) // 4

    def select(self, sought: StringMatch, _now: float) -> Selection:
        """Return the resources that have a text of which the relation holds."""
        if sought.relation == "exact":
            return self._exact.under(normalize("NFC", sought.text))
        if not (text := fold(sought.text)):
            return BitMap()
        if sought.relation == "starts":
            found = yield from self._folded.under_many(self._folded.beginning(text))
            return found | (yield from self._words.under_many(self._words.beginning(text)))
        holds = RELATIONS[sought.relation]
        return (yield from self._folded.under_those(lambda key: holds(str(key), text)))

    def groups(self, *, descending: bool) -> Iterator[tuple[Any, Iterable[int]]]:
        """Yield the resources text by text, in folded order."""
        if self._folded.ordered is not None:
            for text, _keys in self._folded.ordered.groups(descending=descending):
                yield text, self._folded.under(text)


# How a whole text may stand to a value, both folded. `starts`, the default of a search, counts single words as well,
# and `exact` compares what was written.
RELATIONS: dict[str, Callable[[str, str], bool]] = {
    "begins": str.startswith,
    "contains": str.__contains__,
    "ends": str.endswith,
    "equals": str.__eq__,
    "differs": str.__ne__,
}
