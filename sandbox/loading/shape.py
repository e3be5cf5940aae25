"""Which element of a resource is not of the JSON type that R4 gives it? A status that is a number, or a list of them.

Elements are known by the search parameters that lead to them. What is missing is not missed: whatever people bring is
to load, if it can be read at all.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from types import GenericAlias
from typing import Any

import msgspec
import orjson

from sandbox.fhir.path import dicts, steps_of
from sandbox.fhir.repeating_elements import REPEATING
from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.parameters import search_parameters

_LONGEST_SHOWN = 100  # characters of a value
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


@dataclass(slots=True, eq=False)
class Shape:
    """What an element may be, what is known of the elements inside it, and which of those may repeat."""

    types: frozenset[type]
    inner: "dict[str, Shape]"
    repeating: frozenset[str] = frozenset()


_Way = tuple[tuple[str, ...], Shape]  # the names on it, and what the last element is


def refuse_misshapen(resource: dict[str, Any]) -> None:
    """Raise ValueError for an element of a resource, or of one contained in it, that is of a wrong JSON type."""
    looked_at, name = resource, ""
    try:
        msgspec.convert(resource, _model_of(resource["resourceType"]))
        if "contained" in resource:
            for looked_at in dicts(resource["contained"]):
                type_, name = looked_at.get("resourceType"), f"#{looked_at.get('id')}"
                if isinstance(type_, str) and type_ in RESOURCE_TYPES:
                    msgspec.convert(looked_at, _model_of(type_))
    except msgspec.ValidationError as error:
        says = _said(looked_at, str(error).rpartition(" - at `$")[2])
        raise ValueError(f"{resource['resourceType']}/{resource['id']}{name}, {says}") from None


def _said(resource: dict[str, Any], way: str) -> str:
    """Return what is wrong with the element to which a way such as `.code.coding[0].code` leads."""
    shape, names, is_list = shape_of(resource["resourceType"]), list[str](), False
    value: Any = resource
    for name, number in _STEP.findall(way):
        if name:
            names.append(name)
            is_list = name in shape.repeating
            shape, value = shape.inner[name], value[name]
        else:
            is_list = False
            value = value[int(number)]
    return f"{'.'.join(names)}: this must be {_named(shape, is_list=is_list)}, not {_shown(value)}"


def _named(shape: Shape, *, is_list: bool) -> str:
    words = [(one, several) for type_, one, several in _WORDS if type_ in shape.types]
    if is_list:
        return f"a list of {' or '.join(several for _, several in words)}"
    return " or ".join(one for one, _ in words)


def _shown(value: Any) -> str:
    text = orjson.dumps(value).decode()
    if len(text) > _LONGEST_SHOWN:
        return f"{text[:_LONGEST_SHOWN]}…"
    return text


@cache
def _model_of(type_: str) -> Any:
    """Return the class by which msgspec checks resources of a type."""
    return _model(shape_of(type_))


@cache
def _model(shape: Shape) -> Any:
    """Return the same for objects of a shape."""
    return _class_with(tuple((name, _right(inner, name in shape.repeating)) for name, inner in shape.inner.items()))


@cache
def _class_with(members: tuple[tuple[str, Any], ...]) -> Any:
    """Return the class of objects that have such members, if they are there; others are passed over."""
    return msgspec.defstruct("Element", [(name, right, None) for name, right in members], gc=False)


@cache
def _right(shape: Shape, repeats: bool) -> Any:  # noqa: FBT001 - a cache that is asked by name is slower
    """Return what is right for an element, in the language of msgspec. What is null says nothing."""
    right: Any = None
    for type_ in shape.types:
        right |= _model(shape) if type_ is dict else type_
    if repeats:
        return GenericAlias(list, right) | None
    return right


@cache
def shape_of(type_: str) -> Shape:
    """Return the shape of the resources of a type."""
    ways: list[_Way] = [((name,), shape) for name, shape in _EVERYWHERE.items()]
    for row in search_parameters(type_).values():
        if not row.parts and not row.path.endswith("()"):
            steps = filter(None, steps_of(row.path))
            ways += [(tuple(name for name, _, _ in way), _leaf(row, way[-1][0])) for way in steps]
    return _of_ways(ways, REPEATING[type_])


def _of_ways(ways: list[_Way], repeating: Iterable[str]) -> Shape:
    """Return the shape of objects inside which there are such ways."""
    inner: dict[str, Shape] = {}
    for name in dict.fromkeys(way[0] for way, _ in ways):
        here = [(way[1:], shape) for way, shape in ways if way[0] == name]
        known = list(dict.fromkeys(shape for way, shape in here if not way))
        if deeper := [(way, shape) for way, shape in here if way]:
            start = f"{name}."
            known.append(_of_ways(deeper, [path.removeprefix(start) for path in repeating if path.startswith(start)]))
        inner[name] = _joined(known)
    return Shape(_IS_OBJECT, inner, frozenset(repeating))


def _joined(shapes: list[Shape]) -> Shape:
    """Return the shape of what is known by several."""
    if len(shapes) == 1:
        return shapes[0]
    names = dict.fromkeys(chain.from_iterable(shape.inner for shape in shapes))
    return Shape(
        types=frozenset().union(*(shape.types for shape in shapes)),
        inner={name: _joined([shape.inner[name] for shape in shapes if name in shape.inner]) for name in names},
        repeating=frozenset().union(*(shape.repeating for shape in shapes)),
    )


def _leaf(row: SearchParameter, name: str) -> Shape:
    """Return what an element is that a parameter looks at."""
    if row.search_type == "reference":
        return _REFERENCE
    if row.search_type == "string":
        return _NAME
    if row.search_type == "quantity" or name.lower().endswith(("period", "timing")):
        return _OBJECT
    if row.search_type != "token" or row.element in {"code", "string"}:
        return _TEXT
    if row.element == "boolean" or name.endswith("Boolean"):
        return _BOOLEAN
    return _CODED


_WORDS = ((str, "a string", "strings"), (bool, "true or false", "true or false"), (dict, "an object", "objects"))
_IS_OBJECT = frozenset({dict})

_TEXT, _BOOLEAN, _OBJECT = Shape(frozenset({str}), {}), Shape(frozenset({bool}), {}), Shape(_IS_OBJECT, {})
_NAME = Shape(frozenset({str, dict}), {})  # a name is a string, or a HumanName
_REFERENCE = Shape(_IS_OBJECT, {"reference": _TEXT, "type": _TEXT, "display": _TEXT, "identifier": _OBJECT})
_CODING = Shape(_IS_OBJECT, {"system": _TEXT, "code": _TEXT, "display": _TEXT, "version": _TEXT})
# Codings, CodeableConcepts, Identifiers and ContactPoints: no name means two things among them.
_CODED = Shape(
    _IS_OBJECT, {**_CODING.inner, "coding": _CODING, "text": _TEXT, "value": _TEXT}, repeating=frozenset({"coding"})
)
# What every resource may have.
_EVERYWHERE = {
    "contained": _OBJECT, "extension": _OBJECT, "implicitRules": _TEXT, "language": _TEXT, "meta": _OBJECT,
    "modifierExtension": _OBJECT, "text": _OBJECT,
}  # fmt: skip
