"""Does a resource keep the invariants of R4 that its JSON shape cannot say? Empties, extensions, contained."""

# tested by: tests/tools/check/test_planted.py

import re
from collections.abc import Iterator
from typing import Any

from sandbox.fhir.path import dicts
from sandbox.tools.check.issue import Violation, Way, shown

_R4B_VALUES = {"valueCodeableReference", "valueRatioRange"}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_REASONS = (
    "unknown", "asked-unknown", "temp-unknown", "not-asked", "asked-declined", "masked", "not-applicable",
    "unsupported", "as-text", "error", "not-a-number", "negative-infinity", "positive-infinity",
    "not-performed", "not-permitted",
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NAME = re.compile(r"_?[A-Za-z][A-Za-z0-9]*")


def empties(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield what is null or empty in an object, and names that JSON of FHIR never has."""
    for name, inner in value.items():
        if not _NAME.fullmatch(name):
            yield Violation("r4-unknown-element", (*way, name), "R4 knows no such element.")
        elif inner is None or inner in ("", [], {}):
            yield Violation("r4-empty", (*way, name), _emptiness(inner))
        elif isinstance(inner, str) and _CONTROL.search(inner):
            yield Violation("r4-value", (*way, name), "has a control character, which no text of FHIR may have")
        elif isinstance(inner, list) and not name.startswith("_"):
            # A list may have holes only where the list beside it, with the underscore, fills them.
            beside = value.get(f"_{name}")
            if isinstance(beside, list):
                fills = beside
            else:
                fills = []
            for number, item in enumerate(inner):
                if item in ("", [], {}) or (item is None and not (number < len(fills) and fills[number])):
                    yield Violation("r4-empty", (*way, name, number), _emptiness(item))


def _emptiness(value: Any) -> str:
    if value is None:
        return "is null"
    return "is empty"


def extension(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield a violation of ext-1 by an extension, and values that the models know but R4 does not."""
    if len(way) < 2 or "url" not in value or not {"extension", "modifierExtension"} & {*way[-2:]}:
        return
    for name in sorted(_R4B_VALUES & value.keys()):
        yield Violation("r4-unknown-element", (*way, name), "R4 knows no such element.")
    values = any(name.startswith(("value", "_value")) for name in value)
    if values == ("extension" in value):
        if values:
            says = "has both a value and extensions"
        else:
            says = "has neither a value nor extensions"
        yield Violation("ext-1", way, says)
    if value["url"] == _ABSENT:
        yield from _absent(value, way)
    if not {"extension", "modifierExtension"} & {*way[-4:-2]} and not _ABSOLUTE.match(str(value["url"])):
        yield Violation("ext-url", (*way, "url"), f"{shown(value['url'])} is not an absolute address")


def _absent(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield what is wrong with the reason for which data are absent: it is a code, and modifies nothing."""
    if "valueCode" in value and value["valueCode"] not in _REASONS:
        yield Violation("r4-code", (*way, "valueCode"), f"{shown(value['valueCode'])} is none of {', '.join(_REASONS)}")
    if "modifierExtension" in way[-2:]:
        yield Violation("r4-invariant", way, "the reason for the absence of data is no modifierExtension")


def element_ids(value: Any, way: Way, seen: set[str] | None = None) -> Iterator[Violation]:
    """Yield the ids of elements that stand twice in one resource; the id of a resource itself is not one of them."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from element_ids(item, (*way, number), seen)
    if not isinstance(value, dict):
        return
    id_ = value.get("id")
    if "resourceType" in value or seen is None:
        seen = set()
    elif isinstance(id_, str):
        if id_ in seen:
            yield Violation("r4-invariant", (*way, "id"), f"{shown(id_)} is the id of another element as well")
        seen.add(id_)
    for name, inner in value.items():
        if isinstance(inner, dict | list):
            yield from element_ids(inner, (*way, name), seen)


def contained(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield violations of dom-2 to dom-5 and of ref-1."""
    inside = value.get("contained", [])
    held = dicts(inside)
    here = {item.get("id") for item in held}
    named: set[str] = set()
    outward: set[str | None] = set()
    for there, reference, holder in _local(value, way, None):
        if reference[1:] != holder:  # who refers to itself alone is not referred to
            named.add(reference[1:])
        if reference == "#":
            outward.add(holder)
        elif reference[1:] not in here:
            yield Violation("ref-1", there, f"{shown(reference)} leads to nothing in contained")
    for number, item in enumerate(held):
        there = (*way, "contained", number)
        if item.get("id") in [other.get("id") for other in held[:number]]:
            yield Violation("ref-1", (*there, "id"), f"{shown(item.get('id'))} is there twice")
        if item.get("id") not in named and item.get("id") not in outward:
            yield Violation("dom-3", there, f"nothing refers to {shown('#' + str(item.get('id')))}")
        yield from _of_contained(item, there)


def _of_contained(item: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield what may not stand in a contained resource."""
    meta = item.get("meta")
    if "contained" in item:
        yield Violation("dom-2", (*way, "contained"), "is inside a contained resource")
    if isinstance(meta, dict):
        for name, rule in (("versionId", "dom-4"), ("lastUpdated", "dom-4"), ("security", "dom-5")):
            if name in meta:
                yield Violation(rule, (*way, "meta", name), "stands in a contained resource")


def _local(value: Any, way: Way, holder: str | None) -> Iterator[tuple[Way, str, str | None]]:
    """Yield the references that begin with #, each with its way and the id of the contained resource it stands in."""
    if isinstance(value, dict):
        if len(way) > 2 and way[-2] == "contained":
            holder = value.get("id")
        for name, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _local(inner, (*way, name), holder)
            elif isinstance(inner, str) and inner.startswith("#") and _refers(name):
                yield (*way, name), inner, holder
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, str) and item.startswith("#") and _refers(str(way[-1])):
                yield (*way, number), item, holder
            elif isinstance(item, dict | list):
                yield from _local(item, (*way, number), holder)


def _refers(name: str) -> bool:
    return name == "reference" or name.lower().endswith("canonical")
