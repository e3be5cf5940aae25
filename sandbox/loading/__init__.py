"""The loading room: from fixture files to a Store, or to a list of everything that is wrong with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import orjson

from sandbox.loading.built_in import built_in_fixtures
from sandbox.loading.bundle import unpack
from sandbox.loading.conditional import resolve, searches_in
from sandbox.loading.personas import Persona, read_personas
from sandbox.loading.reading import (
    PERSONAS_FILE,
    Document,
    Fault,
    Meter,
    Place,
    decode,
    documents,
    fixture_files,
    no_meter,
)
from sandbox.loading.resource import to_resource
from sandbox.store import Resource, Store

__all__ = ["Fault", "FixturesInvalid", "Loaded", "Persona", "Place", "built_in_fixtures", "decode", "load"]

Found = dict[tuple[str, str], Resource]
Places = dict[tuple[str, str], Place]


class FixturesInvalid(Exception):
    """The fixtures cannot be served; `faults` says everything that is wrong, and where."""

    def __init__(self, faults: list[Fault]) -> None:
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
    faults: list[Fault] = []
    found: Found = {}
    places: Places = {}
    pending: list[Document] = []
    files = fixture_files(paths, faults)
    for document in documents([file for file in files if file.name != PERSONAS_FILE], faults, meter):
        try:
            for item in unpack(document, faults):
                if item.place.entry is not None and searches_in(item.value):
                    pending.append(item)
                else:
                    _keep(item, found, places, faults)
        except RecursionError:
            faults.append(Fault(document.place, "nested too deeply"))
    resolve(pending, found.values(), faults)
    for item in pending:
        _keep(item, found, places, faults)
    personas = read_personas([file for file in files if file.name == PERSONAS_FILE], found, faults)
    if not found and not faults:
        faults.append(Fault(None, "the fixtures hold no resource"))
    if faults:
        raise FixturesInvalid(faults)
    return Loaded(Store(found.values()), personas, places)


def _keep(item: Document, found: Found, places: Places, faults: list[Fault]) -> None:
    try:
        resource = to_resource(item)
    except ValueError as error:
        faults.append(Fault(item.place, str(error)))
        return
    key = (resource.type, resource.id)
    if key not in found:
        found[key], places[key] = resource, item.place
    elif orjson.loads(found[key].body) != orjson.loads(resource.body):
        faults.append(Fault(item.place, f"{'/'.join(key)} stands at {places[key]} already, with other content"))
