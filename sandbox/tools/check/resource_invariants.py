"""Does a resource keep the invariants of its type? And each part of it those of its own, as R4 has them.

The parts go by the names that the models have: `ConditionStage` is `Condition.stage`.
"""

# tested by: tests/tools/check/test_mutants.py

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sandbox.tools.check.issue import Violation, Way

Value = Mapping[str, Any]


def invariants_of_resource(name: str, value: Value, way: Way) -> Iterator[Violation]:
    """Yield the invariants of a type, or of a part of one, that a value breaks."""
    for id_, wrong in _INVARIANTS.get(name, ()):
        if said := wrong(value):
            yield Violation("r4-invariant", way, f"{id_}: {said}")


def _one_of(*names: str) -> Callable[[Value], str]:
    """Return what demands one of some elements; a name that ends in [x] stands for each type of its choice."""

    def wrong(value: Value) -> str:
        if not any(_has(value, name) for name in names):
            return f"needs {' or '.join(names)}"
        return ""

    return wrong


def _not_both(first: str, second: str) -> Callable[[Value], str]:
    def wrong(value: Value) -> str:
        if _has(value, first) and _has(value, second):
            return f"{first} and {second} exclude each other"
        return ""

    return wrong


def _with(first: str, *others: str) -> Callable[[Value], str]:
    def wrong(value: Value) -> str:
        if _has(value, first) and not any(_has(value, other) for other in others):
            return f"{first} needs {' or '.join(others)}"
        return ""

    return wrong


def _has(value: Value, name: str) -> bool:
    if not name.endswith("[x]"):
        return name in value or f"_{name}" in value
    stem = name.removesuffix("[x]")
    return any(key.removeprefix("_").startswith(stem) and key.removeprefix("_") != stem for key in value)


def _codes(value: Value, name: str, system: str) -> set[str]:
    """Return the codes that a CodeableConcept has of a system."""
    concept = value.get(name)
    codings = concept.get("coding", ()) if isinstance(concept, dict) else ()
    return {str(row.get("code")) for row in codings if isinstance(row, dict) and row.get("system") == system}


_HL7 = "http://terminology.hl7.org/CodeSystem/"


def _abated(value: Value) -> str:
    over = _codes(value, "clinicalStatus", f"{_HL7}condition-clinical") & {"resolved", "remission", "inactive"}
    if _has(value, "abatement[x]") and not over:
        return "has an abatement, and is not inactive, resolved or in remission"
    return ""


def _no_status_in_error(system: str) -> Callable[[Value], str]:
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
    components = value.get("component", ())
    if _has(value, "value[x]") and any(own & _coded(row.get("code")) for row in components if isinstance(row, dict)):
        return "has a value, and a component with the code of the whole"
    return ""


def _coded(concept: Any) -> set[tuple[Any, Any]]:
    codings = concept.get("coding", ()) if isinstance(concept, dict) else ()
    return {(row.get("system"), row.get("code")) for row in codings if isinstance(row, dict)}


def _handed_over(value: Value) -> str:
    prepared, handed = str(value.get("whenPrepared", "")), str(value.get("whenHandedOver", ""))
    length = min(len(prepared), len(handed), 10)
    if prepared[:length] > handed[:length]:
        return f"was handed over {handed}, before it was prepared, {prepared}"
    return ""


def _no_home(name: str) -> Callable[[Value], str]:
    def wrong(value: Value) -> str:
        rows = value.get(name, ())
        if any(isinstance(row, dict) and row.get("use") == "home" for row in rows):
            return f"an organization has no {name} at home"
        return ""

    return wrong


def _only_where(name: str, entry: str, mode: str) -> Callable[[Value], str]:
    """Return what refuses an element of a List's entries unless the List has some mode."""

    def wrong(value: Value) -> str:
        if value.get("mode") != mode and any(isinstance(row, dict) and entry in row for row in value.get(name, ())):
            return f"{name}.{entry} needs the mode {mode}"
        return ""

    return wrong


def _members(value: Value) -> str:
    if "member" in value and value.get("actual") is not True:
        return "has members, and is not actual"
    return ""


def _included(value: Value) -> str:
    if ("concept" in value or "filter" in value) and "system" not in value:
        return "concepts and filters need a system"
    return ""


# Type, or part of one -> its invariants: id, and what says what is wrong, "" for nothing.
_INVARIANTS: dict[str, tuple[tuple[str, Callable[[Value], str]], ...]] = {
    "AllergyIntolerance": (
        ("ait-1", _allergy_status),
        ("ait-2", _no_status_in_error("allergyintolerance-verification")),
    ),
    "CarePlanActivity": (("cpl-3", _not_both("detail", "reference")),),
    "Condition": (("con-4", _abated), ("con-5", _no_status_in_error("condition-ver-status"))),
    "ConditionEvidence": (("con-2", _one_of("code", "detail")),),
    "ConditionStage": (("con-1", _one_of("summary", "assessment")),),
    "GoalTarget": (("gol-1", _with("detail[x]", "measure")),),
    "Group": (("grp-1", _members),),
    "ImmunizationEducation": (("imm-1", _one_of("documentType", "reference")),),
    "List": (
        ("lst-1", _not_both("emptyReason", "entry")),
        ("lst-2", _only_where("entry", "deleted", "changes")),
        ("lst-3", _only_where("entry", "date", "working")),
    ),
    "MedicationAdministrationDosage": (("mad-1", _one_of("dose", "rate[x]")),),
    "MedicationDispense": (("mdd-1", _handed_over),),
    "Observation": (("obs-6", _not_both("dataAbsentReason", "value[x]")), ("obs-7", _component_repeats)),
    "ObservationReferenceRange": (("obs-3", _one_of("low", "high", "text")),),
    "Organization": (
        ("org-1", _one_of("identifier", "name")),
        ("org-2", _no_home("address")),
        ("org-3", _no_home("telecom")),
    ),
    "PatientContact": (("pat-1", _one_of("name", "telecom", "address", "organization")),),
    "ServiceRequest": (("prr-1", _with("orderDetail", "code")),),
    "ValueSetComposeInclude": (
        ("vsd-1", _one_of("system", "valueSet")),
        ("vsd-2", _included),
        ("vsd-3", _not_both("concept", "filter")),
    ),
    "ValueSetExpansionContains": (
        ("vsd-6", _one_of("code", "display")),
        ("vsd-10", _with("code", "system")),
    ),
}
