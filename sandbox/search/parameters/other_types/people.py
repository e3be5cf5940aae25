"""How are people, and groups of them, searched?"""

# tested by: tests/search/parameters/test_other_types.py

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.parameter_table import table
from sandbox.search.parameters.other_types.shared import ADDRESS, TELECOM

# Columns: name, search type, path below the resource, then what is special.
# fmt: off
PEOPLE: dict[str, dict[str, SearchParameter]] = {
    "Group": table(
        SearchParameter(name="actual",               type="token",     path="actual", element="boolean"),
        SearchParameter(name="characteristic",       type="token",     path="characteristic.code"),
        SearchParameter(name="characteristic-value", type="composite", path="characteristic",
                        parts=(SearchParameter(name="code", type="token", path="code"),
                               SearchParameter(name="value", type="token",
                                               path="valueCodeableConcept | valueBoolean"))),
        SearchParameter(name="code",                 type="token",     path="code"),
        SearchParameter(name="exclude",              type="token",     path="characteristic.exclude",
                        element="boolean"),
        SearchParameter(name="identifier",           type="token",     path="identifier", element="Identifier"),
        SearchParameter(name="managing-entity",      type="reference", path="managingEntity",
                        targets=("Organization", "Practitioner", "PractitionerRole", "RelatedPerson")),
        SearchParameter(name="member",               type="reference", path="member.entity",
                        targets=("Device", "Group", "Medication", "Patient", "Practitioner", "PractitionerRole",
                        "Substance")),
        SearchParameter(name="type",                 type="token",     path="type", element="code",
                        system="http://hl7.org/fhir/group-type"),
        SearchParameter(name="value",                type="token",
                        path="characteristic.valueCodeableConcept | characteristic.valueBoolean"),
    ),
    "Patient": table(
        *ADDRESS, *TELECOM,
        SearchParameter(name="active",               type="token",     path="active", element="boolean"),
        SearchParameter(name="birthdate",            type="date",      path="birthDate"),
        SearchParameter(name="death-date",           type="date",      path="deceasedDateTime"),
        SearchParameter(name="deceased",             type="token",     path="deceased()", element="boolean"),
        SearchParameter(name="family",               type="string",    path="name.family"),
        SearchParameter(name="gender",               type="token",     path="gender", element="code",
                        system="http://hl7.org/fhir/administrative-gender"),
        SearchParameter(name="general-practitioner", type="reference", path="generalPractitioner",
                        targets=("Organization", "Practitioner", "PractitionerRole")),
        SearchParameter(name="given",                type="string",    path="name.given"),
        SearchParameter(name="identifier",           type="token",     path="identifier", element="Identifier"),
        SearchParameter(name="language",             type="token",     path="communication.language"),
        SearchParameter(name="link",                 type="reference", path="link.other", targets=("Patient",
                        "RelatedPerson")),
        SearchParameter(name="name",                 type="string",    path="name"),
        SearchParameter(name="organization",         type="reference", path="managingOrganization",
                        targets=("Organization",)),
        SearchParameter(name="phonetic",             type="string",    path="name"),
    ),
    "Practitioner": table(
        *ADDRESS, *TELECOM,
        SearchParameter(name="active",        type="token",  path="active", element="boolean"),
        SearchParameter(name="communication", type="token",  path="communication"),
        SearchParameter(name="family",        type="string", path="name.family"),
        SearchParameter(name="gender",        type="token",  path="gender", element="code",
                        system="http://hl7.org/fhir/administrative-gender"),
        SearchParameter(name="given",         type="string", path="name.given"),
        SearchParameter(name="identifier",    type="token",  path="identifier", element="Identifier"),
        SearchParameter(name="name",          type="string", path="name"),
        SearchParameter(name="phonetic",      type="string", path="name"),
    ),
    "PractitionerRole": table(
        *TELECOM,
        SearchParameter(name="active",       type="token",     path="active", element="boolean"),
        SearchParameter(name="date",         type="date",      path="period"),
        SearchParameter(name="endpoint",     type="reference", path="endpoint", targets=("Endpoint",)),
        SearchParameter(name="identifier",   type="token",     path="identifier", element="Identifier"),
        SearchParameter(name="location",     type="reference", path="location", targets=("Location",)),
        SearchParameter(name="organization", type="reference", path="organization", targets=("Organization",)),
        SearchParameter(name="practitioner", type="reference", path="practitioner", targets=("Practitioner",)),
        SearchParameter(name="role",         type="token",     path="code"),
        SearchParameter(name="service",      type="reference", path="healthcareService",
                        targets=("HealthcareService",)),
        SearchParameter(name="specialty",    type="token",     path="specialty"),
    ),
    "RelatedPerson": table(
        *ADDRESS, *TELECOM,
        SearchParameter(name="active",       type="token",     path="active", element="boolean"),
        SearchParameter(name="birthdate",    type="date",      path="birthDate"),
        SearchParameter(name="gender",       type="token",     path="gender", element="code",
                        system="http://hl7.org/fhir/administrative-gender"),
        SearchParameter(name="identifier",   type="token",     path="identifier", element="Identifier"),
        SearchParameter(name="name",         type="string",    path="name"),
        SearchParameter(name="patient",      type="reference", path="patient", targets=("Patient",)),
        SearchParameter(name="phonetic",     type="string",    path="name"),
        SearchParameter(name="relationship", type="token",     path="relationship"),
    ),
}
# fmt: on
