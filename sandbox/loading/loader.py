"""How do fixture files become resources?

`load` reads a folder, `receive` one body; both name every fault that they find.
"""

# tested by: tests/loading/test_load.py, tests/loading/test_receive.py

import logging
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import orjson

from sandbox.fhir.store import Resource, Store
from sandbox.loading.bundle import is_kept_whole, unpack
from sandbox.loading.collector import Collector, Duplicates
from sandbox.loading.conditional import resolving, searches_in
from sandbox.loading.documents import (
    PERSONAS_FILE,
    Document,
    FileLocation,
    LoadingFault,
    Meter,
    documents,
    documents_of_body,
    fixture_files,
    no_meter,
)
from sandbox.loading.passed_over import resources_among
from sandbox.loading.personas import Persona, read_personas
from sandbox.loading.resource import Stamp, fixed
from sandbox.loading.summary import summary
from sandbox.plural import counted_as
from sandbox.stepwise import whole

_Numbered = tuple[int, Document]  # a document, and its number among all

_log = logging.getLogger("sandbox")

_KEPT_WHOLE = "Bundle is kept whole: its resources cannot be asked for, unlike those of a collection by itself"
_NOTED = 10  # faults


class FixturesInvalid(Exception):
    """The fixtures cannot be served; `faults` says everything that is wrong, and where, a traceback the first of it."""

    def __init__(self, faults: list[LoadingFault]) -> None:
        super().__init__(f"{counted_as(len(faults), 'fault')} in the fixtures")
        self.faults = faults
        for fault in faults[:_NOTED]:
            self.add_note(str(fault))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files brought: the resources, and who is who among the patients."""

    store: Store
    personas: tuple[Persona, ...]


def load(paths: Iterable[Path], meter: Meter = no_meter, duplicates: Duplicates = Duplicates.LAST) -> Loaded:
    """Load files and folders; raises FixturesInvalid with every fault found.

    What can be served although it is not as it should be is logged as a warning. Of resources with the same name and
    different content, *duplicates* says which one is kept.
    """
    paths, collector, pending = list(paths), Collector(fixed, duplicates), list[_Numbered]()
    faults = collector.faults
    files = fixture_files(paths, faults)
    read = documents([file for file in files if file.name != PERSONAS_FILE], faults, meter)
    resources = resources_among(read, collector.warnings, {str(path) for path in paths})
    whole(_taking(resources, collector, pending))
    whole(_settling(pending, collector.store, collector))
    patients = dict.fromkeys(patient.id for patient in collector.store.of("Patient"))
    personas = read_personas([file for file in files if file.name == PERSONAS_FILE], patients, faults)
    if not collector.store.counts and not faults:
        faults += [*collector.warnings, LoadingFault(None, "the fixtures hold no resource")]
    if faults:
        raise FixturesInvalid(_in_order(faults, files))
    for line in summary(collector.warnings):
        _log.warning(line)
    return Loaded(collector.store, personas)


def receive(body: bytes, stored: Iterable[Resource], stamp: Stamp, *, lines: bool = False) -> list[Resource]:
    """Return the resources of a body, as for `receiving`, at once."""
    return whole(receiving(body, stored, stamp, lines=lines))


def receiving(
    body: bytes, stored: Iterable[Resource], stamp: Stamp, *, lines: bool = False
) -> Generator[int, None, list[Resource]]:
    """Return the resources of a body: one, or those of a Bundle; raises FixturesInvalid with every fault found.

    It yields after each of them. With *lines*, each line is such a JSON value. *stored* are the resources that a search
    inside a Bundle may mean, unless the body brings them anew.
    """
    collector, pending = Collector(stamp, Duplicates.ERROR), list[_Numbered]()
    faults = collector.faults
    yield from _taking(documents_of_body(body, faults, lines=lines), collector, pending)
    if pending:
        waiting = ((str(item.value.get("resourceType")), str(item.value.get("id"))) for _, item in pending)
        new = {*((resource.type, resource.id) for resource in collector.store), *waiting}
        others = (resource for resource in stored if (resource.type, resource.id) not in new)
        yield from _settling(pending, chain(others, collector.store), collector)
    if not collector.store.counts and not faults:
        faults.append(LoadingFault(FileLocation("the body", 0), "it holds no resource"))
    if faults:
        raise FixturesInvalid(faults)
    return collector.in_order


def _taking(read: Iterable[Document], collector: Collector, pending: list[_Numbered]) -> Generator[int, None, None]:
    """Collect the resources of documents, one by one, but for those that are still to be resolved."""
    for order, document in enumerate(read):
        try:
            for item in unpack(document, collector.faults, collector.faults):
                if item.place.entry is not None and searches_in(item.value):
                    pending.append((order, item))
                else:
                    collector.keep(item, order)
                if is_kept_whole(item.value):
                    collector.warnings.append(LoadingFault(item.place, _KEPT_WHOLE))
                yield 1
        except (RecursionError, orjson.JSONEncodeError):
            collector.faults.append(LoadingFault(document.place, "nested too deeply"))


def _settling(pending: list[_Numbered], found: Iterable[Resource], collector: Collector) -> Generator[int, None, None]:
    """Resolve the searches in what is pending, and collect it."""
    yield from resolving([item for _, item in pending], found, collector.faults)
    for order, item in pending:
        collector.keep(item, order)
        yield 1


def _in_order(faults: list[LoadingFault], files: Sequence[Path]) -> list[LoadingFault]:
    """Return the faults in the order in which the files are read; what stands nowhere comes last."""
    numbers = {str(file): number for number, file in enumerate(files)}

    def position(fault: LoadingFault) -> tuple[int, int, int]:
        if fault.place is None:
            return len(numbers) + 1, 0, 0
        return numbers.get(fault.place.file, -1), fault.place.line, fault.place.entry or 0

    return sorted(faults, key=position)
