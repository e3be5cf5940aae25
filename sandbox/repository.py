"""Which resources does the sandbox hold now? Those it was started with, what was added since, and not what was deleted.

A change is made where the indexes stand, and what it replaces is kept until the next reset. What cannot be indexed is
refused before anything has changed. What many resources take long to do is done in slices.
"""

# tested by: tests/api/admin/test_resources.py

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.fhir.store import Resource
from sandbox.loading.loader import Loaded, receiving
from sandbox.problem import Problem, ProblemKind
from sandbox.search import DEFAULT_CHOICES, ParseOptions, SearchChoices, SearchEngine, Viewer
from sandbox.stepwise import Work, whole

_AT_ONCE = 4  # resources that come or go at once: a few milliseconds, where each stands in many columns
_DEAR = 8  # a resource that comes or goes, in a column of each parameter, takes as long as so many that are read


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """What goes, and what comes in its place or is new; the millisecond since 1970 that it was given, if it adds."""

    removed: Sequence[Resource]
    added: Sequence[Resource]
    moment: int = 0


@dataclass(frozen=True, slots=True)
class NetChanges:
    """What all changes since the start have come to, and the last millisecond since 1970 that one was given.

    What is `present` was added, those of each type in the order in which they came; what is `gone` was deleted.
    """

    moment: int
    present: Sequence[Resource]
    gone: Sequence[Resource]


class ResourceRepository:
    """The resources of a sandbox and their indexes.

    `gone` is what was deleted, by name; `changes` counts how often anything has come or gone.
    """

    def __init__(self, loaded: Loaded, choices: SearchChoices = DEFAULT_CHOICES, page_memory: int = 16) -> None:
        self.store = loaded.store.copy()
        self.engine = SearchEngine(self.store, choices, most_bytes=page_memory * 1024 * 1024)
        self.gone: dict[str, Resource] = {}
        self.changes = 0
        self._moment = 0  # the last millisecond since 1970 that a change was given
        self._first: dict[tuple[str, str], Resource | None] = {}  # what there was at the start in the place of a change

    def read(self, viewer: Viewer, type_: str, id_: str, options: ParseOptions) -> Resource:
        """Return one resource; raises Problem if there is none, or none that the viewer sees."""
        name = f"{type_}/{id_}"
        resource = self.store.get(type_, id_)
        if resource is not None and self.engine.exists(name, viewer.visible):
            return resource
        if name in self.gone and self.engine.saw(self.gone[name], viewer, options):
            raise Problem(ProblemKind.GONE, f"{name} was deleted.")
        raise Problem(ProblemKind.NOT_FOUND, f"There is no {name} that this token can see.")

    def adding(self, body: bytes, now: float, *, lines: bool = False) -> Generator[int, None, ResourceChange]:
        """Return the change that adds or replaces the resources of a body; raises FixturesInvalid with every fault.

        It yields after each resource; no other change may come in between.
        It is one JSON value, or several, each on one of its *lines*. What brings no stamps of its own gets the time
        *now*, in seconds since 1970 with their milliseconds, and the next version. Each change has a millisecond of its
        own, so that what was added last comes last.
        """
        return self._adding_at(body, max(int(now * 1000), self._moment + 1), lines=lines)

    def add_again(self, body: bytes, moment: int, *, lines: bool = False) -> None:
        """Add the resources of a body as a repository has that held the same, at the moment that it gave to the change.

        Raises FixturesInvalid with every fault.
        """
        whole(self.make(whole(self._adding_at(body, moment, lines=lines))))

    def _adding_at(self, body: bytes, moment: int, *, lines: bool) -> Generator[int, None, ResourceChange]:
        text = datetime.fromtimestamp(moment / 1000, UTC).isoformat(timespec="milliseconds")
        updated = text.removesuffix("+00:00") + "Z"

        def stamp(type_: str, id_: str) -> dict[str, Any]:
            old = self.store.get(type_, id_) or self.gone.get(f"{type_}/{id_}")
            if old and old.version.isdecimal():
                version = int(old.version) + 1
            else:
                version = 1
            return {"versionId": str(version), "lastUpdated": updated}

        added = yield from receiving(body, self.store, stamp, lines=lines)
        replaced = [old for one in added if (old := self.store.get(one.type, one.id)) is not None]
        return ResourceChange(replaced, added, moment)

    def removing(self, type_: str, id_: str) -> ResourceChange:
        """Return the change that deletes a resource; raises Problem if there is none."""
        resource = self.store.get(type_, id_)
        if resource is None:
            if f"{type_}/{id_}" in self.gone:
                kind = ProblemKind.GONE
            else:
                kind = ProblemKind.NOT_FOUND
            raise Problem(kind, f"There is no {type_}/{id_}.")
        return ResourceChange([resource], [])

    def add(self, body: bytes, now: float, *, lines: bool = False) -> Sequence[Resource]:
        """Add or replace the resources of a body, as for `adding`; where that raises, nothing has changed."""
        change = whole(self.adding(body, now, lines=lines))
        whole(self.make(change))
        return change.added

    def remove(self, type_: str, id_: str) -> None:
        """Delete a resource, as for `removing`."""
        whole(self.make(self.removing(type_, id_)))

    def make(self, change: ResourceChange) -> Work:
        """Make a change, which is of the resources as they are now, slice by slice.

        What is replaced goes as its successor comes.
        """
        self._moment = max(self._moment, change.moment)
        going = {(resource.type, resource.id): resource for resource in change.removed}
        for some in _parts(change.added):
            replaced = [old for one in some if (old := going.pop((one.type, one.id), None)) is not None]
            self._change(replaced, some)
            yield _DEAR * len(some)
        for some in _parts(list(going.values())):
            self._change(some, ())
            self.gone |= {f"{resource.type}/{resource.id}": resource for resource in some}
            yield _DEAR * len(some)

    @property
    def net_changes(self) -> NetChanges:
        """What all changes since the start have come to."""
        present = [one for one in self.store if (one.type, one.id) in self._first]
        return NetChanges(self._moment, present, list(self.gone.values()))

    def come_to(self, net: NetChanges) -> None:
        """Hold what a repository holds that began with the same, and of whose changes this one has made the first."""
        names = [(resource.type, resource.id) for resource in (*net.present, *net.gone)]
        removed = [one for name in names if (one := self.store.get(*name)) is not None]
        self._change(removed, net.present)
        self._moment = max(self._moment, net.moment)
        self.gone = {f"{resource.type}/{resource.id}": resource for resource in net.gone}

    def reset(self) -> None:
        """Hold what was there at the start."""
        whole(self.resetting())

    def resetting(self) -> Work:
        """Hold what was there at the start, slice by slice."""
        changed = [one for name in self._first if (one := self.store.get(*name)) is not None]
        yield from self.make(ResourceChange(changed, [one for one in self._first.values() if one is not None]))
        self._first = {}
        self.gone = {}

    def _change(self, removed: Sequence[Resource], added: Sequence[Resource]) -> None:
        self.changes += 1
        for resource in (*removed, *added):
            name = (resource.type, resource.id)
            self._first.setdefault(name, self.store.get(*name))
        self.engine.change(removed, added)
        for resource in removed:
            self.store.remove(resource)
        for resource in added:
            self.store.put(resource)
            self.gone.pop(f"{resource.type}/{resource.id}", None)


def _parts(resources: Sequence[Resource]) -> Iterator[Sequence[Resource]]:
    """Yield some of the resources at a time."""
    for first in range(0, len(resources), _AT_ONCE):
        yield resources[first : first + _AT_ONCE]
