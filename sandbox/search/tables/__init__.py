"""Which search parameters are there? R4's own for Procedure, and those that every resource has.

Everything about a parameter follows from its row: how a query is read, what is indexed, the CapabilityStatement and
the manual. http://hl7.org/fhir/R4/procedure.html#search and http://hl7.org/fhir/R4/search.html#all
"""

from sandbox.search.param import SearchParameter
from sandbox.search.tables.neighbours import OTHER_TYPES


def search_parameters(type_: str) -> dict[str, SearchParameter]:
    """Return the search parameters of a resource type by name."""
    return COMMON | SEARCH_PARAMETERS.get(type_, {})


def owner(type_: str) -> SearchParameter:
    """Return a parameter that only the sandbox itself asks: the Patients whom a resource is about.

    A Group, and somebody of whom nothing is known, may be patients, so they count as well. A follower belongs to whom
    the resources belong that it points at, whatever their type.
    """
    path = OWNERS.get(type_, "patient | subject")
    return SearchParameter(
        name="owner", type="reference", path=path, targets=("Patient", "Group", ""), narrow=type_ not in FOLLOWERS
    )


def _table(*rows: SearchParameter) -> dict[str, SearchParameter]:
    return {row.name: row for row in rows}


# Columns: name, search type, path below the resource, then what is special.
# fmt: off
COMMON: dict[str, SearchParameter] = _table(
    SearchParameter(name="_content",     type="string", path="", search_type="freetext"),
    SearchParameter(name="_id",          type="token",  path="id", search_type="id"),
    SearchParameter(name="_lastUpdated", type="date",   path="meta.lastUpdated"),
    SearchParameter(name="_profile",     type="uri",    path="meta.profile", search_type="canonical"),
    SearchParameter(name="_security",    type="token",  path="meta.security"),
    SearchParameter(name="_source",      type="uri",    path="meta.source"),
    SearchParameter(name="_tag",         type="token",  path="meta.tag"),
    SearchParameter(name="_text",        type="string", path="text.div", search_type="freetext"),
)

SEARCH_PARAMETERS: dict[str, dict[str, SearchParameter]] = OTHER_TYPES | {
    "Procedure": _table(
        SearchParameter(name="based-on",               type="reference", path="basedOn",
                        targets=("CarePlan", "ServiceRequest")),
        SearchParameter(name="category",               type="token",     path="category"),
        SearchParameter(name="code",                   type="token",     path="code"),
        SearchParameter(name="date",                   type="date",      path="performedDateTime | performedPeriod"),
        SearchParameter(name="encounter",              type="reference", path="encounter",
                        targets=("Encounter", "EpisodeOfCare")),
        SearchParameter(name="identifier",             type="token",     path="identifier", element="Identifier"),
        SearchParameter(name="instantiates-canonical", type="reference", path="instantiatesCanonical",
                        search_type="canonical",
                        targets=("ActivityDefinition", "Measure", "OperationDefinition", "PlanDefinition",
                        "Questionnaire")),
        SearchParameter(name="instantiates-uri",       type="uri",       path="instantiatesUri"),
        SearchParameter(name="location",               type="reference", path="location", targets=("Location",)),
        SearchParameter(name="part-of",                type="reference", path="partOf",
                        targets=("MedicationAdministration", "Observation", "Procedure")),
        SearchParameter(name="patient",                type="reference", path="subject", targets=("Patient",),
                        narrow=True),
        SearchParameter(name="performer",              type="reference", path="performer.actor",
                        targets=("Device", "Organization", "Patient", "Practitioner", "PractitionerRole",
                        "RelatedPerson")),
        SearchParameter(name="reason-code",            type="token",     path="reasonCode"),
        SearchParameter(name="reason-reference",       type="reference", path="reasonReference",
                        targets=("Condition", "DiagnosticReport", "DocumentReference", "Observation", "Procedure")),
        SearchParameter(name="status",                 type="token",     path="status",
                        element="code",
                        system="http://hl7.org/fhir/event-status"),
        SearchParameter(name="subject",                type="reference", path="subject", targets=("Group", "Patient")),
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
