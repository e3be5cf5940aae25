"""How is free text searched? `_text` in the narrative, `_content` in everything that is said; by words.

Every word must occur, in any case and without accents, or a word that begins so. `OR` between words, quotation marks
around a phrase, and parentheses do what they do in a library catalogue. http://hl7.org/fhir/R4/search.html#content
"""

# tested by: docs/search/text.md

import re
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape as entities
from itertools import islice
from typing import Any

from pyroaring import BitMap

from sandbox.search.columns.column import Selection
from sandbox.search.columns.inverted_index import InvertedIndex
from sandbox.search.columns.normalize import words
from sandbox.search.model.escape import unescape
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import FullText

_READ = 128  # texts that are looked through in the time in which a resource is taken in
_TAG = re.compile(r"<[^>]*>")
_PIECE = re.compile(r'"([^"]*)"|([()])|([^\s()"]+)')


class FreeTexts:
    """A column of everything that stands in a text, by words."""

    __slots__ = ("_lists", "_texts", "present")

    def __init__(self) -> None:
        self._lists = InvertedIndex()
        self._texts: dict[int, str] = {}  # the words of a resource, for phrases
        self.present = BitMap()

    def add(self, number: int, elements: list[Any], _resource: dict[str, Any]) -> None:
        """Note the words of a resource."""
        found = [words(text) for element in elements for text in _strings(element)]
        if any(found):
            self.present.add(number)
            self._texts[number] = "".join([f" {' '.join(one)} \n" for one in found])
            for word in {word for one in found for word in one}:
                self._lists.note(word, number)

    def remove(self, number: int, _elements: list[Any], _resource: dict[str, Any]) -> None:
        """Forget the words of a resource."""
        self.present.discard(number)
        for word in set(self._texts.pop(number, "").split()):
            self._lists.forget(word, number)

    def seal(self) -> Iterator[int]:
        """Put the words in order."""
        return self._lists.arrange()

    def arrange(self) -> Iterator[int]:
        """Nothing to do: free text has no order."""
        return iter(())

    def effort(self, sought: FullText | str) -> int:
        """Return about how many steps `select` makes: for each word those that begin so, for a phrase the texts."""
        if not isinstance(sought, str):
            return 2 + sum(map(self.effort, sought.parts))
        *before, last = sought.split()
        near = self._lists.count_beginning(last)
        if before and near:
            return 4 + near + len(self._texts)
        return 4 + near

    def select(self, sought: FullText | str, now: float) -> Selection:
        """Return the resources in which the words occur."""
        if isinstance(sought, str):
            return (yield from self._with_phrase(sought))
        sets: list[BitMap] = []
        for part in sought.parts:
            sets += [(yield from self.select(part, now))]
        if sought.every:
            return BitMap.intersection(*sets)
        return BitMap.union(*sets)

    def _with_phrase(self, phrase: str) -> Selection:
        """Return the resources in which a word begins so, or in which a phrase (of several words) stands."""
        *_, last = phrase.split()
        found = yield from self._lists.under_many(self._lists.beginning(last))
        if " " not in phrase:
            return found
        having, left = BitMap(), iter(found)
        while some := list(islice(left, _READ)):
            having.update([number for number in some if f" {phrase}" in self._texts[number]])
            yield 1
        return having

    def groups(self, *, descending: bool) -> Iterator[tuple[Any, Iterable[int]]]:
        """Yield nothing: free text has no order."""
        del descending
        yield from ()


def modifiers(_param: SearchParameter) -> frozenset[str]:
    """Return what free text takes."""
    return frozenset()


def column(_param: SearchParameter) -> FreeTexts:
    """Return an empty column of texts."""
    return FreeTexts()


def parse_value(raw: str, _modifier: str, _param: SearchParameter, _bases: tuple[str, ...]) -> FullText:
    """Read words, phrases, OR and parentheses."""
    text = unescape(raw)
    if text.count('"') % 2:
        raise ValueError("a quotation mark is never closed")
    pieces = deque(found.groups() for found in _PIECE.finditer(text))
    found = _either(pieces)
    if pieces:
        raise ValueError(f"{raw!r} has a ')' too many")
    return found


Pieces = deque[tuple[str | None, ...]]


def _either(pieces: Pieces) -> FullText:
    found = [_every(pieces)]
    while pieces and pieces[0][2] == "OR":
        pieces.popleft()
        found.append(_every(pieces))
    return FullText(every=False, parts=tuple(dict.fromkeys(found)))


def _every(pieces: Pieces) -> FullText:
    found: list[FullText | str] = []
    while pieces and pieces[0][2] != "OR" and pieces[0][1] != ")":
        phrase, bracket, word = pieces.popleft()
        if bracket:
            found.append(_either(pieces))
            if not pieces:
                raise ValueError("a '(' is never closed")
            pieces.popleft()
        elif phrase is not None:
            found.append(" ".join(words(phrase)))
        elif word != "AND":
            found.append(" ".join(words(str(word))))
    found = [part for part in found if part]
    if not found:
        raise ValueError("there is no word to search for")
    return FullText(every=True, parts=tuple(dict.fromkeys(found)))


def _strings(element: Any) -> Iterator[str]:
    """Yield every text inside an element, markup taken out."""
    if isinstance(element, str):
        if element.startswith("<"):
            element = entities(_TAG.sub(" ", element))
        yield element
    elif isinstance(element, dict):
        for inner in element.values():
            yield from _strings(inner)
    elif isinstance(element, list):
        for inner in element:
            yield from _strings(inner)
