"""Which resources belong to a compartment, and by which parameters? As R4 publishes it.

http://hl7.org/fhir/R4/compartmentdefinition.html
"""

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
