"""What does a model of `fhir.resources` know of its elements? A Row per element, read off the model once."""

# tested by: tests/tools/check/test_planted.py

import typing
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any

import orjson

from sandbox.tools.check.required_codes import CODES


@dataclass(frozen=True, slots=True)
class Row:
    """One element of a model."""

    name: str
    """in Python"""
    kind: Callable[[Any], bool] | None
    """says whether a JSON value is of its type; None for texts"""
    word: str
    """what such a value is called"""
    codes: tuple[str, ...]
    """the codes that R4 fixes, empty where others are allowed as well"""
    targets: frozenset[str]
    """the types that a reference may lead to, empty for all"""
    datatype: str
    """the primitive datatype of a text in lower case, such as uri; empty where it is another"""
    needs_code: bool
    """whether it does not repeat and has to be one of the codes: no extension can stand for it"""


@cache
def rows_of(model: Any) -> dict[str, Row]:
    """Return the elements of a model by their name in JSON."""
    rows = {}
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra or {}
        codes, targets = tuple(extra.get("enum_values", ())), frozenset(extra.get("enum_reference_types", ()))
        kind, word = _KINDS.get(_type(field.annotation), (None, ""))
        alias = field.alias or name
        codes = CODES.get((model.__name__, alias), codes)
        if {"+", "mime"} & {*codes}:  # still cut short, or media types, of which there is no list
            codes = ()
        if "Resource" in targets:
            targets = frozenset()
        rows[alias] = Row(
            name=name,
            kind=kind,
            word=word,
            codes=codes,
            targets=targets,
            datatype=_datatype(field.annotation),
            needs_code=bool(codes) and _single(field.annotation),
        )
    return rows


def _type(annotation: Any) -> Any:
    """Return what is inside Optional, List and Annotated."""
    while True:
        origin = typing.get_origin(annotation)
        if origin in {typing.Union, UnionType}:
            inner = [item for item in typing.get_args(annotation) if item is not type(None)]
            if len(inner) > 1:
                return None
            annotation = inner[0]
        elif origin in {typing.Annotated, list}:
            annotation = typing.get_args(annotation)[0]
        else:
            return annotation


def _single(annotation: Any) -> bool:
    """Say whether an element does not repeat."""
    return all(typing.get_origin(inner) is not list for inner in (annotation, *typing.get_args(annotation)))


def _datatype(annotation: Any) -> str:
    """Return the name of the primitive datatype that stands as a mark in an Annotated, "" if there is none."""
    for inner in typing.get_args(annotation):
        if type(inner).__name__ in _DATATYPES:
            return type(inner).__name__.removesuffix("Version").lower()
        if found := _datatype(inner):
            return found
    return ""


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | orjson.Fragment) and not isinstance(value, bool)


def _is_integer(value: Any) -> bool:
    if isinstance(value, orjson.Fragment):
        return not {*".eE"} & {*orjson.dumps(value).decode()}
    return isinstance(value, int) and not isinstance(value, bool)


_DATATYPES = ("Uri", "Url", "Canonical", "Oid", "UuidVersion", "Id", "Base64Binary")

# Python type of a model's element -> is this JSON value of it, and the word for it. All others are strings to pydantic.
_KINDS: dict[Any, tuple[Callable[[Any], bool], str]] = {
    bool: (_is_boolean, "boolean: true or false, without quotes"),
    int: (_is_integer, "whole number: digits without quotes and point"),
    Decimal: (_is_number, "number: digits without quotes"),
}
