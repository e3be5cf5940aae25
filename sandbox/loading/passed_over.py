"""Which documents of a fixture folder hold no resource that could be served? Logs, manifests, and answers of an export.

They are passed over with a word on it. A document that was meant as a resource and lacks its type is a fault: one in a
file that has resources, one that misspells `resourceType`, and one that has an element as resources have them.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.fhir.resource_types import NOT_STORED
from sandbox.loading.documents import Document, FileLocation, LoadingFault
from sandbox.suggest import did_you_mean


def resources_among(
    documents: Iterable[Document], warnings: list[LoadingFault], named: Iterable[str] = ()
) -> Iterator[Document]:
    """Yield the documents that are resources, or that were meant to be; *named* are files that the user asked for."""
    without_type: list[Document] = []
    file, has_resources = "", False
    asked_for = set(named)
    for document in documents:
        if document.place.file != file:
            yield from _settled(without_type, warnings, meant=has_resources or file in asked_for)
            without_type, file, has_resources = [], document.place.file, False
        type_ = _type_of(document.value)
        if isinstance(type_, str) and type_ in NOT_STORED:
            warnings.append(LoadingFault(document.place, f"{type_} is passed over, for it is not a stored resource"))
        elif type_ is None and isinstance(document.value, dict):
            without_type.append(document)
        else:
            has_resources = True
            yield document
    yield from _settled(without_type, warnings, meant=has_resources or file in asked_for)


def _type_of(value: Any) -> Any:
    if isinstance(value, dict):
        return value.get("resourceType")
    return None


def _settled(documents: list[Document], warnings: list[LoadingFault], *, meant: bool) -> Iterator[Document]:
    """Yield the documents of one file that were meant as resources; warn of the file if none of them was."""
    if not meant:
        meant = any(map(_looks_like_a_resource, documents))
    if meant:
        yield from documents
    elif documents:
        place = FileLocation(documents[0].place.file, 0)
        warnings.append(LoadingFault(place, "is passed over, for nothing in it has a resourceType"))


def _looks_like_a_resource(document: Document) -> bool:
    """Return whether an object without `resourceType` has another element of one, a misspelt type, or nothing."""
    keys = document.value.keys()
    return not keys or bool(keys & _OF_RESOURCES) or any(did_you_mean(key, ["resourceType"]) for key in keys)


_OF_RESOURCES = frozenset({"id", "meta", "text", "extension", "contained", "identifier", "subject", "patient"})
