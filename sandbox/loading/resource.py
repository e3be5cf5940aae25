"""What is kept of a document? A Resource with the two stamps that every server sets, or a word on what is wrong.

A resource is kept as the bytes it came in wherever that is possible: it is written anew only when it came in a Bundle
or in an indented file, or when it lacks meta.versionId or meta.lastUpdated.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from sandbox.fhir.resource_types import ID, RESOURCE_TYPES
from sandbox.fhir.store import Resource
from sandbox.loading.documents import Document
from sandbox.loading.other_versions import other_version_of_type, refuse_other_version
from sandbox.suggest import did_you_mean

_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):\d\d)",  # as far as any zone is from UTC
    re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# From type and id to the stamps that a resource gets if it has none.
Stamp = Callable[[str, str], dict[str, Any]]

# What a resource without stamps gets. A fixed moment: the same fixtures must give the same bytes on every day.
STAMPS: dict[str, Any] = {"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"}


def fixed(_type: str, _id: str) -> dict[str, Any]:
    """Return the stamps of what is loaded from files."""
    return STAMPS


def to_resource(document: Document, stamp: Stamp = fixed) -> Resource:
    """Return the stored form of a document, stamped if it has no stamps; a ValueError says what is wrong with it."""
    value = document.value
    if not isinstance(value, dict):
        raise ValueError("a resource must be a JSON object")
    type_, id_ = _identity(value)
    refuse_other_version(value)
    meta: dict[str, Any] = value.get("meta", {})
    if not isinstance(meta, dict):
        raise ValueError("meta must be an object")
    if stamped := "versionId" in meta and "lastUpdated" in meta:
        stamps = meta
    else:
        stamps = stamp(type_, id_) | meta
    version = stamps["versionId"]
    if not isinstance(version, str) or not ID.fullmatch(version):
        raise ValueError(f"meta.versionId {_shown(version)} is not an id")
    body = document.raw
    if body is None or not stamped:
        head = {"resourceType": type_, "id": id_, "meta": stamps}
        try:
            body = orjson.dumps(head | {key: inner for key, inner in value.items() if key not in head})
        except orjson.JSONEncodeError as error:
            raise ValueError(f"cannot be written as JSON: {error}") from None
    resource = Resource(type_, id_, version, _microseconds(stamps["lastUpdated"]), body)
    resource.contains = "contained" in value
    return resource


def _identity(value: dict[str, Any]) -> tuple[str, str]:
    type_, id_ = value.get("resourceType"), value.get("id")
    if type_ is None:
        raise ValueError("no resourceType")
    if not isinstance(type_, str) or type_ not in RESOURCE_TYPES:
        if isinstance(type_, str):
            hint = other_version_of_type(type_) or did_you_mean(type_, RESOURCE_TYPES)
        else:
            hint = ""
        raise ValueError(f"{_shown(type_)} is not a resource type of FHIR R4.{hint}")
    if id_ is None:
        raise ValueError(f"{type_} without id")
    if not isinstance(id_, str) or not ID.fullmatch(id_):
        raise ValueError(f"{_shown(id_)} is not an id: an id is 1 to 64 letters, digits, '-' and '.'")
    return type_, id_


def _microseconds(instant: Any) -> int:
    if not isinstance(instant, str) or not _INSTANT.fullmatch(instant):
        raise ValueError(f"meta.lastUpdated {_shown(instant)} is not an instant such as {STAMPS['lastUpdated']}")
    try:
        moment = datetime.fromisoformat(instant)
        return (moment - _EPOCH) // _MICROSECOND
    except (ValueError, OverflowError) as error:
        raise ValueError(f"meta.lastUpdated {instant!r}: {error}") from None


def _shown(value: Any) -> str:
    """Return a value as an error names it."""
    if isinstance(value, orjson.Fragment):
        return orjson.dumps(value).decode()
    return repr(value)
