"""Has a resource the structure of R4? Asks the pydantic models of `fhir.resources`, each imported when first needed.

The library has no models of R4 (4.0.1) any more, but of R4B, which changed only a few types: those are in `UNCHECKED`.
It is lax about some things, which are looked at here as well: JSON types, the codes of required bindings, and the
types a reference may lead to.
"""

# tested by: tests/tools/check/test_planted.py

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from orjson import Fragment, dumps

from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.plural import counted_as
from sandbox.suggest import did_you_mean
from sandbox.tools.check.addresses import identifier_addresses, wrong_address
from sandbox.tools.check.datatypes import invariants_of_datatype, simple_quantity, wrong_text
from sandbox.tools.check.issue import Violation, Way, shown
from sandbox.tools.check.model import Row, rows_of
from sandbox.tools.check.required_codes import wrong_concepts
from sandbox.tools.check.resource_invariants import invariants_of_resource
from sandbox.tools.check.twins import twins_of, without_twins

LIBRARY = "fhir.resources"
_MODELS = f"{LIBRARY}.R4B"
_NAMED = re.compile(r"'(\w+)'")
_CHOICE = re.compile(r"Any of one field value is expected|Expect any of field value")
_MANY_CODES = 40
_FORM = re.compile(r"Value error, (\w+) value string does not match spec regex\.")


class ExtraMissing(Exception):
    """The library with the models is not installed."""


def require_models() -> None:
    """Raise ExtraMissing if there are no models: nothing is to be checked by halves."""
    try:
        import_module(_MODELS)
    except ModuleNotFoundError as error:
        raise ExtraMissing(str(error)) from None


def structure(body: bytes, value: dict[str, Any]) -> Iterator[Violation]:
    """Yield what R4 says against a resource, given as bytes and as JSON value."""
    from pydantic import ValidationError  # noqa: PLC0415 - belongs to the extra

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
    if unmodelled:
        return
    try:
        instance = _model(type_).model_validate_json(without_twins(value, body))
    except ValidationError as error:
        for row in error.errors(include_url=False, include_context=False):
            if not row["msg"].startswith("None is not allowed"):  # `invariants` says which item is null
                yield _said(row, value, type_)
        return
    yield from _details(instance, value, (type_,), value.get("contained", ()))
    for way, datatype, part in twins_of(value, (type_,)):
        yield from _part(way, datatype, part, value.get("contained", ()))


def _part(way: Way, datatype: str, part: Any, contained: Any) -> Iterator[Violation]:
    """Yield what R4 says against a part that the model of the whole does not take."""
    from pydantic import ValidationError  # noqa: PLC0415 - belongs to the extra

    try:
        instance = _model(datatype).model_validate_json(without_twins(part, dumps(part)))
    except ValidationError as error:
        for row in error.errors(include_url=False, include_context=False):
            yield _said(row, part, datatype)._replace(way=(*way, *row["loc"]))
        return
    yield from _details(instance, part, way, contained)


@cache
def _model(type_: str) -> Any:
    return getattr(import_module(f"{_MODELS}.{type_.lower()}"), type_)


def _items(way: Way, value: Any, held: Any) -> Iterator[tuple[Way, Any, Any]]:
    """Yield way, JSON value and model of each repetition of an element, or of the one that there is."""
    if isinstance(value, list):
        for number, (item, part) in enumerate(zip(value, held, strict=False)):
            yield (*way, number), item, part
    else:
        yield way, value, held


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


def _said(row: Any, value: dict[str, Any], type_: str) -> Violation:
    """Return an error of pydantic as a violation."""
    location = tuple(step for step in row["loc"] if step != "root")
    way, kind, message = (type_, *location), row["type"], row["msg"]
    if kind == "extra_forbidden":
        if len(location) == 1:
            known = [field.alias or name for name, field in _model(type_).model_fields.items()]
        else:
            known = []
        return Violation(
            "r4-unknown-element", way, f"R4 knows no such element.{did_you_mean(str(location[-1]), known)}"
        )
    if kind in {"missing", "model_field_validation.missing"}:
        return Violation("r4-missing-element", way, "is missing")
    if _CHOICE.search(message):
        holder: Any = value
        for step in location:
            holder = holder[step]
        names = _NAMED.findall(message)
        there = [name for name in names if name in holder or f"_{name}" in holder]
        choice = (*way, f"{_common(names)}[x]")
        if there:
            return Violation("r4-choice", choice, f"{' and '.join(there)} exclude each other")
        return Violation("r4-missing-element", choice, "is missing")
    return Violation("r4-value", way, _worded(kind, row["input"], message))


def _worded(kind: str, value: Any, message: str) -> str:
    """Return what pydantic says of a value, in words of FHIR."""
    if kind == "model_validation_format":
        return "must be an object, {...}"
    if kind == "list_type":
        return "must be a list, [...]"
    if form := _FORM.fullmatch(message):
        datatype = form[1][0].lower() + form[1][1:]
        article = "an" if datatype[0] in "aeio" else "a"
        return f"{shown(value)} is not {article} {datatype}"
    message = message.removeprefix("Value error, ")
    return f"{shown(value)}: {message[:1].lower()}{message[1:]}"


def _common(names: list[str]) -> str:
    """Return what the names of a choice begin with: performedAge and performedString, performed."""
    first, last = min(names), max(names)
    same = next((at for at, letter in enumerate(first) if last[at : at + 1] != letter), len(first))
    while same and not first[same : same + 1].isupper():
        same -= 1
    return first[:same]


def _details(instance: Any, value: dict[str, Any], way: Way, contained: Any) -> Iterator[Violation]:
    """Yield what the models let pass."""
    model: Any = type(instance)
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
        for there, item, part in _items((*way, name), inner, getattr(instance, found.name)):
            if not isinstance(item, dict) or not hasattr(type(part), "model_fields"):
                yield from _primitive(found, item, there)
                continue
            yield from _of_object(found, item, part, there, contained)
            if (model.__name__, name) in SIMPLE_QUANTITIES:
                yield from simple_quantity(item, there)
            yield from _details(part, item, there, contained)


def _of_object(row: Row, item: dict[str, Any], part: Any, way: Way, contained: Any) -> Iterator[Violation]:
    """Yield what is wrong with a value that is an object, apart from what is inside it."""
    datatype = type(part).__name__
    yield from invariants_of_datatype(datatype, item, way)
    if datatype == "Identifier":
        yield from identifier_addresses(item, way)
    if "resourceType" in item and datatype not in RESOURCE_TYPES:
        yield Violation("r4-unknown-element", (*way, "resourceType"), "R4 knows no such element.")
    if row.targets and (wrong := _wrong_target(item, row.targets, contained)):
        yield Violation("r4-reference-type", way, f"{wrong}; allowed: {', '.join(sorted(row.targets))}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Fragment) and not isinstance(value, bool)


def _primitive(row: Row, item: Any, way: Way) -> Iterator[Violation]:
    """Yield what is wrong with a value that is not an object."""
    if item is None:
        return
    if row.kind is None and _is_number(item):
        yield Violation("r4-value", way, f"{shown(item)} is not a text: put it into quotes")
    elif row.kind is not None and not row.kind(item):
        yield Violation("r4-value", way, f"{shown(item)} is not a {row.word}")
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


def _wrong_target(reference: dict[str, Any], targets: frozenset[str], contained: Any) -> str:
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
