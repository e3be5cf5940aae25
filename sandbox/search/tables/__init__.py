"""Which search parameters are there? R4's own for Procedure, and those that every resource has.

Everything about a parameter follows from its row: how a query is read, what is indexed, the CapabilityStatement and
the manual. http://hl7.org/fhir/R4/procedure.html#search and http://hl7.org/fhir/R4/search.html#all
"""

from sandbox.search.param import Param
from sandbox.search.tables.neighbours import NEIGHBOURS


def params(type_: str) -> dict[str, Param]:
    """Return the search parameters of a resource type by name."""
    return COMMON | PARAMS.get(type_, {})


def owner(type_: str) -> Param:
    """Return a parameter that only the sandbox itself asks: the Patients whom a resource is about.

    A Group, and somebody of whom nothing is known, may be patients, so they count as well. A follower belongs to whom
    the resources belong that it points at, whatever their type.
    """
    path = OWNERS.get(type_, "patient | subject")
    return Param(
        name="owner", type="reference", path=path, targets=("Patient", "Group", ""), narrow=type_ not in FOLLOWERS
    )


def _table(*rows: Param) -> dict[str, Param]:
    return {row.name: row for row in rows}


# Columns: name, search type, path below the resource, then what is special.
# fmt: off
COMMON: dict[str, Param] = _table(
    Param(name="_content",     type="string", path="", kind="freetext"),
    Param(name="_id",          type="token",  path="id", kind="id"),
    Param(name="_lastUpdated", type="date",   path="meta.lastUpdated"),
    Param(name="_profile",     type="uri",    path="meta.profile", kind="canonical"),
    Param(name="_security",    type="token",  path="meta.security"),
    Param(name="_source",      type="uri",    path="meta.source"),
    Param(name="_tag",         type="token",  path="meta.tag"),
    Param(name="_text",        type="string", path="text.div", kind="freetext"),
)

PARAMS: dict[str, dict[str, Param]] = NEIGHBOURS | {
    "Procedure": _table(
        Param(name="based-on",               type="reference", path="basedOn",
              targets=("CarePlan", "ServiceRequest")),
        Param(name="category",               type="token",     path="category"),
        Param(name="code",                   type="token",     path="code"),
        Param(name="date",                   type="date",      path="performedDateTime | performedPeriod"),
        Param(name="encounter",              type="reference", path="encounter",
              targets=("Encounter", "EpisodeOfCare")),
        Param(name="identifier",             type="token",     path="identifier", element="Identifier"),
        Param(name="instantiates-canonical", type="reference", path="instantiatesCanonical", kind="canonical",
              targets=("ActivityDefinition", "Measure", "OperationDefinition", "PlanDefinition", "Questionnaire")),
        Param(name="instantiates-uri",       type="uri",       path="instantiatesUri"),
        Param(name="location",               type="reference", path="location", targets=("Location",)),
        Param(name="part-of",                type="reference", path="partOf",
              targets=("MedicationAdministration", "Observation", "Procedure")),
        Param(name="patient",                type="reference", path="subject", targets=("Patient",), narrow=True),
        Param(name="performer",              type="reference", path="performer.actor",
              targets=("Device", "Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson")),
        Param(name="reason-code",            type="token",     path="reasonCode"),
        Param(name="reason-reference",       type="reference", path="reasonReference",
              targets=("Condition", "DiagnosticReport", "DocumentReference", "Observation", "Procedure")),
        Param(name="status",                 type="token",     path="status",
              element="code",
              system="http://hl7.org/fhir/event-status"),
        Param(name="subject",                type="reference", path="subject", targets=("Group", "Patient")),
    ),
}

# Where a resource names the patient whom it is about, if neither in `patient` nor in `subject`.
OWNERS: dict[str, str] = {
    "Appointment":         "participant.actor",
    "AppointmentResponse": "actor",
    "AuditEvent":          "agent.who | entity.what",
    "Coverage":            "beneficiary",
    "EnrollmentRequest":   "candidate",
    "Group":               "member.entity",
    "Person":              "link.target",
    "Provenance":          "target",
    "ResearchSubject":     "individual",
    "Schedule":            "actor",
    "Task":                "for",
}
FOLLOWERS = frozenset({"Provenance"})
# fmt: on
