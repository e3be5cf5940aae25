"""Which search parameters have the records around Procedure? Tables as in `parameters`, one for each type.

A composite has its group as path, and its two parts behind a `$`: `name composite group$datatype:path$datatype:path`.
"""

_SUBJECT = """
patient                 reference   subject                     > Patient
subject                 reference   subject                     > Patient Group
"""

_WIDE_SUBJECT = """
patient                 reference   subject                     > Patient
subject                 reference   subject                     > Patient Group Device Location
"""


def joined(*tables: str) -> str:
    """Return several tables as one."""
    return "\n".join(table.strip() for table in tables)


ROWS = {
    "Encounter": joined(
        _SUBJECT,
        """
location-period         date        location.period
participant-type        concept     participant.type
special-arrangement     concept     hospitalization.specialArrangement
account                 reference   account                     > Account
appointment             reference   appointment                 > Appointment
based-on                reference   basedOn                     > ServiceRequest
practitioner            reference   participant.individual      > Practitioner
class                   coding      class
date                    date        period
diagnosis               reference   diagnosis.condition         > Condition Procedure
episode-of-care         reference   episodeOfCare               > EpisodeOfCare
identifier              identifier  identifier
length                  quantity    length
location                reference   location.location           > Location
part-of                 reference   partOf                      > Encounter
participant             reference   participant.individual      > Practitioner PractitionerRole RelatedPerson
reason-code             concept     reasonCode
reason-reference        reference   reasonReference             > Condition Procedure Observation \
ImmunizationRecommendation
service-provider        reference   serviceProvider             > Organization
status                  code        status                      = http://hl7.org/fhir/encounter-status
type                    concept     type
""",
    ),
    "EpisodeOfCare": """
care-manager            reference   careManager                 > Practitioner
condition               reference   diagnosis.condition         > Condition
incoming-referral       reference   referralRequest             > ServiceRequest
date                    date        period
identifier              identifier  identifier
organization            reference   managingOrganization        > Organization
patient                 reference   patient                     > Patient
status                  code        status                      = http://hl7.org/fhir/episode-of-care-status
type                    concept     type
""",
    "Condition": joined(
        _SUBJECT,
        """
abatement-date          date        abatementDateTime|abatementPeriod
abatement-age           quantity    abatementAge
abatement-string        text        abatementString
evidence                concept     evidence.code
evidence-detail         reference   evidence.detail             > *
onset-age               quantity    onsetAge
stage                   concept     stage.summary
asserter                reference   asserter                    > Practitioner PractitionerRole Patient RelatedPerson
body-site               concept     bodySite
category                concept     category
clinical-status         concept     clinicalStatus
code                    concept     code
encounter               reference   encounter                   > Encounter
identifier              identifier  identifier
onset-date              date        onsetDateTime|onsetPeriod
onset-info              text        onsetString
recorded-date           date        recordedDate
severity                concept     severity
verification-status     concept     verificationStatus
""",
    ),
    "Observation": joined(
        _WIDE_SUBJECT,
        """
code-value-date         composite   $concept:code$date:valueDateTime|valuePeriod
code-value-string       composite   $concept:code$text:valueString
combo-code-value-concept composite  |component$concept:code$concept:valueCodeableConcept
combo-data-absent-reason concept    dataAbsentReason|component.dataAbsentReason
combo-value-concept     concept     valueCodeableConcept|component.valueCodeableConcept
component-code-value-concept composite component$concept:code$concept:valueCodeableConcept
component-data-absent-reason concept component.dataAbsentReason
based-on                reference   basedOn                     > CarePlan DeviceRequest MedicationRequest \
NutritionOrder ServiceRequest ImmunizationRecommendation
combo-code-value-quantity composite |component$concept:code$quantity:valueQuantity
component-value-concept concept     component.valueCodeableConcept
device                  reference   device                      > Device DeviceMetric
method                  concept     method
specimen                reference   specimen                    > Specimen
category                concept     category
code                    concept     code
code-value-concept      composite   $concept:code$concept:valueCodeableConcept
code-value-quantity     composite   $concept:code$quantity:valueQuantity
combo-code              concept     code|component.code
combo-value-quantity    quantity    valueQuantity|component.valueQuantity
component-code          concept     component.code
component-code-value-quantity composite component$concept:code$quantity:valueQuantity
component-value-quantity quantity   component.valueQuantity
data-absent-reason      concept     dataAbsentReason
date                    date        effectiveDateTime|effectivePeriod|effectiveInstant
derived-from            reference   derivedFrom                 > DocumentReference ImagingStudy Media \
QuestionnaireResponse Observation MolecularSequence
encounter               reference   encounter                   > Encounter EpisodeOfCare
focus                   reference   focus                       > *
has-member              reference   hasMember                   > Observation QuestionnaireResponse MolecularSequence
identifier              identifier  identifier
part-of                 reference   partOf                      > MedicationAdministration MedicationDispense \
MedicationStatement Procedure Immunization ImagingStudy
performer               reference   performer                   > Practitioner PractitionerRole Organization CareTeam \
Patient RelatedPerson
status                  code        status                      = http://hl7.org/fhir/observation-status
value-concept           concept     valueCodeableConcept
value-date              date        valueDateTime|valuePeriod
value-quantity          quantity    valueQuantity
value-string            text        valueString|valueCodeableConcept.text
""",
    ),
    "DiagnosticReport": joined(
        _WIDE_SUBJECT,
        """
based-on                reference   basedOn                     > CarePlan MedicationRequest NutritionOrder \
ServiceRequest ImmunizationRecommendation
media                   reference   media.link                  > Media
results-interpreter     reference   resultsInterpreter          > Practitioner PractitionerRole Organization CareTeam
specimen                reference   specimen                    > Specimen
category                concept     category
code                    concept     code
conclusion              concept     conclusionCode
date                    date        effectiveDateTime|effectivePeriod
encounter               reference   encounter                   > Encounter EpisodeOfCare
identifier              identifier  identifier
issued                  date        issued
performer               reference   performer                   > Practitioner PractitionerRole Organization CareTeam
result                  reference   result                      > Observation
status                  code        status                      = http://hl7.org/fhir/diagnostic-report-status
""",
    ),
    "ServiceRequest": joined(
        _WIDE_SUBJECT,
        """
body-site               concept     bodySite
instantiates-uri        uri         instantiatesUri
performer-type          concept     performerType
requisition             identifier  requisition
instantiates-canonical  canonical   instantiatesCanonical       > PlanDefinition ActivityDefinition
replaces                reference   replaces                    > ServiceRequest
specimen                reference   specimen                    > Specimen
authored                date        authoredOn
based-on                reference   basedOn                     > CarePlan ServiceRequest MedicationRequest
category                concept     category
code                    concept     code
encounter               reference   encounter                   > Encounter EpisodeOfCare
identifier              identifier  identifier
intent                  code        intent                      = http://hl7.org/fhir/request-intent
occurrence              date        occurrenceDateTime|occurrencePeriod
performer               reference   performer                   > Practitioner PractitionerRole Organization CareTeam \
HealthcareService Patient Device RelatedPerson
priority                code        priority                    = http://hl7.org/fhir/request-priority
requester               reference   requester                   > Practitioner PractitionerRole Organization Patient \
RelatedPerson Device
status                  code        status                      = http://hl7.org/fhir/request-status
""",
    ),
    "CarePlan": joined(
        _SUBJECT,
        """
activity-code           concept     activity.detail.code
activity-date           date        activity.detail.scheduledPeriod
instantiates-uri        uri         instantiatesUri
activity-reference      reference   activity.reference          > Appointment Task ServiceRequest DeviceRequest \
MedicationRequest NutritionOrder CommunicationRequest RequestGroup VisionPrescription
care-team               reference   careTeam                    > CareTeam
goal                    reference   goal                        > Goal
instantiates-canonical  canonical   instantiatesCanonical       > PlanDefinition ActivityDefinition Measure \
OperationDefinition Questionnaire
performer               reference   activity.detail.performer   > Practitioner PractitionerRole Organization \
RelatedPerson Patient CareTeam HealthcareService Device
replaces                reference   replaces                    > CarePlan
based-on                reference   basedOn                     > CarePlan
category                concept     category
condition               reference   addresses                   > Condition
date                    date        period
encounter               reference   encounter                   > Encounter
identifier              identifier  identifier
intent                  code        intent                      = http://hl7.org/fhir/request-intent
part-of                 reference   partOf                      > CarePlan
status                  code        status                      = http://hl7.org/fhir/request-status
""",
    ),
    "MedicationAdministration": joined(
        """
reason-not-given        concept     statusReason
context                 reference   context                     > Encounter EpisodeOfCare
device                  reference   device                      > Device
medication              reference   medicationReference         > Medication
performer               reference   performer.actor             > Practitioner PractitionerRole Patient \
RelatedPerson Device
request                 reference   request                     > MedicationRequest
patient                 reference   subject                     > Patient
subject                 reference   subject                     > Patient Group
code                    concept     medicationCodeableConcept
effective-time          date        effectiveDateTime|effectivePeriod
identifier              identifier  identifier
reason-given            concept     reasonCode
status                  code        status                      = \
http://terminology.hl7.org/CodeSystem/medication-admin-status
""",
    ),
    "AllergyIntolerance": """
category                code        category                    = \
http://hl7.org/fhir/allergy-intolerance-category
criticality             code        criticality                 = \
http://hl7.org/fhir/allergy-intolerance-criticality
identifier              identifier  identifier
last-date               date        lastOccurrence
manifestation           concept     reaction.manifestation
onset                   date        reaction.onset
route                   concept     reaction.exposureRoute
severity                code        reaction.severity           = http://hl7.org/fhir/reaction-event-severity
type                    code        type                        = http://hl7.org/fhir/allergy-intolerance-type
asserter                reference   asserter                    > Practitioner PractitionerRole Patient RelatedPerson
clinical-status         concept     clinicalStatus
code                    concept     code|reaction.substance
date                    date        recordedDate
patient                 reference   patient                     > Patient
recorder                reference   recorder                    > Practitioner PractitionerRole Patient RelatedPerson
verification-status     concept     verificationStatus
""",
}
