"""Whom does `Practitioner?identifier=system|value` mean? The loaded resource that has this identifier.

In a transaction such a reference is a search. A server that processes the transaction turns it into `Type/id`, and
refuses the whole if not exactly one resource matches; so do we, once everything is loaded.
http://hl7.org/fhir/R4/http.html#trules
"""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from sandbox.fhir.store import Resource
from sandbox.loading.bundle import rewrite
from sandbox.loading.documents import Document, LoadingFault
from sandbox.query_string import pairs_or_raw


def searches_in(value: Any) -> list[str]:
    """Return the references inside *value* that are searches."""
    found: list[str] = []

    def note(reference: str) -> None:
        if "?" in reference and ":" not in reference.partition("?")[0]:
            found.append(reference)

    rewrite(value, note)
    return found


def resolve(pending: list[Document], found: Iterable[Resource], faults: list[LoadingFault]) -> None:
    """Replace the searches inside the *pending* documents by what they find among those and the *found* resources."""
    wanted = {search.partition("?")[0] for document in pending for search in searches_in(document.value)}
    values = [orjson.loads(resource.body) for resource in found if resource.type in wanted]
    known: dict[str, set[str]] = {}
    for value in [*values, *(document.value for document in pending)]:
        for key in identifiers_of(value):
            known.setdefault(key, set()).add(f"{value.get('resourceType')}/{value.get('id')}")
    for document in pending:
        answers: dict[str, str] = {}
        for search in searches_in(document.value):
            type_, _, query = search.partition("?")
            parameters = [pair for pair in pairs_or_raw(query) if pair[1]]
            if [name for name, _ in parameters] != ["identifier"]:
                faults.append(
                    LoadingFault(document.place, f"{search}: only Type?identifier=system|value can be resolved")
                )
                continue
            targets = known.get(f"{type_}?{parameters[0][1]}", set())
            if len(targets) != 1:
                if targets:
                    who = f"{len(targets)} resources have"
                else:
                    who = f"no loaded {type_} has"
                faults.append(LoadingFault(document.place, f"{search}: {who} this identifier"))
                continue
            answers[search] = next(iter(targets))
        rewrite(document.value, answers.get)


def identifiers_of(value: Any) -> Iterator[str]:
    """Yield `Type?system|value` and `Type?value` for each identifier of a resource."""
    identifiers = None
    if isinstance(value, dict):
        identifiers = value.get("identifier")
    for identifier in identifiers if isinstance(identifiers, list) else ():
        if isinstance(identifier, dict) and isinstance(text := identifier.get("value"), str):
            yield f"{value.get('resourceType')}?{identifier.get('system', '')}|{text}"
            yield f"{value.get('resourceType')}?{text}"
