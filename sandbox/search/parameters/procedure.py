"""Which search parameters has a Procedure? All of R4's. http://hl7.org/fhir/R4/procedure.html#search"""

# tested by: docs/search/parameters.md, tests/search/parameters/test_other_types.py

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.parameter_table import ParameterTable, table

# Columns: name, search type, path below the resource, then what is special.
# fmt: off
PROCEDURE: ParameterTable = table(
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
)
# fmt: on
