"""Is this FHIR R4, or another version of it? Types and elements that only DSTU2, STU3 or R5 have give a file away.

A file of another version would load, and then find nothing by the parameters whose elements have other names in R4.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.fhir.path import dicts


def other_version_of_type(type_: str) -> str:
    """Return what is to be said of a resource type that R4 does not have, "" where no other version has it either."""
    for version, types in TYPES.items():
        if type_ in types:
            return f" It is a type of FHIR {version}: convert the file to R4."
    return ""


def refuse_other_version(value: Mapping[str, Any]) -> None:
    """Raise ValueError if a resource has an element that only another version of FHIR has."""
    type_ = value["resourceType"]
    elements = ELEMENTS.get(type_)
    if elements is None:
        return
    if not elements.keys().isdisjoint(value.keys()):
        element = next(name for name in value if name in elements)
        raise ValueError(_said(f"{type_}.{element}", *elements[element]))
    for element, kind, version, says in SHAPES.get(type_, ()):
        if _is(value.get(element), kind):
            raise ValueError(f"{type_}.{element} is {kind} in FHIR {version}, and {says} in R4: convert the file to R4")
    for element, (part, version, renamed) in PARTS.get(type_, {}).items():
        for row in dicts(value.get(element)):
            if part in row:
                raise ValueError(_said(f"{type_}.{element}.{part}", version, renamed))


def _said(element: str, version: str, renamed: str) -> str:
    """Return what is to be said of an element that only another version has."""
    if renamed:
        instead = f", and R4 has {renamed} in its place"
    else:
        instead = ", and R4 does not have it"
    return f"{element} is an element of FHIR {version}{instead}: convert the file to R4"


def _is(value: Any, kind: str) -> bool:
    """Say whether a value is of a kind that tells versions apart."""
    if kind == _REFERABLE:
        return isinstance(value, dict) and ("concept" in value or isinstance(value.get("reference"), dict))
    return isinstance(value, {_CODE: str, _LIST: list, _CONCEPT: dict}[kind])


_CODE, _LIST, _CONCEPT, _REFERABLE = "a code", "a list", "a CodeableConcept", "a CodeableReference"

# type -> element, what another version has in it, that version, and what R4 has in it
SHAPES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "AllergyIntolerance": (("clinicalStatus", _CODE, "STU3", _CONCEPT), ("type", _CONCEPT, "R5", _CODE)),
    "Condition": (("clinicalStatus", _CODE, "STU3", _CONCEPT),),
    "Encounter": (("class", _LIST, "R5", "one Coding"),),
    "Goal": (("achievementStatus", _CODE, "STU3", _CONCEPT),),
    "ServiceRequest": (("code", _REFERABLE, "R5", _CONCEPT),),
}

# type -> element -> part of it, the version that has it, and what R4 has in its place
PARTS: dict[str, dict[str, tuple[str, str, str]]] = {
    "CarePlan": {"activity": ("plannedActivityReference", "R5", "reference")},
    "CareTeam": {"participant": ("coveragePeriod", "R5", "period")},
    "DiagnosticReport": {"performer": ("actor", "STU3", "a Reference")},
    "Procedure": {"performer": ("role", "STU3", "function")},
}

TYPES: dict[str, frozenset[str]] = {
    "DSTU2": frozenset({"Conformance", "DeviceUseRequest", "DiagnosticOrder", "MedicationOrder", "Order"}),
    "STU3": frozenset(
        {
            "BodySite", "DataElement", "DeviceComponent", "EligibilityRequest", "EligibilityResponse",
            "ExpansionProfile", "ImagingManifest", "ProcedureRequest", "ProcessRequest", "ProcessResponse",
            "ReferralRequest", "Sequence", "ServiceDefinition",
        }
    ),
    "R5": frozenset(
        {
            "ActorDefinition", "ArtifactAssessment", "Citation", "ConditionDefinition", "DeviceAssociation",
            "DeviceDispense", "DeviceUsage", "EncounterHistory", "FormularyItem", "GenomicStudy", "ImagingSelection",
            "InventoryItem", "InventoryReport", "NutritionIntake", "NutritionProduct", "Permission",
            "RequestOrchestration", "Requirements", "SubscriptionStatus", "SubscriptionTopic", "TestPlan", "Transport",
        }
    ),
}  # fmt: skip

# type -> element -> the version that has it, and what R4 has in its place ("" for nothing).
ELEMENTS: dict[str, dict[str, tuple[str, str]]] = {
    "AllergyIntolerance": {"participant": ("R5", "recorder and asserter"), "assertedDate": ("STU3", "recordedDate")},
    "CarePlan": {"context": ("STU3", "encounter"), "definition": ("STU3", "instantiatesCanonical")},
    "CareTeam": {"reason": ("R5", "reasonCode"), "context": ("STU3", "encounter")},
    "Condition": {
        "participant": ("R5", "recorder and asserter"), "context": ("STU3", "encounter"),
        "assertedDate": ("STU3", "recordedDate"),
    },
    "Coverage": {
        "sequence": ("STU3", "order"), "insurancePlan": ("R5", "class"), "grouping": ("STU3", "class"),
        "insurer": ("R5", "payor"), "paymentBy": ("R5", "payor"),
    },
    "Device": {"udi": ("STU3", "udiCarrier"), "model": ("STU3", "modelNumber"), "displayName": ("R5", "deviceName")},
    "DiagnosticReport": {
        "codedDiagnosis": ("STU3", "conclusionCode"), "study": ("R5", "imagingStudy"),
        "context": ("STU3", "encounter"), "image": ("STU3", "media"),
    },
    "DocumentReference": {
        "created": ("STU3", "date"), "facilityType": ("R5", "context"), "practiceSetting": ("R5", "context"),
        "indexed": ("STU3", "date"), "class": ("STU3", "category"),
    },
    "Encounter": {
        "incomingReferral": ("STU3", "basedOn"), "reason": ("STU3 and R5", "reasonCode"),
        "actualPeriod": ("R5", "period"), "admission": ("R5", "hospitalization"),
    },
    "ExplanationOfBenefit": {
        "hospitalization": ("STU3", "supportingInfo"), "information": ("STU3", "supportingInfo"),
        "organization": ("STU3", "provider"), "totalCost": ("STU3", "total"), "totalBenefit": ("STU3", "total"),
    },
    "Goal": {"outcome": ("R5", "outcomeCode"), "status": ("STU3", "lifecycleStatus")},
    "Immunization": {
        "reason": ("R5", "reasonCode"), "informationSource": ("R5", "reportOrigin"),
        "date": ("STU3", "occurrenceDateTime"), "notGiven": ("STU3", "status"), "practitioner": ("STU3", "performer"),
        "explanation": ("STU3", "reasonCode"), "vaccinationProtocol": ("STU3", "protocolApplied"),
    },
    "Medication": {"isBrand": ("STU3", ""), "package": ("STU3", "batch"), "doseForm": ("R5", "form")},
    "MedicationAdministration": {
        "notGiven": ("STU3", "status"), "prescription": ("STU3", "request"),
        "reasonNotGiven": ("STU3", "statusReason"),
        "medication": ("R5", "medicationCodeableConcept or medicationReference"),
        "occurenceDateTime": ("R5", "effectiveDateTime"), "occurencePeriod": ("R5", "effectivePeriod"),
    },
    "MedicationDispense": {
        "notDone": ("STU3", "status"), "notDoneReasonCodeableConcept": ("STU3", "statusReasonCodeableConcept"),
        "medication": ("R5", "medicationCodeableConcept or medicationReference"),
    },
    "MedicationRequest": {
        "reason": ("R5", "reasonCode"), "reported": ("R5", "reportedBoolean"), "context": ("STU3", "encounter"),
        "definition": ("STU3", "instantiatesCanonical"),
        "medication": ("R5", "medicationCodeableConcept or medicationReference"),
    },
    "MedicationStatement": {
        "taken": ("STU3", "status"), "reasonNotTaken": ("STU3", "statusReason"), "reason": ("R5", "reasonCode"),
        "medication": ("R5", "medicationCodeableConcept or medicationReference"),
    },
    "Observation": {
        "valueAttachment": ("STU3 and R5", ""), "valueReference": ("R5", ""), "context": ("STU3", "encounter"),
        "comment": ("STU3", "note"), "related": ("STU3", "hasMember or derivedFrom"), "triggeredBy": ("R5", ""),
    },
    "Organization": {"qualification": ("R5", "")},
    "Patient": {"animal": ("STU3", "the extension patient-animal")},
    "PractitionerRole": {"availability": ("R5", "availableTime"), "contact": ("R5", "telecom")},
    "Procedure": {
        "context": ("STU3", "encounter"), "definition": ("STU3", "instantiatesCanonical"),
        "notDone": ("STU3", "status"), "notDoneReason": ("STU3", "statusReason"), "notPerformed": ("DSTU2", "status"),
        "reasonNotPerformed": ("DSTU2", "statusReason"), "occurrenceAge": ("R5", "performedAge"),
        "occurrenceDateTime": ("R5", "performedDateTime"), "occurrencePeriod": ("R5", "performedPeriod"),
        "occurrenceRange": ("R5", "performedRange"), "occurrenceString": ("R5", "performedString"),
        "occurrenceTiming": ("R5", ""), "recorded": ("R5", ""), "reportedBoolean": ("R5", ""),
        "reportedReference": ("R5", "asserter"), "focus": ("R5", ""), "reason": ("R5", "reasonCode"),
        "used": ("R5", "usedReference"),
    },
    "Provenance": {"period": ("STU3", "occurredPeriod"), "encounter": ("R5", "")},
    "ServiceRequest": {"reason": ("R5", "reasonCode"), "bodyStructure": ("R5", "bodySite")},
}  # fmt: skip
