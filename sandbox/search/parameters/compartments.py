"""Which resources belong to a compartment, and by which parameters? As R4 publishes it, for every type that R4 names.

http://hl7.org/fhir/R4/compartmentdefinition.html
"""

from functools import lru_cache

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.parameters import search_parameters


@lru_cache(maxsize=1024)
def membership(owner: str, type_: str) -> tuple[SearchParameter, ...]:
    """Return the parameters by which resources of *type_* belong to a resource of the type *owner*; none if by none.

    A type without search parameters of its own in this server gets them here, for this purpose alone.
    """
    known = search_parameters(type_)
    names = COMPARTMENTS[owner].get(type_, "").split()
    return tuple(known[name] if name in known else _reference(type_, name) for name in names)


def _reference(type_: str, name: str) -> SearchParameter:
    return SearchParameter(name=name, type="reference", path=_PATHS.get(f"{type_}.{name}", name), targets=("*",))


# Type -> type of what belongs to it -> the parameters by which it does. A resource is in its own compartment, too.
# fmt: off
COMPARTMENTS: dict[str, dict[str, str]] = {
    "Patient": {
        "Account": "subject", "AdverseEvent": "subject", "AllergyIntolerance": "patient recorder asserter",
        "Appointment": "actor", "AppointmentResponse": "actor", "AuditEvent": "patient",
        "Basic": "patient author", "BodyStructure": "patient", "CarePlan": "patient performer",
        "CareTeam": "patient participant", "ChargeItem": "subject", "Claim": "patient payee",
        "ClaimResponse": "patient", "ClinicalImpression": "subject",
        "Communication": "subject sender recipient",
        "CommunicationRequest": "subject sender recipient requester", "Composition": "subject author attester",
        "Condition": "patient asserter", "Consent": "patient",
        "Coverage": "policy-holder subscriber beneficiary payor", "CoverageEligibilityRequest": "patient",
        "CoverageEligibilityResponse": "patient", "DetectedIssue": "patient",
        "DeviceRequest": "subject performer", "DeviceUseStatement": "subject", "DiagnosticReport": "subject",
        "DocumentManifest": "subject author recipient", "DocumentReference": "subject author",
        "Encounter": "patient", "EnrollmentRequest": "subject", "EpisodeOfCare": "patient",
        "ExplanationOfBenefit": "patient payee", "FamilyMemberHistory": "patient", "Flag": "patient",
        "Goal": "patient", "Group": "member", "ImagingStudy": "patient", "Immunization": "patient",
        "ImmunizationEvaluation": "patient", "ImmunizationRecommendation": "patient",
        "Invoice": "subject patient recipient", "List": "subject source", "MeasureReport": "patient",
        "Media": "subject", "MedicationAdministration": "patient performer subject",
        "MedicationDispense": "subject patient receiver", "MedicationRequest": "subject",
        "MedicationStatement": "subject", "MolecularSequence": "patient", "NutritionOrder": "patient",
        "Observation": "subject performer", "Patient": "link", "Person": "patient",
        "Procedure": "patient performer", "Provenance": "patient", "QuestionnaireResponse": "subject author",
        "RelatedPerson": "patient", "RequestGroup": "subject participant", "ResearchSubject": "individual",
        "RiskAssessment": "subject", "Schedule": "actor", "ServiceRequest": "subject performer",
        "Specimen": "subject", "SupplyDelivery": "patient", "SupplyRequest": "subject",
        "VisionPrescription": "patient",
    },
    "Encounter": {
        "CarePlan": "encounter", "CareTeam": "encounter", "ChargeItem": "context", "Claim": "encounter",
        "ClinicalImpression": "encounter", "Communication": "encounter", "CommunicationRequest": "encounter",
        "Composition": "encounter", "Condition": "encounter", "DeviceRequest": "encounter",
        "DiagnosticReport": "encounter", "DocumentManifest": "related-ref", "DocumentReference": "encounter",
        "Encounter": "", "ExplanationOfBenefit": "encounter", "Media": "encounter",
        "MedicationAdministration": "context", "MedicationRequest": "encounter", "NutritionOrder": "encounter",
        "Observation": "encounter", "Procedure": "encounter", "QuestionnaireResponse": "encounter",
        "RequestGroup": "encounter", "ServiceRequest": "encounter", "VisionPrescription": "encounter",
    },
    "Practitioner": {
        "Account": "subject", "AdverseEvent": "recorder", "AllergyIntolerance": "recorder asserter",
        "Appointment": "actor", "AppointmentResponse": "actor", "AuditEvent": "agent", "Basic": "author",
        "CarePlan": "performer", "CareTeam": "participant", "ChargeItem": "enterer performer-actor",
        "Claim": "enterer provider payee care-team", "ClaimResponse": "requestor",
        "ClinicalImpression": "assessor", "Communication": "sender recipient",
        "CommunicationRequest": "sender recipient requester", "Composition": "subject author attester",
        "Condition": "asserter", "CoverageEligibilityRequest": "enterer provider",
        "CoverageEligibilityResponse": "requestor", "DetectedIssue": "author",
        "DeviceRequest": "requester performer", "DiagnosticReport": "performer",
        "DocumentManifest": "subject author recipient", "DocumentReference": "subject author authenticator",
        "Encounter": "practitioner participant", "EpisodeOfCare": "care-manager",
        "ExplanationOfBenefit": "enterer provider payee care-team", "Flag": "author", "Group": "member",
        "Immunization": "performer", "Invoice": "participant", "Linkage": "author", "List": "source",
        "Media": "subject operator", "MedicationAdministration": "performer",
        "MedicationDispense": "performer receiver", "MedicationRequest": "requester",
        "MedicationStatement": "source", "MessageHeader": "receiver author responsible enterer",
        "NutritionOrder": "provider", "Observation": "performer", "Patient": "general-practitioner",
        "PaymentNotice": "provider", "PaymentReconciliation": "requestor", "Person": "practitioner",
        "Practitioner": "", "PractitionerRole": "practitioner", "Procedure": "performer", "Provenance": "agent",
        "QuestionnaireResponse": "author source", "RequestGroup": "participant author",
        "ResearchStudy": "principalinvestigator", "RiskAssessment": "performer", "Schedule": "actor",
        "ServiceRequest": "performer requester", "Specimen": "collector", "SupplyDelivery": "supplier receiver",
        "SupplyRequest": "requester", "VisionPrescription": "prescriber",
    },
    "RelatedPerson": {
        "AdverseEvent": "recorder", "AllergyIntolerance": "asserter", "Appointment": "actor",
        "AppointmentResponse": "actor", "Basic": "author", "CarePlan": "performer", "CareTeam": "participant",
        "ChargeItem": "enterer performer-actor", "Claim": "payee", "Communication": "sender recipient",
        "CommunicationRequest": "sender recipient requester", "Composition": "author", "Condition": "asserter",
        "Coverage": "policy-holder subscriber payor", "DocumentManifest": "author recipient",
        "DocumentReference": "author", "Encounter": "participant", "ExplanationOfBenefit": "payee",
        "Invoice": "recipient", "MedicationAdministration": "performer", "MedicationStatement": "source",
        "Observation": "performer", "Patient": "link", "Person": "link", "Procedure": "performer",
        "Provenance": "agent", "QuestionnaireResponse": "author source", "RelatedPerson": "",
        "RequestGroup": "participant", "Schedule": "actor", "ServiceRequest": "performer",
        "SupplyRequest": "requester",
    },
    "Device": {
        "Account": "subject", "Appointment": "actor", "AppointmentResponse": "actor", "AuditEvent": "agent",
        "ChargeItem": "enterer performer-actor", "Claim": "procedure-udi item-udi detail-udi subdetail-udi",
        "Communication": "sender recipient", "CommunicationRequest": "sender recipient",
        "Composition": "author", "DetectedIssue": "author", "Device": "",
        "DeviceRequest": "device subject requester performer", "DeviceUseStatement": "device",
        "DiagnosticReport": "subject", "DocumentManifest": "subject author",
        "DocumentReference": "subject author",
        "ExplanationOfBenefit": "procedure-udi item-udi detail-udi subdetail-udi", "Flag": "author",
        "Group": "member", "Invoice": "participant", "List": "subject source", "Media": "subject",
        "MedicationAdministration": "device", "MessageHeader": "target", "Observation": "subject device",
        "Provenance": "agent", "QuestionnaireResponse": "author", "RequestGroup": "author",
        "RiskAssessment": "performer", "Schedule": "actor", "ServiceRequest": "performer requester",
        "Specimen": "subject", "SupplyRequest": "requester",
    },
}

# Where a parameter leads that no search takes here, if not to the element of its name.
_PATHS: dict[str, str] = {
    "Appointment.actor":                     "participant.actor",
    "AuditEvent.agent":                      "agent.who",
    "AuditEvent.patient":                    "agent.who | entity.what",
    "Basic.patient":                         "subject",
    "ChargeItem.performer-actor":            "performer.actor",
    "Claim.care-team":                       "careTeam.provider",
    "Claim.detail-udi":                      "item.detail.udi",
    "Claim.encounter":                       "item.encounter",
    "Claim.item-udi":                        "item.udi",
    "Claim.payee":                           "payee.party",
    "Claim.procedure-udi":                   "procedure.udi",
    "Claim.subdetail-udi":                   "item.detail.subDetail.udi",
    "Composition.attester":                  "attester.party",
    "DeviceRequest.device":                  "codeReference",
    "DocumentManifest.related-ref":          "related.ref",
    "EnrollmentRequest.subject":             "candidate",
    "Flag.patient":                          "subject",
    "ImagingStudy.patient":                  "subject",
    "Invoice.participant":                   "participant.actor",
    "Invoice.patient":                       "subject",
    "MeasureReport.patient":                 "subject",
    "MedicationStatement.source":            "informationSource",
    "MessageHeader.receiver":                "destination.receiver",
    "MessageHeader.target":                  "destination.target",
    "NutritionOrder.provider":               "orderer",
    "Person.link":                           "link.target",
    "Person.patient":                        "link.target",
    "Person.practitioner":                   "link.target",
    "RequestGroup.participant":              "action.participant",
    "ResearchStudy.principalinvestigator":   "principalInvestigator",
    "Specimen.collector":                    "collection.collector",
    "SupplyRequest.subject":                 "deliverTo",
}
# fmt: on
