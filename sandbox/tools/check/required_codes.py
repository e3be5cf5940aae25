"""Which codes does R4 fix that the models leave open? They cut some lists short, and leave others out.

Rows for elements of the datatype code, and for concepts: of those the codes of one system are fixed.
"""

# tested by: tests/tools/check/test_mutants.py

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.tools.check.issue import Violation, Way, shown

_HL7 = "http://terminology.hl7.org/CodeSystem/"


def wrong_concepts(name: str, value: Mapping[str, Any], way: Way) -> Iterator[Violation]:
    """Yield the codes of concepts of a type that its required binding does not have."""
    for element, (system, codes) in _CONCEPTS.get(name, {}).items():
        concept = value.get(element)
        if not isinstance(concept, dict) or not isinstance(concept.get("coding"), list):
            continue
        for number, coding in enumerate(concept["coding"]):
            if isinstance(coding, dict) and coding.get("system") == system and coding.get("code") not in codes:
                there = (*way, element, "coding", number, "code")
                listed = ", ".join(codes)
                said = f"{shown(coding.get('code'))} is not one of its codes. Codes: {listed}."
                yield Violation("r4-code", there, said)


_COMPARATORS = ("<", "<=", ">=", ">")
_OBSERVATION = tuple("registered preliminary final amended corrected cancelled entered-in-error unknown".split())
_ENCOUNTER = tuple("planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown".split())
_TYPES = tuple(sorted(RESOURCE_TYPES))

# http://hl7.org/fhir/R4/valueset-currencies.html, with the codes that came to ISO 4217 since
CURRENCIES = tuple(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
    CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GGP GHS GIP GMD GNF
    GTQ GYD HKD HNL HRK HTG HUF IDR ILS IMP INR IQD IRR ISK JEP JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP
    LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK
    PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND
    TOP TRY TTD TVD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VEF VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XDR
    XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWL
    """.split()
)

# Model and element -> all of its codes. http://hl7.org/fhir/R4/terminologies-valuesets.html
# fmt: off
CODES: dict[tuple[str, str], tuple[str, ...]] = {
    **{(model, "comparator"): _COMPARATORS for model in ("Age", "Count", "Distance", "Duration", "Quantity")},
    **{(model, "status"): _OBSERVATION for model in ("DetectedIssue", "Observation", "RiskAssessment")},
    **{(model, "status"): _ENCOUNTER for model in ("Encounter", "EncounterStatusHistory")},
    ("AuditEvent", "action"): ("C", "R", "U", "D", "E"),
    ("AuditEvent", "outcome"): ("0", "4", "8", "12"),
    ("AuditEventAgentNetwork", "type"): ("1", "2", "3", "4", "5"),
    ("CapabilityStatementRestResource", "type"): _TYPES,
    ("CompartmentDefinitionResource", "code"): _TYPES,
    ("Composition", "confidentiality"): ("U", "L", "M", "N", "R", "V"),
    ("DeviceUdiCarrier", "entryType"): ("barcode", "rfid", "manual", "card", "self-reported", "unknown"),
    ("DeviceUseStatement", "status"): ("active", "completed", "entered-in-error", "intended", "stopped", "on-hold"),
    ("DiagnosticReport", "status"): (
        "registered", "partial", "preliminary", "final", "amended", "corrected", "appended", "cancelled",
        "entered-in-error", "unknown",
    ),
    ("GraphDefinition", "start"): _TYPES,
    ("Money", "currency"): CURRENCIES,
    ("OperationOutcomeIssue", "code"): (
        "invalid", "structure", "required", "value", "invariant", "security", "login", "unknown", "expired",
        "forbidden", "suppressed", "processing", "not-supported", "duplicate", "multiple-matches", "not-found",
        "deleted", "too-long", "code-invalid", "extension", "too-costly", "business-rule", "conflict", "transient",
        "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled", "informational",
    ),
    ("Questionnaire", "subjectType"): _TYPES,
    ("QuestionnaireItem", "type"): (
        "group", "display", "question", "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text",
        "url", "choice", "open-choice", "attachment", "reference", "quantity",
    ),
    ("SupplyRequest", "status"): (
        "draft", "active", "suspended", "cancelled", "completed", "entered-in-error", "unknown",
    ),
    ("Task", "status"): (
        "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold",
        "failed", "completed", "entered-in-error",
    ),
    ("TimingRepeat", "when"): (
        "MORN", "MORN.early", "MORN.late", "NOON", "AFT", "AFT.early", "AFT.late", "EVE", "EVE.early", "EVE.late",
        "NIGHT", "PHS", "HS", "WAKE", "C", "CM", "CD", "CV", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV",
    ),
}

# Type -> element -> the system whose codes are fixed, and those.
_CONCEPTS: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "AdverseEvent": {
        "outcome": (f"{_HL7}adverse-event-outcome", (
            "resolved", "recovering", "ongoing", "resolvedWithSequelae", "fatal", "unknown",
        )),
        "severity": (f"{_HL7}adverse-event-severity", ("mild", "moderate", "severe")),
    },
    "AllergyIntolerance": {
        "clinicalStatus": (f"{_HL7}allergyintolerance-clinical", ("active", "inactive", "resolved")),
        "verificationStatus": (f"{_HL7}allergyintolerance-verification", (
            "unconfirmed", "confirmed", "refuted", "entered-in-error",
        )),
    },
    "Condition": {
        "clinicalStatus": (f"{_HL7}condition-clinical", (
            "active", "recurrence", "relapse", "inactive", "remission", "resolved",
        )),
        "verificationStatus": (f"{_HL7}condition-ver-status", (
            "unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error",
        )),
    },
    "SupplyDelivery": {"type": (f"{_HL7}supply-item-type", ("medication", "device"))},
}
# fmt: on
