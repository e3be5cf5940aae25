"""Which resources are in the compartment of another? `Patient/1/Procedure` asks for those of this patient.

http://hl7.org/fhir/R4/compartmentdefinition.html
"""

from sandbox.problem import Problem, ProblemKind
from sandbox.r4 import ID
from sandbox.search.condition import Clause, Condition, Or
from sandbox.search.kind import ExactMatch
from sandbox.search.kinds.reference import local_keys
from sandbox.search.query import Scope
from sandbox.search.reading import ParseOptions
from sandbox.search.tables import search_parameters
from sandbox.spelling import did_you_mean


def scope(owner: str, id_: str, type_: str, options: ParseOptions) -> Scope:
    """Return the scope of a search in the compartment of a resource; raises Problem if there is none."""
    path = f"/{owner}/{id_}/{type_}"
    if owner not in COMPARTMENTS:
        known = ", ".join(COMPARTMENTS)
        raise Problem(ProblemKind.UNKNOWN_ADDRESS, f"A {owner} has no compartment; these have: {known}.")
    if not ID.fullmatch(id_):
        raise Problem(ProblemKind.NOT_FOUND, f"{id_!r} is no id: an id is 1 to 64 letters, digits, '-' and '.'.")
    if type_ != "*" and type_ not in COMPARTMENTS[owner]:
        hint = did_you_mean(type_, COMPARTMENTS[owner])
        raise Problem(ProblemKind.UNKNOWN_ADDRESS, f"{type_} is not in the compartment of a {owner}.{hint}")
    return Scope("" if type_ == "*" else type_, path, belonging(owner, id_, type_, options))


def belonging(owner: str, id_: str, type_: str, options: ParseOptions) -> Condition:
    """Return what holds of the resources of a type that belong to another."""
    known = search_parameters(type_)
    rows = [known[name] for name in COMPARTMENTS[owner].get(type_, "").split()]
    found = [Clause(param=row, alternatives=(ExactMatch(local_keys(f"{owner}/{id_}", options.bases)),)) for row in rows]
    if type_ == owner:
        found.append(Clause(param=known["_id"], alternatives=(ExactMatch((id_,)),)))
    return Or(tuple(found))


# Type -> type of what belongs to it -> the parameters by which it does. The types are those of this project.
# fmt: off
COMPARTMENTS: dict[str, dict[str, str]] = {
    "Patient": {
        "AllergyIntolerance": "patient recorder asserter", "CarePlan": "patient performer",
        "Condition": "patient asserter", "DiagnosticReport": "subject", "DocumentReference": "subject author",
        "Encounter": "patient", "EpisodeOfCare": "patient", "Group": "member", "List": "subject source",
        "MedicationAdministration": "patient performer subject", "Observation": "subject performer",
        "Patient": "link", "Procedure": "patient performer", "Provenance": "patient", "RelatedPerson": "patient",
        "ServiceRequest": "subject performer",
    },
    "Encounter": {
        "CarePlan": "encounter", "Condition": "encounter", "DiagnosticReport": "encounter",
        "DocumentReference": "encounter", "Encounter": "", "MedicationAdministration": "context",
        "Observation": "encounter", "Procedure": "encounter", "ServiceRequest": "encounter",
    },
    "Practitioner": {
        "AllergyIntolerance": "recorder asserter", "CarePlan": "performer", "Condition": "asserter",
        "DiagnosticReport": "performer", "DocumentReference": "subject author authenticator",
        "Encounter": "practitioner participant", "EpisodeOfCare": "care-manager", "Group": "member", "List": "source",
        "MedicationAdministration": "performer", "Observation": "performer", "Patient": "general-practitioner",
        "Practitioner": "", "PractitionerRole": "practitioner", "Procedure": "performer", "Provenance": "agent",
        "ServiceRequest": "performer requester",
    },
    "RelatedPerson": {
        "AllergyIntolerance": "asserter", "CarePlan": "performer", "Condition": "asserter",
        "DocumentReference": "author", "Encounter": "participant", "MedicationAdministration": "performer",
        "Observation": "performer", "Patient": "link", "Procedure": "performer", "Provenance": "agent",
        "RelatedPerson": "", "ServiceRequest": "performer",
    },
    "Device": {
        "Device": "", "DiagnosticReport": "subject", "DocumentReference": "subject author", "Group": "member",
        "List": "subject source", "MedicationAdministration": "device", "Observation": "subject device",
        "Provenance": "agent", "ServiceRequest": "performer requester",
    },
}
# fmt: on
