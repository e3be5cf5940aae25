"""Which resources does a Bundle bring? Taken out, with the references that only hold inside it rewritten.

In a Bundle a resource may be named by the `urn:uuid:...` of its entry. A server that processes the Bundle turns such a
reference into `Type/id`, and so do we. What has no id takes that of its entry's address, or gets one where that is what
an entry asks for.
http://hl7.org/fhir/R4/http.html#trules
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from sandbox.fhir.resource_types import ID, NOT_STORED
from sandbox.loading.documents import Document, FileLocation, LoadingFault
from sandbox.loading.entry_request import ASKING, put_id

_KEPT = ["document", "message", "history", "transaction-response", "batch-response"]
UNPACKED = ("collection", "searchset", "batch", "transaction")


def unpack(document: Document, faults: list[LoadingFault], refused: list[LoadingFault]) -> Iterable[Document]:
    """Return the resources of a Bundle that only carries others; every other document as it is.

    Into *faults* goes what is wrong with a Bundle, into *refused* what an entry asks for that is not done here.
    """
    if isinstance(document.value, dict) and document.value.get("resourceType") == "Bundle":
        return _unpacked(document, document.value, faults, refused)
    return (document,)


def _unpacked(
    document: Document, bundle: dict[str, Any], faults: list[LoadingFault], refused: list[LoadingFault]
) -> Iterator[Document]:
    if bundle.get("type") not in UNPACKED:
        if "id" not in bundle and bundle.get("type") in _KEPT:  # files of documents seldom have one
            document = Document(document.place, bundle | {"id": _id_from_content(bundle)}, None)
        yield document
        return
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        faults.append(LoadingFault(document.place, "Bundle.entry must be a list"))
        return
    asks = bundle["type"] in ASKING
    names: dict[str, str] = {}
    found: list[Document] = []
    for number, entry in enumerate(entries, 1):
        place = FileLocation(document.place.file, document.place.line, number)
        if not isinstance(entry, dict) or "resourceType" in entry or not isinstance(entry.get("resource", {}), dict):
            faults.append(LoadingFault(place, "an entry must be an object with a resource"))
            continue
        id_ = ""
        if asks:
            try:
                id_ = put_id(entry)
            except ValueError as error:
                refused.append(LoadingFault(place, str(error)))
        resource = _resource_of(entry, id_, asks=asks)
        if resource is not None:
            full_url = str(entry.get("fullUrl", ""))
            names[full_url] = f"{resource.get('resourceType')}/{resource.get('id')}"
            found.append(Document(place, resource, None))
    for item in found:
        rewrite(item.value, lambda old: names.get(old) if old.startswith("urn:") else None)
        yield item


def _resource_of(entry: dict[str, Any], id_: str, *, asks: bool) -> dict[str, Any] | None:
    """Return the resource of an entry, None if it brings none; with an id, the given one if it has none itself.

    *asks* says whether the entry asks a server for something, which then gives an id to what has none.
    """
    resource: dict[str, Any] | None = entry.get("resource")
    if resource is None or resource.get("resourceType") in NOT_STORED:
        return None
    if "id" in resource:
        return resource
    id_ = id_ or _id_of_address(str(entry.get("fullUrl", "")))
    if asks and not id_:
        id_ = _id_from_content(resource)
    if id_:
        resource["id"] = id_
    return resource


def is_kept_whole(value: Any) -> bool:
    """Say whether a resource is a Bundle with entries; those of Bundles that only carry them have been taken out."""
    return isinstance(value, dict) and value.get("resourceType") == "Bundle" and bool(value.get("entry"))


def _id_of_address(full_url: str) -> str:
    """Return the id that a fullUrl ends in, "" if it ends in none."""
    tail = full_url.removeprefix("urn:uuid:").rpartition("/")[2]
    if ID.fullmatch(tail):
        return tail
    return ""


def _id_from_content(resource: dict[str, Any]) -> str:
    """Return an id that is made of what a resource says, so that two starts give the same data."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, orjson.dumps(resource).decode()))


def rewrite(value: Any, new: Callable[[str], str | None]) -> None:
    """Replace each `reference` inside *value* for which *new* has another spelling."""
    if isinstance(value, dict):
        old = value.get("reference")
        if isinstance(old, str) and (spelling := new(old)):
            value["reference"] = spelling
        for inner in value.values():
            if isinstance(inner, dict | list):
                rewrite(inner, new)
    elif isinstance(value, list):
        for inner in value:
            rewrite(inner, new)
