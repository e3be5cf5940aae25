"""Which resources does a Bundle bring? Taken out, with the references that only hold inside it rewritten.

In a Bundle a resource may be named by the `urn:uuid:...` of its entry. A server that processes the Bundle turns such a
reference into `Type/id`, and so do we. http://hl7.org/fhir/R4/http.html#trules
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from sandbox.fhir.resource_types import ID, NOT_STORED
from sandbox.loading.documents import Document, FileLocation, LoadingFault

_KEPT = ["document", "message", "history", "transaction-response", "batch-response"]
UNPACKED = ("collection", "searchset", "batch", "transaction")


def unpack(document: Document, faults: list[LoadingFault]) -> Iterable[Document]:
    """Return the resources of a Bundle that only carries others; every other document as it is."""
    if isinstance(document.value, dict) and document.value.get("resourceType") == "Bundle":
        return _unpacked(document, document.value, faults)
    return (document,)


def _unpacked(document: Document, bundle: dict[str, Any], faults: list[LoadingFault]) -> Iterator[Document]:
    if bundle.get("type") not in UNPACKED:
        if "id" not in bundle and bundle.get("type") in _KEPT:  # files of documents seldom have one
            document = Document(document.place, bundle | {"id": _id_from("", bundle)}, None)
        yield document
        return
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        faults.append(LoadingFault(document.place, "Bundle.entry must be a list"))
        return
    names: dict[str, str] = {}
    found: list[Document] = []
    for number, entry in enumerate(entries, 1):
        place = FileLocation(document.place.file, document.place.line, number)
        if not isinstance(entry, dict) or "resourceType" in entry or not isinstance(entry.get("resource", {}), dict):
            faults.append(LoadingFault(place, "an entry must be an object with a resource"))
        elif "resource" in entry and entry["resource"].get("resourceType") not in NOT_STORED:
            full_url, resource = str(entry.get("fullUrl", "")), entry["resource"]
            resource.setdefault("id", _id_from(full_url, resource))
            names[full_url] = f"{resource.get('resourceType')}/{resource['id']}"
            found.append(Document(place, resource, None))
    for item in found:
        rewrite(item.value, lambda old: names.get(old) if old.startswith("urn:") else None)
        yield item


def is_kept_whole(value: Any) -> bool:
    """Say whether a resource is a Bundle with entries; those of Bundles that only carry them have been taken out."""
    return isinstance(value, dict) and value.get("resourceType") == "Bundle" and bool(value.get("entry"))


def _id_from(full_url: str, resource: dict[str, Any]) -> str:
    """Return the id that a resource without one gets: that of its fullUrl, or one made of its content."""
    tail = full_url.removeprefix("urn:uuid:").rpartition("/")[2]
    if ID.fullmatch(tail):
        return tail
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
