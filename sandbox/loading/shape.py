"""Which element of a resource is not of the JSON type that R4 gives it? A status that is a number, for example.

Elements are known by the search parameters that lead to them. What is missing is not missed, and an element that may
repeat and one that may not are not told apart: whatever people bring is to load, if it can be read at all.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import orjson

from sandbox.fhir.path import dicts, steps_of
from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.parameters import search_parameters

_LONGEST_SHOWN = 100  # characters of a value


@dataclass(slots=True)
class Shape:
    """What an element may be, where anything is known of that, and the elements inside it."""

    types: set[type] = field(default_factory=set)
    inner: "dict[str, Shape]" = field(default_factory=dict)


# The path of an element, what is known of it, and what it is.
_Misfit = tuple[str, Shape, Any]


def refuse_misshapen(resource: dict[str, Any]) -> None:
    """Raise ValueError for an element of a resource, or of one contained in it, that is of a wrong JSON type."""
    misfit = _misfit(resource, _shape_of(resource["resourceType"]).inner)
    name = ""
    if misfit is None and "contained" in resource:
        for inner in dicts(resource["contained"]):
            type_ = inner.get("resourceType")
            if misfit is None and isinstance(type_, str) and type_ in RESOURCE_TYPES:
                misfit, name = _misfit(inner, _shape_of(type_).inner), f"#{inner.get('id')}"
    if misfit is not None:
        path, shape, value = misfit
        name = f"{resource['resourceType']}/{resource['id']}{name}"
        raise ValueError(f"{name}, {path}: this must be {_named(shape)}, not {_shown(value)}")


def _misfit(members: dict[str, Any], known: dict[str, Shape]) -> _Misfit | None:
    """Return the first of the members, or of what is inside them, that is not what is known of it.

    One loop for all kinds of values, since each resource that is loaded passes here.
    """
    for key, value in members.items():
        shape = known.get(key)
        if shape is None:
            continue
        types = shape.types
        if type(value) is str:  # as most are
            if types and str not in types:
                return key, shape, value
            continue
        for one in value if type(value) is list else (value,):
            if type(one) not in types:
                if types and one is not None:
                    return key, shape, one
            elif shape.inner and type(one) is dict and (found := _misfit(one, shape.inner)) is not None:
                return f"{key}.{found[0]}", found[1], found[2]
    return None


def _named(shape: Shape) -> str:
    return " or ".join(word for type_, word in _WORDS.items() if type_ in shape.types)


def _shown(value: Any) -> str:
    text = orjson.dumps(value).decode()
    if len(text) > _LONGEST_SHOWN:
        return f"{text[:_LONGEST_SHOWN]}…"
    return text


@cache
def _shape_of(type_: str) -> Shape:
    """Return the shape of the resources of a type."""
    root = Shape()
    for name, types in _EVERYWHERE.items():
        root.inner[name] = Shape(types={types})
    for row in search_parameters(type_).values():
        if row.parts or row.path.endswith("()"):
            continue
        for way in steps_of(row.path):
            if way:
                _add(root, [name for name, _, _ in way], row)
    return root


def _add(root: Shape, names: list[str], row: SearchParameter) -> None:
    """Add what a parameter knows of the elements on the way to its own, and of that."""
    here = root
    for name in names[:-1]:
        here = here.inner.setdefault(name, Shape())
        here.types.add(dict)
    last = here.inner.setdefault(names[-1], Shape())
    if row.search_type in _UNKNOWN:  # a date and a number are read when they are checked
        return
    types, members = _leaf(row, names[-1])
    last.types |= types
    for member, known in members.items():
        _merge(last.inner.setdefault(member, Shape()), known)


def _merge(shape: Shape, other: Shape) -> None:
    shape.types |= other.types
    for name, inner in other.inner.items():
        _merge(shape.inner.setdefault(name, Shape()), inner)


def _leaf(row: SearchParameter, name: str) -> tuple[set[type], dict[str, Shape]]:
    """Return what an element is that a parameter looks at, and what is inside it."""
    if row.search_type == "string":
        return {str, dict}, {}  # a name is a string, or a HumanName
    if row.search_type == "reference":
        return {dict}, _REFERENCE
    if row.search_type != "token":
        return {str}, {}
    if row.element == "boolean" or name.endswith("Boolean"):
        return {bool}, {}
    if row.element in {"code", "string"}:
        return {str}, {}
    return {dict}, _CODED


def _text() -> Shape:
    return Shape(types={str})


_WORDS: dict[type, str] = {str: "a string", bool: "true or false", dict: "an object"}
_UNKNOWN = frozenset({"date", "quantity"})
# What every resource may have.
_EVERYWHERE: dict[str, type] = {
    "contained": dict, "extension": dict, "implicitRules": str, "language": str, "meta": dict,
    "modifierExtension": dict, "text": dict,
}  # fmt: skip
_REFERENCE = {"reference": _text(), "type": _text(), "display": _text(), "identifier": Shape(types={dict})}
# Codings, CodeableConcepts, Identifiers and ContactPoints: no name means two things among them.
_CODING = {"system": _text(), "code": _text(), "display": _text(), "version": _text()}
_CODED = {**_CODING, "coding": Shape(types={dict}, inner=_CODING), "text": _text(), "value": _text()}
