"""How do fixture files become resources?

`load` reads a folder, `receive` one body; both name every fault that they find.
"""

# tested by: tests/loading/test_load.py, tests/loading/test_receive.py

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import orjson

from sandbox.fhir.store import Resource, Store
from sandbox.loading.bundle import unpack
from sandbox.loading.conditional import resolve, searches_in
from sandbox.loading.documents import (
    PERSONAS_FILE,
    Document,
    FileLocation,
    LoadingFault,
    Meter,
    decode,
    documents,
    fixture_files,
    no_meter,
)
from sandbox.loading.personas import Persona, read_personas
from sandbox.loading.resource import Stamp, fixed, to_resource

Found = dict[tuple[str, str], Resource]
Places = dict[tuple[str, str], FileLocation]


class FixturesInvalid(Exception):
    """The fixtures cannot be served; `faults` says everything that is wrong, and where."""

    def __init__(self, faults: list[LoadingFault]) -> None:
        super().__init__(f"{len(faults)} fault{'s' * (len(faults) != 1)} in the fixtures")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files brought: the resources, who is who among the patients, and where each resource stood."""

    store: Store
    personas: tuple[Persona, ...]
    places: Places


def load(paths: Iterable[Path], meter: Meter = no_meter) -> Loaded:
    """Load files and folders; raises FixturesInvalid with every fault found."""
    faults: list[LoadingFault] = []
    found: Found = {}
    places: Places = {}
    loading_, pending = _Loading(found, places, faults, fixed), list[Document]()
    files = fixture_files(paths, faults)
    for document in documents([file for file in files if file.name != PERSONAS_FILE], faults, meter):
        _take(document, loading_, pending)
    resolve(pending, found.values(), faults)
    for item in pending:
        loading_.keep(item)
    personas = read_personas([file for file in files if file.name == PERSONAS_FILE], found, faults)
    if not found and not faults:
        faults.append(LoadingFault(None, "the fixtures hold no resource"))
    if faults:
        raise FixturesInvalid(faults)
    return Loaded(Store(found.values()), personas, places)


def receive(body: bytes, stored: Iterable[Resource], stamp: Stamp) -> list[Resource]:
    """Return the resources of a body: one, or those of a Bundle; raises FixturesInvalid with every fault found.

    *stored* are the resources that a search inside a Bundle may mean, unless the body brings them anew.
    """
    faults: list[LoadingFault] = []
    found: Found = {}
    loading_, pending = _Loading(found, {}, faults, stamp), list[Document]()
    try:
        _take(Document(FileLocation("the body", 0), decode(body), None), loading_, pending)
    except orjson.JSONDecodeError as error:
        faults.append(LoadingFault(FileLocation("the body", error.lineno), f"not JSON: {error.msg}"))
    if pending:
        new = {*found, *((str(item.value.get("resourceType")), str(item.value.get("id"))) for item in pending)}
        others = (resource for resource in stored if (resource.type, resource.id) not in new)
        resolve(pending, chain(others, found.values()), faults)
    for item in pending:
        loading_.keep(item)
    if not found and not faults:
        faults.append(LoadingFault(FileLocation("the body", 0), "it holds no resource"))
    if faults:
        raise FixturesInvalid(faults)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Loading:
    """Where resources are put as they are found."""

    found: Found
    places: Places
    faults: list[LoadingFault]
    stamp: Stamp

    def keep(self, item: Document) -> None:
        """Put a document there, or note what is wrong with it."""
        try:
            resource = to_resource(item, self.stamp)
        except ValueError as error:
            self.faults.append(LoadingFault(item.place, str(error)))
            return
        key = (resource.type, resource.id)
        if key not in self.found:
            self.found[key], self.places[key] = resource, item.place
        elif orjson.loads(self.found[key].body) != orjson.loads(resource.body):
            text = f"{'/'.join(key)} stands at {self.places[key]} already, with other content"
            self.faults.append(LoadingFault(item.place, text))


def _take(document: Document, loading_: _Loading, pending: list[Document]) -> None:
    """Put the resources of a document on the shelf, but for those that are still to be resolved."""
    try:
        for item in unpack(document, loading_.faults):
            if item.place.entry is not None and searches_in(item.value):
                pending.append(item)
            else:
                loading_.keep(item)
    except RecursionError:
        loading_.faults.append(LoadingFault(document.place, "nested too deeply"))
