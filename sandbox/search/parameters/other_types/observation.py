"""How are observations searched, by their own values and by those of their components?"""

# tested by: tests/search/parameters/test_other_types.py

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.parameter_table import table
from sandbox.search.parameters.other_types.shared import ANY

# What composites are made of.
_CODE = SearchParameter(name="code", type="token", path="code")
_CONCEPT = SearchParameter(name="value", type="token", path="valueCodeableConcept")
_QUANTITY = SearchParameter(name="value", type="quantity", path="valueQuantity")

# Columns: name, search type, path below the resource, then what is special.
# fmt: off
OBSERVATION: dict[str, dict[str, SearchParameter]] = {
    "Observation": table(
        SearchParameter(name="based-on",                      type="reference", path="basedOn",
                        targets=("CarePlan", "DeviceRequest", "ImmunizationRecommendation", "MedicationRequest",
                                 "NutritionOrder", "ServiceRequest")),
        SearchParameter(name="category",                      type="token",     path="category"),
        SearchParameter(name="code",                          type="token",     path="code"),
        SearchParameter(name="code-value-concept",            type="composite", path="", parts=(_CODE, _CONCEPT)),
        SearchParameter(name="code-value-date",               type="composite", path="",
                        parts=(_CODE, SearchParameter(name="value", type="date", path="valueDateTime | valuePeriod"))),
        SearchParameter(name="code-value-quantity",           type="composite", path="", parts=(_CODE, _QUANTITY)),
        SearchParameter(name="code-value-string",             type="composite", path="",
                        parts=(_CODE, SearchParameter(name="value", type="string", path="valueString"))),
        SearchParameter(name="combo-code",                    type="token",     path="code | component.code"),
        SearchParameter(name="combo-code-value-concept",      type="composite", path=" | component", parts=(_CODE,
                        _CONCEPT)),
        SearchParameter(name="combo-code-value-quantity",     type="composite", path=" | component", parts=(_CODE,
                        _QUANTITY)),
        SearchParameter(name="combo-data-absent-reason",      type="token",
                        path="dataAbsentReason | component.dataAbsentReason"),
        SearchParameter(name="combo-value-concept",           type="token",
                        path="valueCodeableConcept | component.valueCodeableConcept"),
        SearchParameter(name="combo-value-quantity",          type="quantity",
                         path="valueQuantity | component.valueQuantity"),
        SearchParameter(name="component-code",                type="token",     path="component.code"),
        SearchParameter(name="component-code-value-concept",  type="composite", path="component", parts=(_CODE,
                        _CONCEPT)),
        SearchParameter(name="component-code-value-quantity", type="composite", path="component", parts=(_CODE,
                        _QUANTITY)),
        SearchParameter(name="component-data-absent-reason",  type="token",     path="component.dataAbsentReason"),
        SearchParameter(name="component-value-concept",       type="token",     path="component.valueCodeableConcept"),
        SearchParameter(name="component-value-quantity",      type="quantity",  path="component.valueQuantity"),
        SearchParameter(name="data-absent-reason",            type="token",     path="dataAbsentReason"),
        SearchParameter(name="date",                          type="date",
                        path="effectiveDateTime | effectivePeriod | effectiveTiming | effectiveInstant"),
        SearchParameter(name="derived-from",                  type="reference", path="derivedFrom",
                        targets=("DocumentReference", "ImagingStudy", "Media", "MolecularSequence", "Observation",
                                 "QuestionnaireResponse")),
        SearchParameter(name="device",                        type="reference", path="device",
                        targets=("Device", "DeviceMetric")),
        SearchParameter(name="encounter",                     type="reference", path="encounter",
                        targets=("Encounter", "EpisodeOfCare")),
        SearchParameter(name="focus",                         type="reference", path="focus", targets=ANY),
        SearchParameter(name="has-member",                    type="reference", path="hasMember",
                        targets=("MolecularSequence", "Observation", "QuestionnaireResponse")),
        SearchParameter(name="identifier",                    type="token",     path="identifier",
                        element="Identifier"),
        SearchParameter(name="method",                        type="token",     path="method"),
        SearchParameter(name="part-of",                       type="reference", path="partOf",
                        targets=("ImagingStudy", "Immunization", "MedicationAdministration", "MedicationDispense",
                                 "MedicationStatement", "Procedure")),
        SearchParameter(name="patient",                       type="reference", path="subject", targets=("Patient",),
                        narrow=True),
        SearchParameter(name="performer",                     type="reference", path="performer",
                        targets=("CareTeam", "Organization", "Patient", "Practitioner", "PractitionerRole",
                        "RelatedPerson")),
        SearchParameter(name="specimen",                      type="reference", path="specimen", targets=("Specimen",)),
        SearchParameter(name="status",                        type="token",     path="status", element="code",
                        system="http://hl7.org/fhir/observation-status"),
        SearchParameter(name="subject",                       type="reference", path="subject",
                        targets=("Device", "Group", "Location", "Patient")),
        SearchParameter(name="value-concept",                 type="token",     path="valueCodeableConcept"),
        SearchParameter(name="value-date",                    type="date",      path="valueDateTime | valuePeriod"),
        SearchParameter(name="value-quantity",                type="quantity",  path="valueQuantity"),
        SearchParameter(name="value-string",                  type="string",
                           path="valueString | valueCodeableConcept.text"),
    ),
}
# fmt: on
