"""What does a model of `fhir.resources` know of its elements? A Row per element, read off the model once."""

# tested by: tests/tools/check/test_planted.py

import typing
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import import_module
from types import UnionType
from typing import Any
from uuid import UUID

import orjson

from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.tools.check.required_codes import CODES

LIBRARY = "fhir.resources"
MODELS = f"{LIBRARY}.R4B"


@dataclass(frozen=True, slots=True)
class Row:
    """One element of a model."""

    name: str
    """in Python"""
    kind: Callable[[Any], bool]
    """says whether a JSON value is of its type"""
    codes: tuple[str, ...]
    """the codes that R4 fixes, empty where others are allowed as well"""
    targets: frozenset[str]
    """the types that a reference may lead to, empty for all"""
    datatype: str
    """its primitive datatype in lower case, such as uri; empty where it holds objects"""
    needs_code: bool
    """whether it does not repeat and has to be one of the codes: no extension can stand for it"""
    repeats: bool
    """whether it is a list"""
    annotation: Any
    """the type of one of its values, to the library"""
    needed: bool
    """whether it is mandatory"""
    choice: str
    """the choice that it belongs to, such as performed of performed[x]; empty for none"""
    needs_choice: bool
    """whether one of that choice is mandatory"""

    @property
    def type_name(self) -> str:
        """Return the name of the objects in it, such as HumanName or Resource; empty for a primitive datatype."""
        if self.datatype:
            return ""
        return str(self.annotation.__name__).removesuffix("Type")


@cache
def model_named(type_: str) -> Any:
    """Return the model of a resource type or datatype."""
    return getattr(import_module(f"{MODELS}.{type_.lower()}"), type_)


def model_of(row: Row, value: dict[str, Any]) -> Any:
    """Return the model of an object in an element, None for a resource without one."""
    if row.type_name != "Resource":
        return row.annotation.get_model_klass()
    type_ = value.get("resourceType")
    if isinstance(type_, str) and type_ in RESOURCE_TYPES and type_ not in UNCHECKED:
        return model_named(type_)
    return None


def takes(row: Row, value: Any) -> bool:
    """Say whether a value is one of a primitive datatype, as far as the library knows."""
    from pydantic import ValidationError  # noqa: PLC0415 - belongs to the extra

    if not row.kind(value):
        return False
    try:
        _adapter(row.annotation).validate_json(orjson.dumps(value))
    except ValidationError:
        return False
    return True


@cache
def _adapter(annotation: Any) -> Any:
    from pydantic import TypeAdapter  # noqa: PLC0415 - belongs to the extra

    return TypeAdapter(annotation)


@cache
def rows_of(model: Any) -> dict[str, Row]:
    """Return the elements of a model by their name in JSON."""
    rows = {}
    for name, field in model.model_fields.items():
        if name == "fhir_comments":
            continue
        extra = field.json_schema_extra or {}
        codes, targets = tuple(extra.get("enum_values", ())), frozenset(extra.get("enum_reference_types", ()))
        alias = field.alias or name
        codes = CODES.get((model.__name__, alias), codes)
        if {"+", "mime"} & {*codes}:  # still cut short, or media types, of which there is no list
            codes = ()
        if "Resource" in targets:
            targets = frozenset()
        repeats = not _single(field.annotation)
        annotation = _one(field.annotation)
        rows[alias] = Row(
            name=name,
            kind=_KINDS.get(_type(annotation), _is_text),
            codes=codes,
            targets=targets,
            datatype=_datatype(annotation),
            needs_code=bool(codes) and not repeats,
            repeats=repeats,
            annotation=annotation,
            needed=field.is_required() or bool(extra.get("element_required")),
            choice=extra.get("one_of_many", ""),
            needs_choice=bool(extra.get("one_of_many_required")),
        )
    return rows


def _one(annotation: Any) -> Any:
    """Return what is inside Optional and List."""
    while typing.get_origin(annotation) in {typing.Union, UnionType, list}:
        annotation = next(item for item in typing.get_args(annotation) if item is not type(None))
    return annotation


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
    """Return the primitive datatype in lower case: the mark in an Annotated; "" for what holds objects."""
    if hasattr(annotation, "get_model_klass"):
        return ""
    marks = [type(mark) for mark in typing.get_args(annotation)]
    named = next((mark.__name__ for mark in marks if mark.__module__.startswith("fhir_core")), "")
    return named.lower() or _UNMARKED.get(_type(annotation), "")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | orjson.Fragment) and not isinstance(value, bool)


def _is_integer(value: Any) -> bool:
    if isinstance(value, orjson.Fragment):
        return not {*".eE"} & {*orjson.dumps(value).decode()}
    return isinstance(value, int) and not isinstance(value, bool)


# Python type of a model's element -> is this JSON value of it? All others are strings.
_KINDS: dict[Any, Callable[[Any], bool]] = {bool: _is_boolean, int: _is_integer, Decimal: _is_number}
_UNMARKED = {bool: "boolean", UUID: "uuid"}

# R4 types whose structure R4B changed or dropped. http://hl7.org/fhir/R4B/diff.html
UNCHECKED = frozenset(
    """
    EffectEvidenceSynthesis Evidence EvidenceVariable MedicinalProduct MedicinalProductAuthorization
    MedicinalProductContraindication MedicinalProductIndication MedicinalProductIngredient
    MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical
    MedicinalProductUndesirableEffect RiskEvidenceSynthesis SubstanceNucleicAcid SubstancePolymer SubstanceProtein
    SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification
    """.split()
)
