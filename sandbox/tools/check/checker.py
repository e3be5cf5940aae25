"""What is wrong with these fixture files? One issue after the other, as they are found."""

# tested by: tests/tools/check/test_planted.py

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from sandbox.fhir.resource_types import ID, RESOURCE_TYPES
from sandbox.loading.bundle import unpack
from sandbox.loading.conditional import identifiers_of
from sandbox.loading.documents import (
    PERSONAS_FILE,
    Document,
    FileLocation,
    LoadingFault,
    Meter,
    documents,
    fixture_files,
    no_meter,
)
from sandbox.loading.passed_over import resources_among
from sandbox.loading.personas import read_personas
from sandbox.loading.resource import to_resource
from sandbox.tools.check.bundle import carries, envelope
from sandbox.tools.check.bundle_invariants import version_of
from sandbox.tools.check.issue import Issue, Violation
from sandbox.tools.check.references import ReferenceIndex, references
from sandbox.tools.check.repeated_names import repeated_names
from sandbox.tools.check.resource import violations
from sandbox.tools.check.structure import require_models


class NothingToCheck(Exception):
    """A path that was given is not there, or is no fixture."""


@dataclass(slots=True)
class Checked:
    """What was looked at: how many files, how many resources of each type, how many references to other servers."""

    files: int = 0
    resources: Counter[str] = field(default_factory=Counter)
    elsewhere: int = 0


def check(paths: Iterable[Path], checked: Checked, meter: Meter = no_meter) -> Iterator[Issue]:
    """Yield what is wrong with files and folders, and count in *checked* what was looked at."""
    require_models()
    paths = list(paths)
    faults: list[LoadingFault] = []
    files = fixture_files(paths, faults)
    if faults:
        raise NothingToCheck("; ".join(map(str, faults)))
    checked.files = len(files)
    references_seen = ReferenceIndex()
    passed_over: list[LoadingFault] = []
    read = documents([file for file in files if file.name != PERSONAS_FILE], faults, meter)
    for document in resources_among(read, passed_over, {str(path) for path in paths}):
        yield from _faults(faults)
        yield from _document(document, references_seen, checked)
    yield from _faults(faults)
    yield from _faults(passed_over, "passed-over")
    yield from references_seen.open_ends()
    checked.elsewhere = references_seen.elsewhere
    read_personas([file for file in files if file.name == PERSONAS_FILE], references_seen.patients(), faults)
    yield from _faults(faults, "personas")


def _faults(faults: list[LoadingFault], rule: str = "") -> Iterator[Issue]:
    """Yield, and forget, what the reader says against the files themselves."""
    for fault in faults:
        text = fault.text.removeprefix("not JSON: ")
        named = rule or "file"
        if not rule and text != fault.text:
            named = "json"
        yield Issue(fault.place or FileLocation("", 0), Violation(named, (), text))
    faults.clear()


def _document(document: Document, references_seen: ReferenceIndex, checked: Checked) -> Iterator[Issue]:
    """Yield what is wrong with one document: a resource, or a Bundle of them."""
    faults: list[LoadingFault] = []
    refused: list[LoadingFault] = []  # right by FHIR as far as `envelope` says nothing, but nothing that is served
    try:
        if document.source is not None:
            yield from (Issue(document.place, violation) for violation in repeated_names(document.source))
        if carries(document.value):
            yield from (Issue(document.place, violation) for violation in envelope(document.value))
            for entry in document.value.get("entry", ()):
                references_seen.belongs(str(entry.get("fullUrl")))
        for item in unpack(document, faults, refused):
            yield from (Issue(item.place, violation) for violation in _resource(item, references_seen, checked))
    except (RecursionError, orjson.JSONEncodeError):
        yield Issue(document.place, Violation("resource", (), "nested too deeply"))
    yield from _faults(faults, "bundle")
    yield from _faults(refused, "passed-over")


def _resource(item: Document, references_seen: ReferenceIndex, checked: Checked) -> Iterator[Violation]:
    """Yield what is wrong with one resource, and enter it into the index of references."""
    value = item.value
    type_, id_ = "", None
    if isinstance(value, dict) and value.get("resourceType") in RESOURCE_TYPES:
        type_, id_ = value["resourceType"], value.get("id")
    checked.resources[type_ or "?"] += 1
    if type_ and isinstance(id_, str) and ID.fullmatch(id_):
        name = f"{type_}/{id_}"
        yield from references_seen.enter(
            name, item.place, hash(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)), version_of(value)
        )
        for search in identifiers_of(value):
            references_seen.answer(search, name)
    try:
        resource = to_resource(item)
    except ValueError as error:
        yield Violation("resource", tuple(name for name in (type_,) if name), str(error))
        return
    yield from violations(value, resource.body)
    if type_ != "Bundle":  # in a Bundle that is kept as it is, references hold inside it
        for way, literal in references(value, (resource.type,)):
            yield from references_seen.refer(literal, item.place, way)
