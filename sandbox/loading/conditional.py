"""Whom does `Practitioner?identifier=system|value` mean? The loaded resource that has this identifier.

In a transaction such a reference is a search. A server that processes the transaction turns it into `Type/id`, and
refuses the whole if not exactly one resource matches; so do we, once everything is loaded.
http://hl7.org/fhir/R4/http.html#trules
"""

from collections.abc import Generator, Iterable, Iterator
from itertools import chain
from typing import Any

import orjson

from sandbox.fhir.store import Resource
from sandbox.loading.bundle import rewrite
from sandbox.loading.documents import Document, FileLocation, LoadingFault
from sandbox.plural import counted_as
from sandbox.query_string import pairs_or_raw


def searches_in(value: Any) -> list[str]:
    """Return the references inside *value* that are searches."""
    found: list[str] = []

    def note(reference: str) -> None:
        if "?" in reference and ":" not in reference.partition("?")[0]:
            found.append(reference)

    rewrite(value, note)
    return found


def resolving(
    pending: list[Document], found: Iterable[Resource], faults: list[LoadingFault]
) -> Generator[int, None, None]:
    """Replace the searches inside the *pending* documents by what they find among those and the *found* resources.

    It yields after each resource that it has looked at.
    """
    searches = {search for document in pending for search in searches_in(document.value)}
    types = {search.partition("?")[0] for search in searches}
    known: dict[str, set[str]] = {key: set() for search in searches if (key := _identifier_in(search))}
    values = (orjson.loads(resource.body) for resource in found if resource.type in types)
    for value in chain(values, (document.value for document in pending)):
        for key in identifiers_of(value):
            if key in known:
                known[key].add(f"{value.get('resourceType')}/{value.get('id')}")
        yield 1
    missing: dict[str, list[tuple[FileLocation, str]]] = {}
    for document in pending:
        answers: dict[str, str] = {}
        for search in searches_in(document.value):
            key = _identifier_in(search)
            if not key:
                faults.append(
                    LoadingFault(document.place, f"{search}: only Type?identifier=system|value can be resolved")
                )
                continue
            targets = known[key]
            if len(targets) > 1:
                text = f"{search}: {counted_as(len(targets), 'resource')} have this identifier"
                faults.append(LoadingFault(document.place, text))
            elif targets:
                answers[search] = next(iter(targets))
            else:
                missing.setdefault(search.partition("?")[0], []).append((document.place, search))
        rewrite(document.value, answers.get)
        yield 1
    by_synthea = any(_SYNTHEA in search for found_ in missing.values() for _, search in found_)
    faults += [_not_loaded(type_, references, by_synthea=by_synthea) for type_, references in missing.items()]


def _identifier_in(search: str) -> str:
    """Return `Type?system|value` or `Type?value` of a search, "" if it asks for something else than an identifier."""
    type_, _, query = search.partition("?")
    parameters = [pair for pair in pairs_or_raw(query) if pair[1]]
    if [name for name, _ in parameters] != ["identifier"]:
        return ""
    return f"{type_}?{parameters[0][1]}"


def _not_loaded(type_: str, references: list[tuple[FileLocation, str]], *, by_synthea: bool) -> LoadingFault:
    """Return one fault for all references to what is not loaded of a type, and where it may be found."""
    place, search = references[0]
    if len(references) == 1:
        text = f"{search}: no loaded {type_} has this identifier"
    else:
        different = len({wanted for _, wanted in references})
        missing = counted_as(different, "missing resource")
        text = f"{counted_as(len(references), 'reference')} to {missing} of type {type_}, the first {search}"
    if by_synthea and type_ in _SYNTHEA_FILES:
        text += f"; Synthea writes them to {_SYNTHEA_FILES[type_]}: load that file as well"
    return LoadingFault(place, text)


def identifiers_of(value: Any) -> Iterator[str]:
    """Yield `Type?system|value` and `Type?value` for each identifier of a resource."""
    identifiers = None
    if isinstance(value, dict):
        identifiers = value.get("identifier")
    for identifier in identifiers if isinstance(identifiers, list) else ():
        if isinstance(identifier, dict) and isinstance(text := identifier.get("value"), str):
            yield f"{value.get('resourceType')}?{identifier.get('system', '')}|{text}"
            yield f"{value.get('resourceType')}?{text}"


_SYNTHEA = "synthetichealth/synthea"  # in the systems of its identifiers
_SYNTHEA_FILES = {
    "Location": "hospitalInformation*.json",
    "Organization": "hospitalInformation*.json",
    "Practitioner": "practitionerInformation*.json",
    "PractitionerRole": "practitionerInformation*.json",
}
