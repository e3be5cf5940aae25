"""Is this FHIR R4, or another version of it? Types and elements that only DSTU2, STU3 or R5 have give a file away.

A file of another version would load, and then find nothing by the parameters whose elements have other names in R4.
"""

from collections.abc import Mapping
from typing import Any


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
    for element in elements.keys() & value.keys():
        version, renamed = elements[element]
        if renamed:
            instead = f", and R4 has {renamed} in its place"
        else:
            instead = ", and R4 does not have it"
        raise ValueError(f"{type_}.{element} is an element of FHIR {version}{instead}: convert the file to R4")
    status = value.get("clinicalStatus")
    if isinstance(status, str):
        raise ValueError(
            f"{type_}.clinicalStatus is a code in FHIR STU3, and a CodeableConcept in R4: convert the file to R4"
        )


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
    "AllergyIntolerance": {"assertedDate": ("STU3", "recordedDate")},
    "CarePlan": {"context": ("STU3", "encounter"), "definition": ("STU3", "instantiatesCanonical")},
    "CareTeam": {"context": ("STU3", "encounter")},
    "Condition": {"context": ("STU3", "encounter"), "assertedDate": ("STU3", "recordedDate")},
    "Coverage": {"grouping": ("STU3", "class"), "insurer": ("R5", "payor"), "paymentBy": ("R5", "payor")},
    "DiagnosticReport": {"context": ("STU3", "encounter"), "image": ("STU3", "media")},
    "DocumentReference": {"indexed": ("STU3", "date"), "class": ("STU3", "category")},
    "Encounter": {
        "incomingReferral": ("STU3", "basedOn"), "reason": ("STU3 and R5", "reasonCode"),
        "actualPeriod": ("R5", "period"), "admission": ("R5", "hospitalization"),
    },
    "ExplanationOfBenefit": {
        "hospitalization": ("STU3", "supportingInfo"), "information": ("STU3", "supportingInfo"),
        "organization": ("STU3", "provider"), "totalCost": ("STU3", "total"), "totalBenefit": ("STU3", "total"),
    },
    "Goal": {"status": ("STU3", "lifecycleStatus")},
    "Immunization": {
        "date": ("STU3", "occurrenceDateTime"), "notGiven": ("STU3", "status"), "practitioner": ("STU3", "performer"),
        "explanation": ("STU3", "reasonCode"), "vaccinationProtocol": ("STU3", "protocolApplied"),
    },
    "Medication": {"isBrand": ("STU3", ""), "package": ("STU3", "batch"), "doseForm": ("R5", "form")},
    "MedicationAdministration": {
        "notGiven": ("STU3", "status"), "prescription": ("STU3", "request"), "reasonNotGiven": ("STU3", "statusReason"),
        "medication": ("R5", "medicationCodeableConcept or medicationReference"),
        "occurenceDateTime": ("R5", "effectiveDateTime"), "occurencePeriod": ("R5", "effectivePeriod"),
    },
    "MedicationDispense": {
        "notDone": ("STU3", "status"), "notDoneReasonCodeableConcept": ("STU3", "statusReasonCodeableConcept"),
        "medication": ("R5", "medicationCodeableConcept or medicationReference"),
    },
    "MedicationRequest": {
        "context": ("STU3", "encounter"), "definition": ("STU3", "instantiatesCanonical"),
        "medication": ("R5", "medicationCodeableConcept or medicationReference"),
    },
    "Observation": {
        "context": ("STU3", "encounter"), "comment": ("STU3", "note"), "related": ("STU3", "hasMember or derivedFrom"),
        "triggeredBy": ("R5", ""),
    },
    "Procedure": {
        "context": ("STU3", "encounter"), "definition": ("STU3", "instantiatesCanonical"),
        "notDone": ("STU3", "status"), "notDoneReason": ("STU3", "statusReason"),
        "notPerformed": ("DSTU2", "status"), "reasonNotPerformed": ("DSTU2", "statusReason"),
        "occurrenceAge": ("R5", "performedAge"), "occurrenceDateTime": ("R5", "performedDateTime"),
        "occurrencePeriod": ("R5", "performedPeriod"), "occurrenceRange": ("R5", "performedRange"),
        "occurrenceString": ("R5", "performedString"), "occurrenceTiming": ("R5", ""), "recorded": ("R5", ""),
        "reportedBoolean": ("R5", ""), "reportedReference": ("R5", "asserter"), "focus": ("R5", ""),
        "reason": ("R5", "reasonCode"), "used": ("R5", "usedReference"),
    },
    "Provenance": {"period": ("STU3", "occurredPeriod"), "encounter": ("R5", "")},
}  # fmt: skip
