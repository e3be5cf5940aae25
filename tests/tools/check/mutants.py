"""Resources with one fault each, and unusual ones that have none: what is planted into `check` and HAPI's validator.

Those below say how they are made; `mutants.ndjson` and `unusual.ndjson` hold hundreds more, a line each. The validator
says the same of them as `check`, but for those that `check` finds `alone`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
UCUM = "http://unitsofmeasure.org"

_PATIENT = {"resourceType": "Patient", "id": "a", "name": [{"family": "A"}], "gender": "female"}
_PROCEDURE = {
    "resourceType": "Procedure",
    "id": "p",
    "status": "completed",
    "code": {"text": "x"},
    "subject": {"reference": "Patient/a"},
    "performedDateTime": "2024-01-01",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A resource with one fault: which rule it breaks, and where; and whether HAPI's validator is silent about it."""

    rule: str
    element: str
    resource: str
    alone: bool = False


def written(file: Path, resources: Iterable[str]) -> Path:
    """Write a Patient and resources, a line each, and return the file."""
    file.write_text("\n".join([json.dumps(_PATIENT), *resources]) + "\n", encoding="utf-8")
    return file


def _procedure(**more: Any) -> str:
    """Return the Procedure with other elements; None removes one."""
    return json.dumps({name: value for name, value in (_PROCEDURE | more).items() if value is not None})


def _narrative(div: str) -> str:
    return _procedure(text={"status": "generated", "div": div})


def _valued(**value: Any) -> str:
    """Return the Procedure with an extension that has a value."""
    return _procedure(extension=[{"url": "http://example.org/extension", **value}])


def _performed(**value: Any) -> str:
    return _procedure(performedDateTime=None, **value)


def _other(type_: str, **elements: Any) -> str:
    return json.dumps({"resourceType": type_, "id": "x", **elements})


_DIV = "Procedure.text.div"
_AGE = "Procedure.performedAge"
_VALUE = "Procedure.extension[0].value"
_PATIENT_A = {"reference": "Patient/a"}

MUTANTS: dict[str, Mutant] = {
    "a script in a narrative": Mutant("txt-1", _DIV, _narrative(f"<div {XHTML}>x<script>x</script></div>")),
    "a form in a narrative": Mutant("txt-1", _DIV, _narrative(f"<div {XHTML}>x<form>x</form></div>")),
    "a frame in a narrative": Mutant("txt-1", _DIV, _narrative(f"<div {XHTML}>x<iframe/></div>")),
    "a style sheet in a narrative": Mutant("txt-1", _DIV, _narrative(f"<div {XHTML}>x<style>x</style></div>")),
    "an event in a narrative": Mutant("txt-1", _DIV, _narrative(f'<div {XHTML}><p onclick="x">x</p></div>')),
    "a link to a script": Mutant("txt-1", _DIV, _narrative(f'<div {XHTML}><a href="javascript:x">x</a></div>')),
    "a narrative of another namespace": Mutant(
        "txt-1", _DIV, _narrative('<div xmlns="http://www.w3.org/1999/html">x</div>')
    ),
    "a narrative without namespace": Mutant("txt-1", _DIV, _narrative("<div>x</div>")),
    "a narrative that is not closed": Mutant("txt-1", _DIV, _narrative(f"<div {XHTML}><p>x</div>")),
    "a named entity": Mutant("txt-1", _DIV, _narrative(f"<div {XHTML}>&nbsp;x</div>")),
    "a narrative that is not a div": Mutant("txt-1", _DIV, _narrative(f"<p {XHTML}>x</p>")),
    "an empty narrative": Mutant("txt-2", _DIV, _narrative(f"<div {XHTML}> </div>")),
    "a range upside down": Mutant(
        "r4-invariant",
        "Procedure.performedRange",
        _performed(performedRange={"low": {"value": 9}, "high": {"value": 3}}),
    ),
    "a range of two units": Mutant(
        "r4-invariant",
        "Procedure.performedRange",
        _performed(performedRange={"low": {"value": 1, "unit": "a"}, "high": {"value": 3, "unit": "mo"}}),
    ),
    "a range with a comparator": Mutant(
        "r4-invariant",
        "Procedure.performedRange.low.comparator",
        _performed(performedRange={"low": {"value": 1, "comparator": "<"}}),
    ),
    "sampled data with a comparator": Mutant(
        "r4-invariant",
        f"{_VALUE}SampledData.origin.comparator",
        _valued(valueSampledData={"origin": {"value": 1, "comparator": "<"}, "period": 1, "dimensions": 1}),
    ),
    "a dose with a comparator": Mutant(
        "r4-invariant",
        "MedicationAdministration.dosage.dose.comparator",
        _other(
            "MedicationAdministration",
            status="completed",
            medicationCodeableConcept={"text": "x"},
            subject=_PATIENT_A,
            effectiveDateTime="2024",
            dosage={"dose": {"value": 1, "comparator": "<"}},
        ),
    ),
    "a name twice": Mutant(
        "json-duplicate", "Procedure.status", _procedure().replace('"status"', '"status": "completed", "status"')
    ),
    "a name twice, further in": Mutant(
        "json-duplicate",
        "Procedure.subject.reference",
        _procedure().replace('"reference"', '"reference": "Patient/a", "reference"'),
    ),
    "a blank in a uri": Mutant(
        "r4-value", "Procedure.instantiatesUri[0]", _procedure(instantiatesUri=["http://example.org/a b"])
    ),
    "a blank in a canonical": Mutant(
        "r4-value", "Procedure.instantiatesCanonical[0]", _procedure(instantiatesCanonical=["http://example.org/a b"])
    ),
    "a blank before a profile": Mutant(
        "r4-value", "Procedure.meta.profile[0]", _procedure(meta={"profile": [" http://example.org/a"]})
    ),
    "a canonical that is relative": Mutant(
        "r4-value", "Procedure.instantiatesCanonical[0]", _procedure(instantiatesCanonical=["PlanDefinition/x"])
    ),
    "an OID with letters": Mutant(
        "r4-value", "Procedure.instantiatesUri[0]", _procedure(instantiatesUri=["urn:oid:1.2.x"])
    ),
    "a UUID that is none": Mutant(
        "r4-value", "Procedure.instantiatesUri[0]", _procedure(instantiatesUri=["urn:uuid:zzz"])
    ),
    "an extension with a relative address": Mutant(
        "ext-url", "Procedure.extension[0].url", _procedure(extension=[{"url": "kind", "valueString": "x"}])
    ),
    "a modifier with a relative address": Mutant(
        "ext-url",
        "Procedure.modifierExtension[0].url",
        _procedure(modifierExtension=[{"url": "kind", "valueString": "x"}]),
    ),
    "a status that is only an extension": Mutant(
        "r4-code",
        "Procedure.status",
        _procedure(
            status=None,
            _status={
                "extension": [
                    {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
                ]
            },
        ),
        alone=True,  # no terminology server finds a code that is missing, to HAPI: that is left aside
    ),
    "an age below zero": Mutant(
        "r4-invariant", _AGE, _performed(performedAge={"value": -3, "unit": "a", "system": UCUM, "code": "a"})
    ),
    "an age of zero": Mutant(
        "r4-invariant", _AGE, _performed(performedAge={"value": 0, "unit": "a", "system": UCUM, "code": "a"})
    ),
    "an age without unit": Mutant("r4-invariant", _AGE, _performed(performedAge={"value": 3})),
    "an age of another system": Mutant(
        "r4-invariant", _AGE, _performed(performedAge={"value": 3, "system": "http://example.org", "code": "a"})
    ),
    "a code without system": Mutant(
        "r4-invariant", f"{_VALUE}Quantity", _valued(valueQuantity={"value": 1, "code": "kg"})
    ),
    "a count with a fraction": Mutant(
        "r4-invariant", f"{_VALUE}Count", _valued(valueCount={"value": 1.5, "system": UCUM, "code": "1"})
    ),
    "a distance without unit": Mutant("r4-invariant", f"{_VALUE}Distance", _valued(valueDistance={"value": 1})),
    "a duration of another system": Mutant(
        "r4-invariant",
        f"{_VALUE}Duration",
        _valued(valueDuration={"value": 1, "system": "http://example.org", "code": "h"}),
    ),
    "half a ratio": Mutant("r4-invariant", f"{_VALUE}Ratio", _valued(valueRatio={"numerator": {"value": 1}})),
    "data without a content type": Mutant(
        "r4-invariant", f"{_VALUE}Attachment", _valued(valueAttachment={"data": "aGk="})
    ),
    "a contact without system": Mutant(
        "r4-invariant", f"{_VALUE}ContactPoint", _valued(valueContactPoint={"value": "x"})
    ),
    "a repeated duration without unit": Mutant(
        "r4-invariant", f"{_VALUE}Timing.repeat", _valued(valueTiming={"repeat": {"duration": 1}})
    ),
    "a period below zero": Mutant(
        "r4-invariant", f"{_VALUE}Timing.repeat", _valued(valueTiming={"repeat": {"period": -1, "periodUnit": "d"}})
    ),
    "times of day, and a when": Mutant(
        "r4-invariant",
        f"{_VALUE}Timing.repeat",
        _valued(valueTiming={"repeat": {"timeOfDay": ["10:00:00"], "when": ["MORN"]}}),
    ),
    "a year to a month of it": Mutant(
        "per-1", "Procedure.performedPeriod", _performed(performedPeriod={"start": "1983", "end": "1983-07"})
    ),
    "a month to its year": Mutant(
        "per-1", "Procedure.performedPeriod", _performed(performedPeriod={"start": "1983-07", "end": "1983"})
    ),
    "a day to an hour of it": Mutant(
        "per-1",
        "Procedure.performedPeriod",
        _performed(performedPeriod={"start": "2024-01-01", "end": "2024-01-01T10:30:00+02:00"}),
    ),
    "an end before the start, by the zone": Mutant(
        "per-1",
        "Procedure.performedPeriod",
        _performed(performedPeriod={"start": "2024-01-01T10:00:00Z", "end": "2024-01-01T10:30:00+02:00"}),
    ),
    "a dosage without dose and rate": Mutant(
        "r4-invariant",
        "MedicationAdministration.dosage",
        _other(
            "MedicationAdministration",
            status="completed",
            medicationCodeableConcept={"text": "x"},
            subject=_PATIENT_A,
            effectiveDateTime="2024",
            dosage={"text": "x"},
        ),
    ),
    "a condition that is over and active": Mutant(
        "r4-invariant",
        "Condition",
        _other(
            "Condition",
            subject=_PATIENT_A,
            abatementDateTime="2024",
            clinicalStatus={
                "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
            },
        ),
    ),
    "an evidence of nothing": Mutant(
        "r4-invariant",
        "Condition.evidence[0]",
        _other(
            "Condition",
            subject=_PATIENT_A,
            clinicalStatus={"text": "x"},
            evidence=[{"extension": [{"url": "http://example.org/x", "valueString": "x"}]}],
        ),
    ),
    "a value and the reason for its absence": Mutant(
        "r4-invariant",
        "Observation",
        _other(
            "Observation",
            status="final",
            code={"text": "x"},
            subject=_PATIENT_A,
            valueString="x",
            dataAbsentReason={"text": "x"},
        ),
    ),
    "a reference range of nothing": Mutant(
        "r4-invariant",
        "Observation.referenceRange[0]",
        _other(
            "Observation",
            status="final",
            code={"text": "x"},
            subject=_PATIENT_A,
            valueString="x",
            referenceRange=[{"type": {"text": "x"}}],
        ),
    ),
    "an organization without a name": Mutant("r4-invariant", "Organization", _other("Organization", active=True)),
    "an organization at home": Mutant(
        "r4-invariant", "Organization", _other("Organization", name="x", address=[{"use": "home", "city": "x"}])
    ),
    "a contact of nobody": Mutant(
        "r4-invariant", "Patient.contact[0]", _other("Patient", contact=[{"gender": "female"}])
    ),
    "members of what is not actual": Mutant(
        "r4-invariant", "Group", _other("Group", type="person", actual=False, member=[{"entity": _PATIENT_A}])
    ),
    "an allergy without status": Mutant(
        "r4-invariant", "AllergyIntolerance", _other("AllergyIntolerance", patient=_PATIENT_A, code={"text": "x"})
    ),
    "details of an order for nothing": Mutant(
        "r4-invariant",
        "ServiceRequest",
        _other("ServiceRequest", status="active", intent="order", subject=_PATIENT_A, orderDetail=[{"text": "x"}]),
    ),
    "a list that is empty and is not": Mutant(
        "r4-invariant",
        "List",
        _other("List", status="current", mode="working", emptyReason={"text": "x"}, entry=[{"item": _PATIENT_A}]),
    ),
    "a target without a measure": Mutant(
        "r4-invariant",
        "Goal.target[0]",
        _other(
            "Goal",
            lifecycleStatus="active",
            description={"text": "x"},
            subject=_PATIENT_A,
            target=[{"detailString": "x"}],
        ),
    ),
}

RIGHT: dict[str, str] = {
    "a value with an extension of its own": _valued(
        valueString="x", _valueString={"extension": [{"url": "http://example.org/x", "valueString": "y"}]}
    ),
    "a date with an extension of its own": _procedure(
        _performedDateTime={"extension": [{"url": "http://example.org/x", "valueString": "y"}]}
    ),
    "a plain narrative": _narrative(
        f'<div {XHTML}><p class="a">x &amp; y &#160; &lt;</p><table border="1"><tbody><tr><td colspan="2">x</td></tr>'
        '</tbody></table><ul><li><a href="http://example.org">x</a></li></ul></div>'
    ),
    "a narrative of one picture": _narrative(f'<div {XHTML}><img src="x.png" alt="x"/></div>'),
    "a relative address inside an extension": _procedure(
        extension=[{"url": "http://example.org/x", "extension": [{"url": "inner", "valueString": "x"}]}]
    ),
    "a period from year to year": _performed(performedPeriod={"start": "1983", "end": "1985-07"}),
    "a period within a year": _performed(performedPeriod={"start": "1983", "end": "1983"}),
    "an age": _performed(performedAge={"value": 3, "unit": "a", "system": UCUM, "code": "a"}),
    "a range": _performed(
        performedRange={"low": {"value": 1, "unit": "a"}, "high": {"value": 1.0, "unit": "a"}},
    ),
    "a duration without unit": _valued(valueDuration={"value": 1}),
    "a compartment": _other(
        "CompartmentDefinition",
        url="http://example.org/c",
        name="C",
        status="draft",
        code="Patient",
        search=True,
        resource=[{"code": "Procedure", "param": ["patient"]}],
    ),
    "the formats of a server": _other(
        "CapabilityStatement",
        status="draft",
        date="2024",
        kind="instance",
        fhirVersion="4.0.1",
        format=["xml", "json", "application/fhir+json"],
        implementation={"description": "x"},
        rest=[{"mode": "server"}],
    ),
    "a system that R4 itself names": _procedure(
        bodySite=[{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/HCPCS", "code": "E0100"}]}]
    ),
    "two versions of a resource": json.dumps(
        {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [
                {
                    "fullUrl": "http://example.org/Patient/v",
                    "resource": {
                        "resourceType": "Patient",
                        "id": "v",
                        "meta": {"versionId": version},
                        "gender": gender,
                    },
                }
                for version, gender in (("1", "female"), ("2", "male"))
            ],
        }
    ),
}


def _rows(name: str) -> list[dict[str, Any]]:
    """Return the lines of a file beside this one."""
    return [json.loads(line) for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()]


MUTANTS.update({row.pop("name"): Mutant(**row) for row in _rows("mutants.ndjson")})
RIGHT.update({row["name"]: row["resource"] for row in _rows("unusual.ndjson")})
