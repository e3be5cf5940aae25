"""How are observations searched, by their own values and by those of their components?"""

from sandbox.search.param import Param
from sandbox.search.tables.neighbours.shared import ANY, table

# What composites are made of.
_CODE = Param(name="code", type="token", path="code")
_CONCEPT = Param(name="value", type="token", path="valueCodeableConcept")
_QUANTITY = Param(name="value", type="quantity", path="valueQuantity")

# Columns: name, search type, path below the resource, then what is special.
# fmt: off
OBSERVATION: dict[str, dict[str, Param]] = {
    "Observation": table(
        Param(name="based-on",                      type="reference", path="basedOn",
              targets=("CarePlan", "DeviceRequest", "ImmunizationRecommendation", "MedicationRequest",
                       "NutritionOrder", "ServiceRequest")),
        Param(name="category",                      type="token",     path="category"),
        Param(name="code",                          type="token",     path="code"),
        Param(name="code-value-concept",            type="composite", path="", parts=(_CODE, _CONCEPT)),
        Param(name="code-value-date",               type="composite", path="",
              parts=(_CODE, Param(name="value", type="date", path="valueDateTime | valuePeriod"))),
        Param(name="code-value-quantity",           type="composite", path="", parts=(_CODE, _QUANTITY)),
        Param(name="code-value-string",             type="composite", path="",
              parts=(_CODE, Param(name="value", type="string", path="valueString"))),
        Param(name="combo-code",                    type="token",     path="code | component.code"),
        Param(name="combo-code-value-concept",      type="composite", path=" | component", parts=(_CODE, _CONCEPT)),
        Param(name="combo-code-value-quantity",     type="composite", path=" | component", parts=(_CODE, _QUANTITY)),
        Param(name="combo-data-absent-reason",      type="token",
              path="dataAbsentReason | component.dataAbsentReason"),
        Param(name="combo-value-concept",           type="token",
              path="valueCodeableConcept | component.valueCodeableConcept"),
        Param(name="combo-value-quantity",          type="quantity",  path="valueQuantity | component.valueQuantity"),
        Param(name="component-code",                type="token",     path="component.code"),
        Param(name="component-code-value-concept",  type="composite", path="component", parts=(_CODE, _CONCEPT)),
        Param(name="component-code-value-quantity", type="composite", path="component", parts=(_CODE, _QUANTITY)),
        Param(name="component-data-absent-reason",  type="token",     path="component.dataAbsentReason"),
        Param(name="component-value-concept",       type="token",     path="component.valueCodeableConcept"),
        Param(name="component-value-quantity",      type="quantity",  path="component.valueQuantity"),
        Param(name="data-absent-reason",            type="token",     path="dataAbsentReason"),
        Param(name="date",                          type="date",
              path="effectiveDateTime | effectivePeriod | effectiveTiming | effectiveInstant"),
        Param(name="derived-from",                  type="reference", path="derivedFrom",
              targets=("DocumentReference", "ImagingStudy", "Media", "MolecularSequence", "Observation",
                       "QuestionnaireResponse")),
        Param(name="device",                        type="reference", path="device",
              targets=("Device", "DeviceMetric")),
        Param(name="encounter",                     type="reference", path="encounter",
              targets=("Encounter", "EpisodeOfCare")),
        Param(name="focus",                         type="reference", path="focus", targets=ANY),
        Param(name="has-member",                    type="reference", path="hasMember",
              targets=("MolecularSequence", "Observation", "QuestionnaireResponse")),
        Param(name="identifier",                    type="token",     path="identifier", element="Identifier"),
        Param(name="method",                        type="token",     path="method"),
        Param(name="part-of",                       type="reference", path="partOf",
              targets=("ImagingStudy", "Immunization", "MedicationAdministration", "MedicationDispense",
                       "MedicationStatement", "Procedure")),
        Param(name="patient",                       type="reference", path="subject", targets=("Patient",),
              narrow=True),
        Param(name="performer",                     type="reference", path="performer",
              targets=("CareTeam", "Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson")),
        Param(name="specimen",                      type="reference", path="specimen", targets=("Specimen",)),
        Param(name="status",                        type="token",     path="status", element="code",
              system="http://hl7.org/fhir/observation-status"),
        Param(name="subject",                       type="reference", path="subject",
              targets=("Device", "Group", "Location", "Patient")),
        Param(name="value-concept",                 type="token",     path="valueCodeableConcept"),
        Param(name="value-date",                    type="date",      path="valueDateTime | valuePeriod"),
        Param(name="value-quantity",                type="quantity",  path="valueQuantity"),
        Param(name="value-string",                  type="string",    path="valueString | valueCodeableConcept.text"),
    ),
}
# fmt: on
