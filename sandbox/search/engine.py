"""What is there to be searched? The indexes of all types, and what is remembered between two searches."""

# tested by: tests/api/fhir/test_bounds.py, tests/oracle/test_random_queries.py

from collections.abc import Generator, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import orjson
from pyroaring import BitMap

from sandbox.fhir.references import local_keys
from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.fhir.store import Resource, Store
from sandbox.fhir.terminology import Terminology
from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import pairs
from sandbox.search.evaluate import everything
from sandbox.search.evaluate.evaluate import evaluate
from sandbox.search.evaluate.execute import execute
from sandbox.search.evaluate.plain import LONGEST, PlainSearches
from sandbox.search.evaluate.searches import Searches
from sandbox.search.evaluate.view import View
from sandbox.search.evaluate.visibility import compartment, older_half, own_of, saw, without
from sandbox.search.explain.explain import Explained, explain
from sandbox.search.index.contained import ContainedResources
from sandbox.search.index.index import Index
from sandbox.search.index.preparation import Preparation, UnpreparedError
from sandbox.search.model.choices import DEFAULT_CHOICES, SearchChoices
from sandbox.search.model.conditions import InCompartment
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.page import Page
from sandbox.search.model.query import Query, Scope
from sandbox.search.model.resource_ref import Visible
from sandbox.search.model.work import Work
from sandbox.search.parse.everything import read as read_everything
from sandbox.search.parse.parser import parse
from sandbox.search.response.bundle import searchset
from sandbox.seen_before import SeenBefore
from sandbox.suggest import did_you_mean

_REMEMBERED = 1024  # pages that share the stored bytes of their resources

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True)
class Viewer:
    """Who looks, and when: a name that no other view has, what is seen (None is everything), and the time of day.

    `patient` is the id of the patient who looks, if it is one.
    """

    name: Hashable
    visible: Visible | None
    now: float
    patient: str | None = None


class SearchEngine:
    """The indexes of resources, and what is remembered of them: pages and compartments, up to a bound.

    *most_bytes* are those of the Bundles that are kept of pages that are asked for again.

    What is asked may need something that takes long to make. Then UnpreparedError is raised, with a Preparation that
    makes it slice by slice; after that, ask again.
    """

    def __init__(
        self,
        store: Store,
        choices: SearchChoices = DEFAULT_CHOICES,
        *,
        most_bytes: int = 16 * 1024 * 1024,
    ) -> None:
        self._choices = choices
        self.indexes: dict[str, Index] = {type_: Index(type_, store.of(type_), choices) for type_ in store.counts}
        self.contained = ContainedResources(self.indexes.values(), choices)
        self._plain = PlainSearches()
        self._searches = Searches()
        self._asked = SeenBefore(_REMEMBERED)
        self._pages: dict[tuple[Hashable, ...], Page] = {}
        self._bytes = 0  # of the Bundles of these pages
        self._most_bytes = most_bytes
        self._size = sum(store.counts.values())
        self._compartments: dict[tuple[str, tuple[str, ...]], Visible] = {}
        self._terminology: Terminology | None = None

    def change(self, removed: Iterable[Resource], added: Iterable[Resource]) -> None:
        """Forget resources and take in others, whose names are not there then.

        The columns are changed where they stand: nothing is indexed anew.
        """
        touched = {resource.type for resource in self._remove(removed)} | {one.type for one in self._add(added)}
        for type_ in touched:
            self.indexes[type_].seal()
        self.indexes = {type_: self.indexes[type_] for type_ in sorted(self.indexes) if self.indexes[type_].all}
        if touched & {"ValueSet", "CodeSystem"}:
            self._terminology = None
        self._size = sum(len(index.all) for index in self.indexes.values())
        self._plain = PlainSearches()
        self._searches.changed()
        self._asked.forget()
        self._forget_pages()
        self._compartments.clear()

    def _remove(self, resources: Iterable[Resource]) -> Iterator[Resource]:
        for resource in resources:
            index = self.indexes[resource.type]
            number = index.numbers[resource.id]
            index.remove(number)
            self.contained.remove((index.type, number))
            yield resource

    def _add(self, resources: Iterable[Resource]) -> Iterator[Resource]:
        for resource in resources:
            if resource.type not in self.indexes:
                self.indexes[resource.type] = Index(resource.type, (), self._choices)
            index = self.indexes[resource.type]
            self.contained.add(index, index.add(resource))
            yield resource

    def usual_columns(self) -> Iterator[Preparation]:
        """Yield what makes the columns that nearly every client asks, for each type where that takes long."""
        for index in list(self.indexes.values()):
            if index.is_large:
                try:
                    index.prepare_usual()
                except UnpreparedError as error:
                    yield error.preparation

    @property
    def terminology(self) -> Terminology:
        """The value sets and hierarchies among the resources."""
        if self._terminology is None:
            sets, systems = (
                [orjson.loads(one.body) for one in self._of(type_)] for type_ in ("ValueSet", "CodeSystem")
            )
            self._terminology = Terminology(sets, systems)
        return self._terminology

    def _of(self, type_: str) -> list[Resource]:
        if type_ in self.indexes:
            index = self.indexes[type_]
            return [index.resources[number] for number in index.all]
        return []

    def view(self, viewer: Viewer, options: ParseOptions) -> View:
        """Return what a viewer sees."""
        return View(
            indexes=self.indexes,
            contained=self.contained.indexes,
            load_terminology=lambda: self.terminology,
            visible=viewer.visible,
            bases=options.bases,
            now=viewer.now,
            work=Work(self._size),
        )

    def older_half(self, visible: Visible | None) -> Visible:
        """Return what is visible without the newer half of what belongs to patients."""
        return older_half(visible, self.indexes)

    def without(self, patients: Iterable[str], visible: Visible | None, bases: tuple[str, ...]) -> Visible:
        """Return what is visible without what belongs to patients, by their ids."""
        return without([self.visible(patient, bases) for patient in patients], visible, self.indexes)

    def search(self, scope: Scope, raw: str, options: ParseOptions, viewer: Viewer) -> Page:
        """Return the page that a query string asks for; raises Problem for what is unknown or malformed."""
        key = (scope.path, raw, options, viewer.name)
        if (found := self._pages.get(key)) is None:
            try:
                found = self._found(key, scope, raw, options, viewer)
            except RecursionError:
                raise _too_deep() from None
            query = found.query
            if self._asked.again(key) and query.lasts and len(raw) <= LONGEST and not query.result_parameters.cuts:
                found.kept = True
                self._keep(key, found)
        return found

    def _found(self, key: Hashable, scope: Scope, raw: str, options: ParseOptions, viewer: Viewer) -> Page:
        """Return the page that a query string asks for, in the shortest way; *key* stands for all of this."""
        index = self.indexes.get(scope.type)
        if index is not None and scope.within is None and len(raw) <= LONGEST:
            seen = None if viewer.visible is None else viewer.visible.get(scope.type, BitMap())
            page = self._plain.page(index, raw, options, seen)
            if page is not None:
                return page
        return self._executed(key, scope, raw, options, viewer)

    def _executed(self, key: Hashable, scope: Scope, raw: str, options: ParseOptions, viewer: Viewer) -> Page:
        """Return the same, whatever it takes."""
        asked = parse(scope, pairs(raw), options)
        return self._searches.found((key, _moment(asked, viewer)), lambda: execute(asked, self.view(viewer, options)))

    def bundle(self, page: Page, *, with_total: bool) -> bytes:
        """Return a page as a searchset Bundle; that of a page that was asked for again is kept, up to a bound."""
        if page.body is not None:
            return page.body
        made = searchset(page, with_total=with_total)
        if page.kept and len(made) <= self._most_bytes:
            if self._bytes + len(made) > self._most_bytes:
                self._forget_bundles()
            self._bytes += len(made)
            page.body = made
        return made

    def _keep(self, key: tuple[Hashable, ...], page: Page) -> None:
        if len(self._pages) >= _REMEMBERED:
            self._forget_pages()
        self._pages[key] = page

    def _forget_pages(self) -> None:
        self._forget_bundles()
        self._pages.clear()

    def _forget_bundles(self) -> None:
        """Forget them for whoever holds on to their pages, too."""
        for page in self._pages.values():
            page.body = None
        self._bytes = 0

    def explain(self, query: str, options: ParseOptions, viewer: Viewer, id_: str | None) -> Explained:
        """Return what becomes of `Type?query` clause by clause; raises Problem for what is unknown or malformed."""
        type_, _, raw = query.removeprefix("/").removeprefix("fhir/").partition("?")
        if type_ not in RESOURCE_TYPES:
            text = f"A query begins with a resource type, as in Procedure?date=2024; {type_!r} is none."
            raise Problem(ProblemKind.BAD_VALUE, text + did_you_mean(type_, RESOURCE_TYPES))
        try:
            asked = parse(Scope(type_, f"/{type_}"), pairs(raw), options)
            return self._searches.found(
                ("explain", query, options, viewer.name, id_, _moment(asked, viewer)),
                lambda: explain(type_, asked, self.view(viewer, options), id_),
            )
        except RecursionError:
            raise _too_deep() from None

    def everything(self, patient: str, raw: str, options: ParseOptions, viewer: Viewer) -> Page:
        """Return all that belongs to a Patient that is seen; raises Problem for what the operation does not take."""
        return self._searches.found(
            ("everything", patient, raw, options, viewer.name),
            lambda: self._everything(patient, raw, options, viewer),
        )

    def _everything(self, patient: str, raw: str, options: ParseOptions, viewer: Viewer) -> Generator[int, None, Page]:
        query, limits = read_everything(f"/Patient/{patient}/$everything", pairs(raw), options)
        place = ("Patient", self.indexes["Patient"].numbers[patient])
        view = self.view(viewer, options)
        own = own_of(self.visible(patient, options.bases), place, self.indexes)
        compartment_of_patient = InCompartment("Patient", patient, local_keys(f"Patient/{patient}", options.bases))
        for type_, index in self.indexes.items():
            own[type_] = own.get(type_, BitMap()) | (yield from evaluate(compartment_of_patient, index, view))
        return (yield from everything.page(query, limits, place, own, view))

    def visible(self, patient: str, bases: tuple[str, ...]) -> Visible:
        """Return what a patient's token sees; *patient* is the id of a stored Patient."""
        key = (patient, bases)
        if (found := self._compartments.get(key)) is None:
            found = compartment(patient, self.indexes, bases)
            _remember(self._compartments, key, found)
        return found

    def saw(self, resource: Resource, viewer: Viewer, options: ParseOptions) -> bool:
        """Return whether a viewer saw a resource that is gone."""
        if viewer.patient is None or viewer.visible is None:
            return True
        return saw(resource, viewer.patient, viewer.visible, self.indexes, options.bases)

    def exists(self, name: str, visible: Visible | None) -> bool:
        """Return whether there is a resource `Type/id` for somebody who sees *visible*."""
        type_, _, id_ = name.partition("/")
        number = None
        if type_ in self.indexes:
            number = self.indexes[type_].numbers.get(id_)
        return number is not None and (visible is None or number in visible.get(type_, ()))


def _moment(query: Query, viewer: Viewer) -> float | None:
    """Return when the viewer asks, if a query finds something else at another time: sessions have clocks of their own.

    None if it does not.
    """
    if query.lasts:
        return None
    return viewer.now


def _too_deep() -> Problem:
    """Return what is said of a query that Python cannot follow: that is the client's mistake."""
    return Problem(ProblemKind.BAD_VALUE, "The query is nested too deeply.", "http.query")


def _remember(memory: dict[K, V], key: K, value: V) -> None:
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = value
