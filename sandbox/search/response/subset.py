"""How much of a resource is sent? A part of it, where `_summary` or `_elements` asks for one.

A part says of itself that it is one (meta.tag SUBSETTED), and keeps every modifierExtension of what it keeps: without
it, it could mean something else. http://hl7.org/fhir/R4/search.html#summary and #elements
"""

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import orjson

from sandbox.fhir.decimals import decode
from sandbox.fhir.mandatory_elements import MANDATORY
from sandbox.fhir.store import Resource
from sandbox.fhir.summary_elements import CHOICES, SUMMARY
from sandbox.search.model.result_parameters import ResultParameters

_CUT = 8  # resources that are cut in the time in which one is taken in


def subset(
    resources: Sequence[Resource], result_parameters: ResultParameters
) -> Generator[int, None, tuple[Resource, ...]]:
    """Return resources as far as they were asked for; some are cut, then others have their turn."""
    if not result_parameters.cuts:
        return tuple(resources)
    subset_of = partial(subset_json, summary=result_parameters.summary, elements=result_parameters.elements)
    cut: list[Resource] = []
    for start in range(0, len(resources), _CUT):
        cut += [one.with_body(subset_of(_type(one), one.body)) for one in resources[start : start + _CUT]]
        yield 1
    return tuple(cut)


def _type(resource: Resource) -> str:
    """Return the type of a resource; one that is contained goes by the name of its container."""
    return str(orjson.loads(resource.body)["resourceType"]) if "#" in resource.id else resource.type


SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}


@dataclass(frozen=True, slots=True)
class _Part:
    """What stays of a resource: whole elements, and those of which something stays; both as dotted names."""

    whole: Collection[str]
    choices: Collection[str]
    narrowed: Collection[str] = ()


def subset_json(resource_type: str, body: bytes, *, summary: str, elements: tuple[str, ...]) -> bytes:
    """Return the JSON of what was asked for; `elements`, where there are any, win over `summary`.

    `summary` is true, text, data or false. What is nested too deeply to be written anew is sent whole: no server has
    to shorten anything.
    """
    if summary == "false" and not elements:
        return body
    try:
        resource = decode(body)  # 1.50 stays 1.50
        if summary == "data" and not elements:
            kept = {key: inner for key, inner in resource.items() if key != "text"}
        else:
            kept = _cut(resource, _part(resource_type, summary, elements))
        return orjson.dumps(_marked(kept))
    except (RecursionError, orjson.JSONEncodeError, orjson.JSONDecodeError):
        return body


@lru_cache(maxsize=64)
def _part(type_: str, summary: str, elements: tuple[str, ...]) -> _Part:
    choices = CHOICES[type_]
    if elements:
        return _Part(_ALWAYS | MANDATORY[type_] | {_element(name, choices) for name in elements}, choices)
    if summary == "text":
        return _Part(_ALWAYS | MANDATORY[type_] | {"text"}, choices)
    return _Part(_ALWAYS | SUMMARY[type_], choices, _NARROWED[type_])


def _cut(members: dict[str, Any], part: _Part, path: str = "") -> dict[str, Any]:
    kept = {}
    for key, inner in members.items():
        name = _element(path + key.removeprefix("_"), part.choices)
        if name in part.whole or key == "modifierExtension":
            kept[key] = inner
        elif name in part.narrowed and (some := _narrowed(inner, part, f"{name}.")):
            kept[key] = some
    return kept


def _narrowed(value: Any, part: _Part, path: str) -> Any:
    """Return what stays of an element, or of each of its repetitions; nothing may stay."""
    if isinstance(value, list):
        return [some for item in value if (some := _narrowed(item, part, path))]
    if isinstance(value, dict):
        return _cut(value, part, path)
    return value


def _element(name: str, choices: Collection[str]) -> str:
    """Return the element that a JSON name is for: `performedDateTime` is for `performed`, `status` for itself."""
    for choice in choices:
        if name.startswith(choice) and name[len(choice) :][:1].isupper():
            return choice
    return name


def _marked(resource: dict[str, Any]) -> dict[str, Any]:
    meta = resource.get("meta", {})
    stored = meta.get("tag") or []
    if isinstance(stored, list):
        tags = stored
    else:
        tags = [stored]
    if any(isinstance(tag, dict) and SUBSETTED.items() <= tag.items() for tag in tags):
        return resource
    return resource | {"meta": meta | {"tag": [*tags, SUBSETTED]}}


_ALWAYS = frozenset({"resourceType", "id", "meta"})

# The elements of which only a part is in the summary: `a` and `a.b` because of `a.b.c`.
_NARROWED = {
    type_: {name[:end] for name in names for end, letter in enumerate(name) if letter == "."}
    for type_, names in SUMMARY.items()
}
