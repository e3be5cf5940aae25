"""What is there to be searched? The indexes of all types, and what is remembered between two searches."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from pyroaring import BitMap

from sandbox.problem import Kind, Problem
from sandbox.search.compartment import Visible, compartment, older_half
from sandbox.search.index import Index
from sandbox.search.kind import Keys
from sandbox.search.page import Page, cut
from sandbox.search.query import Clause, Query, Terms, pairs, parse
from sandbox.store import Store

_REMEMBERED = 1024

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a name that no other view has, and what is seen, None being everything."""

    name: Hashable
    visible: Visible | None


class Catalogue:
    """The indexes of a Store. Pages and compartments are remembered, up to a bound: polling asks the same again."""

    def __init__(self, store: Store, step: Callable[[int], object] = lambda _: None) -> None:
        self.indexes = {type_: Index(type_, store.of(type_), step) for type_ in store.counts}
        self._pages: dict[tuple[Hashable, ...], Page] = {}
        self._compartments: dict[tuple[str, tuple[str, ...]], Visible] = {}

    def older_half(self, visible: Visible | None) -> Visible:
        """Return what is visible without the newer half of what belongs to patients."""
        return older_half(visible, self.indexes)

    def search(self, type_: str, raw: str, terms: Terms, viewer: Viewer, now: float) -> Page:
        """Return the page that a query string asks for; raises Problem for what is unknown or malformed."""
        key = (type_, raw, terms.bases, terms.lenient, viewer.name)
        if (found := self._pages.get(key)) is None:
            query = parse(type_, pairs(raw), terms)
            found = self._find(query, viewer.visible, now)
            if query.lasts:
                _remember(self._pages, key, found)
        return found

    def visible(self, patient: str, bases: tuple[str, ...]) -> Visible:
        """Return what a patient's token sees; *patient* is the id of a stored Patient."""
        key = (patient, bases)
        if (found := self._compartments.get(key)) is None:
            found = compartment(patient, self.indexes, bases)
            _remember(self._compartments, key, found)
        return found

    def _find(self, query: Query, visible: Visible | None, now: float) -> Page:
        index = self.indexes.get(query.type)
        if index is None:
            return Page(query=query, resources=(), total=0)
        for clause in query.clauses:
            self._check_rivals(clause, visible)
        sets = [index.select(clause, now) for clause in query.clauses]
        if visible is not None:
            sets.append(visible.get(query.type, BitMap()))
        found = index.all
        for kept in sorted(sets, key=len):
            found = kept if found is index.all else found & kept
        numbers = cut(found, index, query.wishes)
        return Page(query=query, resources=tuple(index.resources[number] for number in numbers), total=len(found))

    def exists(self, name: str, visible: Visible | None) -> bool:
        """Return whether there is a resource `Type/id` for somebody who sees *visible*."""
        type_, _, id_ = name.partition("/")
        number = self.indexes[type_].numbers.get(id_) if type_ in self.indexes else None
        return number is not None and (visible is None or number in visible.get(type_, ()))

    def _check_rivals(self, clause: Clause, visible: Visible | None) -> None:
        for sought in clause.alternatives:
            if isinstance(sought, Keys) and len(sought.rivals) > 1:
                there = [name for name in sought.rivals if self.exists(name, visible)]
                if len(there) > 1:
                    text = f"{clause.param.name}: this id is ambiguous, write one of {', '.join(there)}"
                    raise Problem(Kind.AMBIGUOUS, text, f"http.{clause.param.name}")


def _remember(memory: dict[K, V], key: K, value: V) -> None:
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = value
