"""Does a resource keep the invariants of its type? And each part of it those of its own, as R4 has them.

The parts go by the names that the models have: `ConditionStage` is `Condition.stage`.
"""

# tested by: tests/tools/check/test_mutants.py

from collections.abc import Iterator
from typing import Any

from sandbox.tools.check.datatypes import UCUM, number
from sandbox.tools.check.definition_invariants import DEFINITIONS
from sandbox.tools.check.demands import (
    Demand,
    Invariants,
    Value,
    has,
    just_one_of,
    needs,
    not_both,
    one_of,
    rows,
    together,
    where_not,
    without,
)
from sandbox.tools.check.issue import Violation, Way
from sandbox.tools.check.moments import wrong_order


def invariants_of_resource(name: str, value: Value, way: Way) -> Iterator[Violation]:
    """Yield the invariants of a type, or of a part of one, that a value breaks."""
    for id_, wrong in (*_INVARIANTS.get(name, ()), *DEFINITIONS.get(name, ())):
        if said := wrong(value):
            yield Violation("r4-invariant", way, f"{id_}: {said}")


def _codes(value: Value, name: str, system: str) -> set[str]:
    """Return the codes that a CodeableConcept has of a system."""
    concept = value.get(name)
    codings = concept.get("coding", ()) if isinstance(concept, dict) else ()
    return {str(row.get("code")) for row in codings if isinstance(row, dict) and row.get("system") == system}


_HL7 = "http://terminology.hl7.org/CodeSystem/"


def _abated(value: Value) -> str:
    over = _codes(value, "clinicalStatus", f"{_HL7}condition-clinical") & {"resolved", "remission", "inactive"}
    if has(value, "abatement[x]") and not over:
        return "has an abatement, and is not inactive, resolved or in remission"
    return ""


def _no_status_in_error(system: str) -> Demand:
    """Return what refuses a clinical status of something that was entered in error."""

    def wrong(value: Value) -> str:
        if "entered-in-error" in _codes(value, "verificationStatus", _HL7 + system) and "clinicalStatus" in value:
            return "was entered in error, and has a clinicalStatus"
        return ""

    return wrong


def _allergy_status(value: Value) -> str:
    in_error = "entered-in-error" in _codes(value, "verificationStatus", f"{_HL7}allergyintolerance-verification")
    if not in_error and "clinicalStatus" not in value:
        return "needs a clinicalStatus, for it was not entered in error"
    return ""


def _component_repeats(value: Value) -> str:
    own = _coded(value.get("code"))
    if has(value, "value[x]") and any(own & _coded(row.get("code")) for row in rows(value, "component")):
        return "has a value, and a component with the code of the whole"
    return ""


def _coded(concept: Any) -> set[tuple[Any, Any]]:
    codings = concept.get("coding", ()) if isinstance(concept, dict) else ()
    return {(row.get("system"), row.get("code")) for row in codings if isinstance(row, dict)}


def _in_order(first: str, then: str) -> Demand:
    """Return what refuses a date before another."""

    def wrong(value: Value) -> str:
        if said := wrong_order(value.get(first), value.get(then)):
            return f"from {first} to {then} it {said}"
        return ""

    return wrong


def _no_home(name: str) -> Demand:
    def wrong(value: Value) -> str:
        if any(row.get("use") == "home" for row in rows(value, name)):
            return f"an organization has no {name} at home"
        return ""

    return wrong


def _only_where(name: str, entry: str, mode: str) -> Demand:
    """Return what refuses an element of a List's entries unless the List has some mode."""

    def wrong(value: Value) -> str:
        if value.get("mode") != mode and any(entry in row for row in rows(value, name)):
            return f"{name}.{entry} needs the mode {mode}"
        return ""

    return wrong


def _members(value: Value) -> str:
    if "member" in value and value.get("actual") is not True:
        return "has members, and is not actual"
    return ""


def _probable(value: Value) -> str:
    probability = number(value.get("probabilityDecimal"))
    if probability is not None and probability > 100:
        return f"a probability of {probability} is more than 100"
    return ""


def _percentages(value: Value) -> str:
    between = value.get("probabilityRange")
    ends = [between.get(name) for name in ("low", "high")] if isinstance(between, dict) else []
    if any(isinstance(end, dict) and (end.get("system"), end.get("code")) != (UCUM, "%") for end in ends):
        return f"low and high of a probability are percentages: code % of {UCUM}"
    return ""


def _two_items(value: Value) -> str:
    if len(rows(value, "item")) < 2:
        return "links two items at least"
    return ""


def _coordinates(value: Value) -> str:
    if number(value.get("coordinateSystem")) not in {0, 1}:
        return "coordinateSystem is 0 or 1"
    return ""


# Type, or part of one -> its invariants: id, and what says what is wrong, "" for nothing.
# Those that a resolver or a grouping of other resources would be needed for are left out: ctm-1, ig-1, ig-2.
_INVARIANTS: Invariants = {
    "AllergyIntolerance": (
        ("ait-1", _allergy_status),
        ("ait-2", _no_status_in_error("allergyintolerance-verification")),
    ),
    "Appointment": (
        ("app-2", together("start", "end")),
        ("app-3", where_not("status", ("proposed", "cancelled", "waitlist"), one_of("start"))),
        ("app-3", where_not("status", ("proposed", "cancelled", "waitlist"), one_of("end"))),
        ("app-4", where_not("status", ("no-show", "cancelled"), without("cancelationReason"))),
    ),
    "AppointmentParticipant": (("app-1", one_of("type", "actor")),),
    "AppointmentResponse": (("apr-1", one_of("participantType", "actor")),),
    "AuditEventEntity": (("sev-1", not_both("name", "query")),),
    "CarePlanActivity": (("cpl-3", not_both("detail", "reference")),),
    "CompositionSection": (
        ("cmp-1", one_of("text", "entry", "section")),
        ("cmp-2", not_both("emptyReason", "entry")),
    ),
    "Condition": (("con-4", _abated), ("con-5", _no_status_in_error("condition-ver-status"))),
    "ConditionEvidence": (("con-2", one_of("code", "detail")),),
    "ConditionStage": (("con-1", one_of("summary", "assessment")),),
    "Consent": (("ppc-1", one_of("policy", "policyRule")),),
    "CoverageEligibilityResponseInsuranceItem": (("ces-1", just_one_of("category", "productOrService")),),
    "FamilyMemberHistory": (("fhs-1", not_both("age[x]", "born[x]")), ("fhs-2", needs("estimatedAge", "age[x]"))),
    "GoalTarget": (("gol-1", needs("detail[x]", "measure")),),
    "Group": (("grp-1", _members),),
    "ImmunizationEducation": (("imm-1", one_of("documentType", "reference")),),
    "ImmunizationRecommendationRecommendation": (("imr-1", one_of("vaccineCode", "targetDisease")),),
    "InsurancePlan": (("ipn-1", one_of("identifier", "name")),),
    "Linkage": (("lnk-1", _two_items),),
    "List": (
        ("lst-1", not_both("emptyReason", "entry")),
        ("lst-2", _only_where("entry", "deleted", "changes")),
        ("lst-3", _only_where("entry", "date", "working")),
    ),
    "MedicationAdministrationDosage": (("mad-1", one_of("dose", "rate[x]")),),
    "MedicationDispense": (("mdd-1", _in_order("whenPrepared", "whenHandedOver")),),
    "MolecularSequence": (("msq-3", _coordinates),),
    "MolecularSequenceReferenceSeq": (
        ("msq-5", together("chromosome", "genomeBuild")),
        ("msq-6", just_one_of("genomeBuild", "referenceSeqId", "referenceSeqPointer", "referenceSeqString")),
    ),
    "Observation": (("obs-6", not_both("dataAbsentReason", "value[x]")), ("obs-7", _component_repeats)),
    "ObservationReferenceRange": (("obs-3", one_of("low", "high", "text")),),
    "Organization": (
        ("org-1", one_of("identifier", "name")),
        ("org-2", _no_home("address")),
        ("org-3", _no_home("telecom")),
    ),
    "ParametersParameter": (("inv-1", just_one_of("value[x]", "resource", "part")),),
    "PatientContact": (("pat-1", one_of("name", "telecom", "address", "organization")),),
    "QuestionnaireResponseItem": (("qrs-1", not_both("answer", "item")),),
    "RequestGroupAction": (("rqg-1", just_one_of("resource", "action")),),
    "RiskAssessmentPrediction": (("ras-1", _percentages), ("ras-2", _probable)),
    "ServiceRequest": (("prr-1", needs("orderDetail", "code")),),
    "Task": (("inv-1", _in_order("authoredOn", "lastModified")),),
}
