"""Has a resource the structure of R4? Asks the pydantic models of `fhir.resources`, each imported when first needed.

The library has no models of R4 (4.0.1) any more, but of R4B, which changed only a few types: those are in `UNCHECKED`.
It is lax about some things, which are looked at here as well: JSON types, the codes of required bindings, and the
types a reference may lead to.
"""

# tested by: tests/tools/check/test_planted.py

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from orjson import dumps

from sandbox.fhir.path import dicts
from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.plural import counted_as
from sandbox.suggest import did_you_mean
from sandbox.tools.check.addresses import identifier_addresses, wrong_address
from sandbox.tools.check.datatypes import invariants_of_datatype, simple_quantity, wrong_text
from sandbox.tools.check.issue import Violation, Way, shown
from sandbox.tools.check.misfits import Misfits, must_be, without_misfits
from sandbox.tools.check.model import MODELS, UNCHECKED, Row, model_named, model_of, rows_of
from sandbox.tools.check.required_codes import wrong_concepts
from sandbox.tools.check.resource_invariants import invariants_of_resource
from sandbox.tools.check.twins import twins_of, without, without_twins

_MANY_CODES = 40


class ExtraMissing(Exception):
    """The library with the models is not installed."""


def require_models() -> None:
    """Raise ExtraMissing if there are no models: nothing is to be checked by halves."""
    try:
        import_module(MODELS)
    except ModuleNotFoundError as error:
        raise ExtraMissing(str(error)) from None


def structure(body: bytes, value: dict[str, Any]) -> Iterator[Violation]:
    """Yield what R4 says against a resource, given as bytes and as JSON value."""
    type_ = value["resourceType"]
    types = [((type_,), type_), *_inner_types(value, (type_,))]
    unmodelled = [(way, inner) for way, inner in types if inner not in RESOURCE_TYPES or inner in UNCHECKED]
    for way, inner in unmodelled:
        if inner in UNCHECKED:
            yield Violation("r4-unchecked", way, f"{inner} has no model")
        else:
            if isinstance(inner, str):
                near = did_you_mean(inner, RESOURCE_TYPES)
            else:
                near = ""
            yield Violation("r4-value", (*way, "resourceType"), f"{shown(inner)} is not a resource type.{near}")
    if type_ not in RESOURCE_TYPES or type_ in UNCHECKED:
        return
    contained = dicts(value.get("contained", []))
    if unmodelled:
        body = b""
    yield from _held_to(model_named(type_), value, body, (type_,), contained)
    for way, datatype, part in twins_of(value, (type_,)):
        yield from _held_to(model_named(datatype), part, dumps(part), way, contained)


def _held_to(model: Any, value: dict[str, Any], body: bytes, way: Way, contained: list[Any]) -> Iterator[Violation]:
    """Yield what R4 says against a resource, or a part of one; without a body, some resource in it has no model."""
    if body and _is_taken(model, without_twins(value, body)):
        yield from _details(model, value, way, contained)
        return
    found = Misfits()
    fitting = without_misfits(model, without(value), way, found)
    yield from found.violations
    if body and not found.violations and not found.left_out:
        yield Violation("r4-value", way, f"{model.__name__} has no such form")
    yield from (other for other in _details(model, fitting, way, contained) if not found.concerns(other))


def _is_taken(model: Any, body: bytes) -> bool:
    """Say whether a model takes a body. Over values of a wrong type the library stumbles in more than one way."""
    try:
        model.model_validate_json(body)
    except (ValueError, AttributeError, TypeError, KeyError):
        return False
    return True


def _items(way: Way, value: Any) -> Iterator[tuple[Way, Any]]:
    """Yield way and JSON value of each repetition of an element, or of the one that there is."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield (*way, number), item
    else:
        yield way, value


def _inner_types(value: dict[str, Any], way: Way) -> Iterator[tuple[Way, Any]]:
    """Yield the type of each resource inside a resource: contained, or in a Bundle or Parameters."""
    for name in ("contained", "entry", "parameter", "resource", "response", "outcome", "part"):
        inner = value.get(name)
        for number, item in enumerate(inner if isinstance(inner, list) else [inner]):
            if isinstance(item, dict):
                if isinstance(inner, list):
                    there = (*way, name, number)
                else:
                    there = (*way, name)
                if "resourceType" in item or name == "contained" or (name == "resource" and _holds_resources(way)):
                    yield there, item.get("resourceType")
                yield from _inner_types(item, there)


def _holds_resources(way: Way) -> bool:
    """Say whether what stands at a way has a resource in its element `resource`: an entry, or a parameter."""
    return any(step in {"entry", "parameter", "part"} for step in way[-2:])


def _details(model: Any, value: dict[str, Any], way: Way, contained: list[Any]) -> Iterator[Violation]:
    """Yield what the models let pass."""
    rows = rows_of(model)
    yield from invariants_of_resource(model.__name__, value, way)
    yield from wrong_concepts(model.__name__, value, way)
    for name, row in rows.items():
        if row.needs_code and name not in value and f"_{name}" in value:
            yield Violation("r4-code", (*way, name), f"has no code, and needs one of {_listed(row.codes)}")
    for name, inner in value.items():
        found = rows.get(name)
        if found is None:
            continue
        for there, item in _items((*way, name), inner):
            if not isinstance(item, dict):
                yield from _primitive(found, item, there)
                continue
            part = model_of(found, item)
            yield from _of_object(found, item, part.__name__, there, contained)
            if (model.__name__, name) in SIMPLE_QUANTITIES:
                yield from simple_quantity(item, there)
            yield from _details(part, item, there, contained)


def _of_object(row: Row, item: dict[str, Any], datatype: str, way: Way, contained: list[Any]) -> Iterator[Violation]:
    """Yield what is wrong with a value that is an object, apart from what is inside it."""
    yield from invariants_of_datatype(datatype, item, way)
    if datatype == "Identifier":
        yield from identifier_addresses(item, way)
    if "resourceType" in item and datatype not in RESOURCE_TYPES:
        yield Violation("r4-unknown-element", (*way, "resourceType"), "R4 knows no such element.")
    if row.targets and (wrong := _wrong_target(item, row.targets, contained)):
        yield Violation("r4-reference-type", way, f"{wrong}; allowed: {', '.join(sorted(row.targets))}")


def _primitive(row: Row, item: Any, way: Way) -> Iterator[Violation]:
    """Yield what is wrong with a value that is not an object."""
    if item is None:
        return
    if not row.kind(item):
        yield Violation("r4-value", way, must_be(row, item))
    elif isinstance(item, str) and (said := wrong_text(row.datatype, item) or wrong_address(row.datatype, item)):
        yield Violation("r4-value", way, f"{shown(item)} {said}")
    elif row.codes and item not in row.codes:
        near = did_you_mean(str(item), row.codes) or f" Codes: {_listed(row.codes)}."
        yield Violation("r4-code", way, f"{shown(item)} is not one of its codes.{near}")


def _listed(codes: tuple[str, ...]) -> str:
    """Return codes as a sentence lists them: the first of them where they are many."""
    if len(codes) > _MANY_CODES:
        return f"{', '.join(codes[:5])}, and {counted_as(len(codes) - 5, 'other')}"
    return ", ".join(codes)


def _wrong_target(reference: dict[str, Any], targets: frozenset[str], contained: list[Any]) -> str:
    """Return what is wrong with the type a reference leads to; nothing if it is allowed or cannot be known."""
    literal = reference.get("reference")
    type_ = reference.get("type")
    if isinstance(type_, str) and type_ not in RESOURCE_TYPES:
        return f"its type {shown(type_)} is not a resource type"
    if isinstance(literal, str):
        if literal.startswith("#") and len(literal) > 1:
            named = [item.get("resourceType") for item in contained if item.get("id") == literal[1:]]
            found = None
            if named:
                found = named[0]
        else:
            steps = re.split(r"[/?]", literal.partition("/_history/")[0].partition("?")[0])
            found = next((step for step in reversed(steps[-2:]) if step in RESOURCE_TYPES), None)
        if found and type_ in RESOURCE_TYPES and type_ != found:
            return f"it says it is a {type_}, and leads to a {found}"
        type_ = found or type_
    if type_ in RESOURCE_TYPES and type_ not in targets:
        return f"it leads to a {type_}"
    return ""


# Where R4 has a SimpleQuantity, as the models name what holds it. The models say Quantity.
SIMPLE_QUANTITIES = frozenset(
    {
        ("Range", "low"), ("Range", "high"), ("SampledData", "origin"),
        ("Dosage", "maxDosePerAdministration"), ("Dosage", "maxDosePerLifetime"),
        ("DosageDoseAndRate", "doseQuantity"), ("DosageDoseAndRate", "rateQuantity"),
        ("ActivityDefinition", "quantity"), ("CarePlanActivityDetail", "dailyAmount"),
        ("CarePlanActivityDetail", "quantity"), ("ClaimItem", "quantity"), ("ClaimItemDetail", "quantity"),
        ("ClaimItemDetailSubDetail", "quantity"), ("CoverageCostToBeneficiary", "valueQuantity"),
        ("ExplanationOfBenefitItem", "quantity"), ("ExplanationOfBenefitItemDetail", "quantity"),
        ("ExplanationOfBenefitItemDetailSubDetail", "quantity"), ("ExplanationOfBenefitAddItem", "quantity"),
        ("ExplanationOfBenefitAddItemDetail", "quantity"), ("ExplanationOfBenefitAddItemDetailSubDetail", "quantity"),
        ("Immunization", "doseQuantity"), ("MedicationAdministrationDosage", "dose"),
        ("MedicationAdministrationDosage", "rateQuantity"), ("MedicationDispense", "daysSupply"),
        ("MedicationDispense", "quantity"), ("MedicationRequestDispenseRequest", "quantity"),
        ("MedicationRequestDispenseRequestInitialFill", "quantity"), ("ObservationReferenceRange", "low"),
        ("ObservationReferenceRange", "high"), ("SpecimenCollection", "quantity"), ("SpecimenContainer", "capacity"),
        ("SpecimenContainer", "specimenQuantity"), ("SubstanceInstance", "quantity"),
        ("SupplyDeliverySuppliedItem", "quantity"), ("VisionPrescriptionLensSpecification", "duration"),
    }
)  # fmt: skip
