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


@dataclass(frozen=True, slots=True)
class Row:
    """One element: its name in Python, its JSON type and the word for it, its fixed codes, what it may refer to."""

    name: str
    kind: Callable[[Any], bool] | None
    word: str
    codes: tuple[str, ...]
    targets: frozenset[str]


@cache
def rows_of(model: Any) -> dict[str, Row]:
    """Return the elements of a model by their name in JSON."""
    rows = {}
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra or {}
        codes, targets = tuple(extra.get("enum_values", ())), frozenset(extra.get("enum_reference_types", ()))
        kind, word = _KINDS.get(_type(field.annotation), (None, ""))
        if "+" in codes:  # the list is cut short in the model
            codes = ()
        if "Resource" in targets:
            targets = frozenset()
        rows[field.alias or name] = Row(name, kind, word, codes, targets)
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


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | orjson.Fragment) and not isinstance(value, bool)


# Python type of a model's element -> is this JSON value of it, and the word for it. All others are strings to pydantic.
_KINDS: dict[Any, tuple[Callable[[Any], bool], str]] = {
    bool: (_is_boolean, "boolean: true or false, without quotes"),
    int: (_is_number, "number: digits without quotes"),
    Decimal: (_is_number, "number: digits without quotes"),
}
