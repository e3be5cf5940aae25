"""What may stand in the extensions that R4 defines? The types of their values, and the resources that may have them.

http://hl7.org/fhir/R4/extensibility-registry.html
"""

# tested by: tests/tools/check/test_mutants.py

from collections.abc import Iterator
from typing import Any

from sandbox.tools.check.issue import Violation, Way

_BASE = "http://hl7.org/fhir/StructureDefinition/"


def defined_extension(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield what is wrong with an extension of R4: a value of another type, or a resource that it is not for."""
    url = value.get("url")
    if not isinstance(url, str) or not url.startswith(_BASE):
        return
    name = url.removeprefix(_BASE)
    types, holders = _TYPES.get(name, ""), _HOLDERS.get(name)
    allowed = types.lower().split()
    for member in value:
        datatype = member.removeprefix("_").removeprefix("value")
        if types and member.endswith(f"value{datatype}") and datatype.lower() not in allowed:
            right = types.replace(" ", " or ")
            yield Violation("r4-value", (*way, member), f"the extension {name} has a value of {right}")
    if holders and not _INSIDE & {*way} and way[0] not in holders.split():
        yield Violation("r4-value", way, f"the extension {name} is for {holders.replace(' ', ' or ')}")


# On a way through these the type at its beginning is not that of the resource which has the extension.
_INSIDE = frozenset({"contained", "entry", "parameter"})

# Types of values -> the extensions that have them.
# fmt: off
_VALUED = {
    "Address": "patient-birthPlace",
    "Age": "allergyintolerance-resolutionAge",
    "Attachment": """
        communication-media location-boundary-geojson
    """,
    "CodeableConcept": """
        allergyintolerance-certainty allergyintolerance-reasonRefuted condition-outcome cqf-encounterClass
        cqf-encounterType cqf-qualityOfEvidence cqf-recipientLanguage cqf-recipientType cqf-strengthOfRecommendation
        cqf-systemUserLanguage cqf-systemUserTaskContext cqf-systemUserType encounter-reasonCancelled
        event-performerFunction event-statusReason familymemberhistory-severity familymemberhistory-type flag-priority
        goal-reasonRejected hla-genotyping-results-allele-database hla-genotyping-results-method
        nutritionorder-adaptiveFeedingDevice observation-bodyPosition observation-delta observation-deviceCode
        observation-focusCode observation-geneticsCopyNumberEvent observation-geneticsGene
        observation-geneticsGenomicSourceClass observation-secondaryFinding observation-specimenCode openEHR-location
        patient-adoptionInfo patient-disability patient-genderIdentity patient-importance patient-religion
        practitioner-animalSpecies procedure-method procedure-progressStatus questionnaire-displayCategory
        questionnaire-itemControl questionnaire-signatureRequired questionnaireresponse-completionMode
        questionnaireresponse-reason request-statusReason servicerequest-precondition specimen-collectionPriority
        specimen-specialHandling workflow-reasonCode
    """,
    "CodeableConcept Reference": """
        condition-dueTo condition-occurredFollowing procedure-directedBy
    """,
    "CodeableConcept canonical": "elementdefinition-allowedUnits",
    "Coding": """
        11179-objectClass 11179-objectClassProperty codesystem-replacedby
        composition-clinicaldocument-otherConfidentiality encounter-modeOfArrival iso21090-SC-coding
        patient-preferenceType questionnaire-unit questionnaire-unitOption
    """,
    "ContactDetail": """
        valueset-author valueset-steward
    """,
    "Distance": "location-distance",
    "Duration": """
        allergyintolerance-duration openEHR-exposureDuration
    """,
    "Expression": """
        cqf-expression valueset-expression variable
    """,
    "Identifier": """
        auditevent-Accession auditevent-Instance auditevent-MPPS auditevent-ParticipantObjectContainsStudy
        elementdefinition-identifier
    """,
    "Period": """
        organization-period resource-effectivePeriod
    """,
    "Period Duration": "specimen-processingTime",
    "Quantity": "iso21090-PQ-translation",
    "Reference": """
        DiagnosticReport-geneticsAssessedCondition DiagnosticReport-geneticsFamilyMemberHistory auditevent-SOPClass
        bodySite communicationrequest-initiatingLocation condition-related condition-ruledOut consent-Transcriber
        consent-Witness consent-location cqf-initiatingOrganization cqf-initiatingPerson cqf-receivingOrganization
        cqf-receivingPerson diagnosticReport-addendumOf diagnosticReport-extends diagnosticReport-locationPerformed
        diagnosticReport-replaces diagnosticReport-risk diagnosticReport-summaryOf encounter-associatedEncounter
        event-basedOn event-eventHistory event-location event-partOf family-member-history-genetics-observation
        familymemberhistory-patient-record flag-detail list-changeBase observation-gatewayDevice
        observation-geneticsInterpretation observation-precondition observation-reagent observation-replaces
        observation-sequelTo openEHR-administration openEHR-careplan openEHR-test operationoutcome-detectedIssue
        patient-relatedPerson procedure-approachBodyStructure procedure-causedBy procedure-targetBodyStructure
        questionnaireresponse-author questionnaireresponse-reviewer request-insurance request-relevantHistory
        request-replaces resource-pertainsToGoal servicerequest-questionnaireRequest task-candidateList task-replaces
        workflow-episodeOfCare workflow-reasonReference workflow-researchStudy workflow-supportingInfo
    """,
    "RelatedArtifact": "workflow-relatedArtifact",
    "Signature": "questionnaireresponse-signature",
    "Timing": "procedure-schedule",
    "boolean": """
        auditevent-Anonymized auditevent-Encrypted capabilitystatement-prohibited concept-bidirectional
        elementdefinition-isCommonBinding elementdefinition-translatable iso21090-preferred
        organization-preferredContact organizationaffiliation-primaryInd patient-cadavericDonor
        patient-interpreterRequired practitionerrole-primaryInd questionnaire-hidden questionnaire-optionExclusive
        rendering-styleSensitive request-doNotPerform specimen-isDryWeight structuredefinition-hierarchy
        structuredefinition-xml-no-order timing-exact valueset-caseSensitive valueset-deprecated valueset-extensible
        valueset-toocostly valueset-unclosed
    """,
    "boolean CodeableConcept": "elementdefinition-bestpractice",
    "canonical": """
        11179-permitted-value-conceptmap 11179-permitted-value-valueset codesystem-map cqf-library
        questionnaire-referenceProfile questionnaire-unitValueSet replaces structuredefinition-dependencies valueset-map
        valueset-supplement valueset-system workflow-instantiatesCanonical
    """,
    "code": """
        capabilitystatement-expectation data-absent-reason device-implantStatus elementdefinition-equivalence
        humanname-assembly-order iso21090-AD-use iso21090-EN-qualifier iso21090-EN-representation iso21090-EN-use
        iso21090-nullFlavor iso21090-uncertaintyType language match-grade messageheader-response-request mimeType
        questionnaire-baseType questionnaire-choiceOrientation questionnaire-referenceResource questionnaire-usageMode
        structuredefinition-applicable-version structuredefinition-normative-version
        structuredefinition-security-category structuredefinition-standards-status structuredefinition-template-status
        structuredefinition-wg tz-code valueset-expand-rules valueset-parameterSource
    """,
    "date": """
        codesystem-effectiveDate codesystem-expirationDate resource-approvalDate resource-lastReviewDate
        valueset-activityStatusDate valueset-expirationDate
    """,
    "date Age boolean": "familymemberhistory-abatement",
    "date dateTime time decimal integer": "minValue",
    "date dateTime time instant decimal integer": "maxValue",
    "dateTime": """
        allergyintolerance-assertedDate condition-assertedDate cqm-ValidityPeriod identifier-validDate
        openEHR-exposureDate patient-birthTime procedure-incisionDateTime valueset-effectiveDate
    """,
    "decimal": """
        iso21090-uncertainty maxSize ordinalValue
    """,
    "id": "coding-sctdescid",
    "integer": """
        auditevent-NumberOfInstances codesystem-conceptOrder maxDecimalPlaces minLength observation-timeOffset
        quantity-precision questionnaire-maxOccurs questionnaire-minOccurs questionnaire-sliderStepValue
        request-performerOrder specimen-sequenceNumber structuredefinition-fmm structuredefinition-fmm-no-warnings
        valueset-conceptOrder
    """,
    "markdown": """
        codesystem-warning designNote elementdefinition-bestpractice-explanation rendering-markdown
        structuredefinition-summary valueset-rules-text valueset-warning
    """,
    "positiveInt": "timing-dayOfMonth",
    "string": """
        careplan-activity-title codesystem-author codesystem-concept-comments codesystem-keyWord codesystem-label
        codesystem-workflowStatus composition-clinicaldocument-versionNumber composition-section-subject
        contactpoint-area contactpoint-country contactpoint-extension contactpoint-local cqf-calculatedValue
        cqf-citation cqf-initialValue display elementdefinition-bindingName elementdefinition-profile-element
        elementdefinition-question elementdefinition-selector entryFormat http-response-header humanname-fathers-family
        humanname-mothers-family humanname-own-name humanname-own-prefix humanname-partner-name humanname-partner-prefix
        iso21090-ADXP-additionalLocator iso21090-ADXP-buildingNumberSuffix iso21090-ADXP-careOf
        iso21090-ADXP-censusTract iso21090-ADXP-delimiter iso21090-ADXP-deliveryAddressLine
        iso21090-ADXP-deliveryInstallationArea iso21090-ADXP-deliveryInstallationQualifier
        iso21090-ADXP-deliveryInstallationType iso21090-ADXP-deliveryMode iso21090-ADXP-deliveryModeIdentifier
        iso21090-ADXP-direction iso21090-ADXP-houseNumber iso21090-ADXP-houseNumberNumeric iso21090-ADXP-postBox
        iso21090-ADXP-precinct iso21090-ADXP-streetAddressLine iso21090-ADXP-streetName iso21090-ADXP-streetNameBase
        iso21090-ADXP-streetNameType iso21090-ADXP-unitID iso21090-ADXP-unitType observation-geneticsDNARegionName
        openEHR-exposureDescription openEHR-management operationoutcome-issue-source originalText patient-congregation
        patient-mothersMaidenName questionnaire-fhirType questionnaire-optionPrefix questionnaire-referenceFilter regex
        rendered-value rendering-style rendering-xhtml structuredefinition-category structuredefinition-codegen-super
        structuredefinition-display-hint structuredefinition-explicit-type-name structuredefinition-table-name tz-offset
        usagecontext-group valueset-concept-comments valueset-concept-definition valueset-keyWord valueset-label
        valueset-special-status valueset-systemName valueset-workflowStatus
    """,
    "uri": """
        capabilitystatement-supported-system capabilitystatement-websocket codesystem-sourceReference
        codesystem-trusted-expansion consent-NotificationEndpoint cqf-cdsHooksEndpoint elementdefinition-namespace
        operationdefinition-allowed-type operationdefinition-profile operationoutcome-authority parameters-fullUrl
        questionnaire-supportLink structuredefinition-ancestor valueset-authoritativeSource valueset-expansionSource
        valueset-reference valueset-sourceReference valueset-systemRef valueset-trusted-expansion
        workflow-instantiatesUri
    """,
    "uri canonical": """
        elementdefinition-inheritedExtensibleValueSet elementdefinition-maxValueSet elementdefinition-minValueSet
    """,
    "url": """
        iso21090-TEL-address narrativeLink structuredefinition-fhir-type
    """,
}

# Types of resources -> the extensions that are for them alone.
_HELD = {
    (
        "ActivityDefinition CapabilityStatement ChargeItemDefinition CodeSystem CompartmentDefinition "
        "ConceptMap EffectEvidenceSynthesis EventDefinition Evidence EvidenceVariable ExampleScenario "
        "GraphDefinition ImplementationGuide Library Measure MessageDefinition NamingSystem "
        "OperationDefinition PlanDefinition Questionnaire ResearchDefinition ResearchElementDefinition "
        "RiskEvidenceSynthesis SearchParameter StructureDefinition StructureMap TerminologyCapabilities "
        "TestScript ValueSet"
    ): """
        replaces
    """,
    (
        "AdverseEvent CarePlan CareTeam ClinicalImpression Communication CommunicationRequest Condition "
        "DeviceRequest DeviceUseStatement DiagnosticReport Media NutritionOrder Observation Procedure "
        "QuestionnaireResponse ServiceRequest"
    ): """
        workflow-episodeOfCare
    """,
    "AllergyIntolerance": """
        allergyintolerance-assertedDate allergyintolerance-certainty allergyintolerance-duration
        allergyintolerance-reasonRefuted allergyintolerance-resolutionAge allergyintolerance-substanceExposureRisk
        openEHR-administration openEHR-careplan openEHR-exposureDate openEHR-exposureDescription
        openEHR-exposureDuration openEHR-location openEHR-management openEHR-test
    """,
    "AuditEvent": """
        auditevent-Accession auditevent-Anonymized auditevent-Encrypted auditevent-Instance auditevent-MPPS
        auditevent-NumberOfInstances auditevent-ParticipantObjectContainsStudy auditevent-SOPClass
    """,
    "Basic": """
        cqf-encounterClass cqf-encounterType cqf-initiatingOrganization cqf-initiatingPerson cqf-receivingOrganization
        cqf-receivingPerson cqf-recipientLanguage cqf-recipientType cqf-systemUserLanguage cqf-systemUserTaskContext
        cqf-systemUserType
    """,
    "Bundle": """
        http-response-header location-distance match-grade
    """,
    "CapabilityStatement": """
        capabilitystatement-expectation capabilitystatement-prohibited capabilitystatement-search-parameter-combination
        capabilitystatement-supported-system capabilitystatement-websocket
    """,
    (
        "CapabilityStatement CodeSystem CompartmentDefinition ConceptMap ImplementationGuide NamingSystem "
        "OperationDefinition SearchParameter StructureDefinition StructureMap ValueSet"
    ): """
        resource-approvalDate resource-effectivePeriod resource-lastReviewDate
    """,
    "CarePlan": "careplan-activity-title",
    "CodeSystem": """
        codesystem-alternate codesystem-author codesystem-concept-comments codesystem-conceptOrder
        codesystem-effectiveDate codesystem-expirationDate codesystem-history codesystem-keyWord codesystem-label
        codesystem-map codesystem-otherName codesystem-replacedby codesystem-sourceReference
        codesystem-trusted-expansion codesystem-usage codesystem-warning codesystem-workflowStatus
    """,
    "CodeSystem ValueSet": "valueset-special-status",
    "Communication": "communication-media",
    "CommunicationRequest": "communicationrequest-initiatingLocation",
    "CommunicationRequest Condition DiagnosticReport Media Observation SupplyDelivery SupplyRequest": """
        workflow-instantiatesCanonical workflow-instantiatesUri
    """,
    "CommunicationRequest DiagnosticReport Observation": "workflow-supportingInfo",
    "CommunicationRequest NutritionOrder": "request-relevantHistory",
    "Composition": """
        composition-clinicaldocument-otherConfidentiality composition-clinicaldocument-versionNumber
        composition-section-subject cqm-ValidityPeriod
    """,
    (
        "Composition Consent DeviceUseStatement DiagnosticReport Encounter FamilyMemberHistory Immunization "
        "Media MedicationAdministration MedicationDispense MedicationStatement Observation Procedure "
        "QuestionnaireResponse RiskAssessment SupplyDelivery Task"
    ): """
        workflow-researchStudy
    """,
    "ConceptMap": "concept-bidirectional",
    "Condition": """
        condition-assertedDate condition-dueTo condition-occurredFollowing condition-outcome condition-related
        condition-ruledOut event-basedOn
    """,
    "Condition DiagnosticReport": "event-partOf",
    "Consent": """
        consent-NotificationEndpoint consent-Transcriber consent-Witness consent-location
    """,
    "Device": "device-implantStatus",
    "DeviceRequest": "devicerequest-patientInstruction",
    "DeviceRequest DeviceUseStatement Procedure ServiceRequest": "procedure-approachBodyStructure",
    "DeviceRequest NutritionOrder ServiceRequest SupplyRequest": "request-statusReason",
    "DeviceUseStatement DiagnosticReport Media Observation SupplyDelivery": "event-statusReason",
    "DeviceUseStatement DiagnosticReport Observation SupplyDelivery Task": "event-eventHistory",
    "DiagnosticReport": """
        DiagnosticReport-geneticsAnalysis DiagnosticReport-geneticsAssessedCondition
        DiagnosticReport-geneticsFamilyMemberHistory DiagnosticReport-geneticsReferences diagnosticReport-addendumOf
        diagnosticReport-extends diagnosticReport-locationPerformed diagnosticReport-replaces diagnosticReport-summaryOf
        hla-genotyping-results-allele-database hla-genotyping-results-glstring hla-genotyping-results-haploid
        hla-genotyping-results-method servicerequest-geneticsItem
    """,
    "DiagnosticReport Media NutritionOrder Observation": """
        workflow-reasonCode workflow-reasonReference
    """,
    "DiagnosticReport Media Observation": "event-performerFunction",
    "DiagnosticReport Media Observation SupplyDelivery": "event-location",
    "DiagnosticReport Observation": """
        diagnosticReport-risk workflow-relatedArtifact
    """,
    "Encounter": """
        encounter-associatedEncounter encounter-modeOfArrival encounter-reasonCancelled
    """,
    "FamilyMemberHistory": """
        family-member-history-genetics-observation family-member-history-genetics-parent
        family-member-history-genetics-sibling familymemberhistory-abatement familymemberhistory-patient-record
        familymemberhistory-severity familymemberhistory-type
    """,
    "Flag": """
        flag-detail flag-priority
    """,
    "Goal": """
        goal-acceptance goal-reasonRejected goal-relationship
    """,
    "List": "list-changeBase",
    "Location": "location-boundary-geojson",
    "MessageHeader": "messageheader-response-request",
    "NutritionOrder": """
        nutritionorder-adaptiveFeedingDevice request-doNotPerform request-insurance request-replaces
    """,
    "Observation": """
        observation-delta observation-deviceCode observation-focusCode observation-gatewayDevice
        observation-geneticsAllele observation-geneticsAminoAcidChange observation-geneticsAncestry
        observation-geneticsCopyNumberEvent observation-geneticsDNARegionName observation-geneticsGene
        observation-geneticsGenomicSourceClass observation-geneticsInterpretation observation-geneticsPhaseSet
        observation-geneticsVariant observation-precondition observation-reagent observation-replaces
        observation-secondaryFinding observation-sequelTo observation-specimenCode observation-timeOffset
    """,
    "Observation Specimen": "observation-bodyPosition",
    "OperationDefinition": """
        operationdefinition-allowed-type operationdefinition-profile
    """,
    "OperationOutcome": """
        operationoutcome-authority operationoutcome-detectedIssue operationoutcome-issue-source
    """,
    "Organization": """
        organization-period organization-preferredContact
    """,
    "OrganizationAffiliation": "organizationaffiliation-primaryInd",
    "Parameters": "parameters-fullUrl",
    "Patient": """
        patient-adoptionInfo patient-animal patient-birthPlace patient-birthTime patient-cadavericDonor
        patient-citizenship patient-congregation patient-disability patient-genderIdentity patient-importance
        patient-interpreterRequired patient-mothersMaidenName patient-nationality patient-preferenceType
        patient-proficiency patient-relatedPerson patient-religion
    """,
    "PlanDefinition": "cqf-cdsHooksEndpoint",
    "PlanDefinition RequestGroup": "timing-daysOfCycle",
    "Practitioner RelatedPerson": "practitioner-animalSpecies",
    "PractitionerRole": "practitionerrole-primaryInd",
    "Procedure": """
        procedure-causedBy procedure-incisionDateTime procedure-method procedure-progressStatus procedure-schedule
    """,
    "Procedure ServiceRequest": """
        procedure-directedBy procedure-targetBodyStructure
    """,
    "Questionnaire": """
        maxValue minValue questionnaire-baseType questionnaire-choiceOrientation questionnaire-constraint
        questionnaire-displayCategory questionnaire-fhirType questionnaire-hidden questionnaire-itemControl
        questionnaire-maxOccurs questionnaire-minOccurs questionnaire-optionExclusive questionnaire-optionPrefix
        questionnaire-referenceFilter questionnaire-referenceProfile questionnaire-referenceResource
        questionnaire-signatureRequired questionnaire-sliderStepValue questionnaire-supportLink questionnaire-unit
        questionnaire-unitOption questionnaire-unitValueSet questionnaire-usageMode variable
    """,
    "Questionnaire StructureDefinition": """
        11179-permitted-value-conceptmap 11179-permitted-value-valueset
    """,
    "QuestionnaireResponse": """
        questionnaireresponse-author questionnaireresponse-completionMode questionnaireresponse-reason
        questionnaireresponse-reviewer questionnaireresponse-signature
    """,
    "ServiceRequest": """
        request-performerOrder servicerequest-precondition servicerequest-questionnaireRequest
    """,
    "Specimen": """
        specimen-collectionPriority specimen-isDryWeight specimen-processingTime specimen-sequenceNumber
        specimen-specialHandling
    """,
    "StructureDefinition": """
        structuredefinition-ancestor structuredefinition-applicable-version structuredefinition-category
        structuredefinition-codegen-super structuredefinition-dependencies structuredefinition-fmm-no-warnings
        structuredefinition-normative-version structuredefinition-security-category structuredefinition-summary
        structuredefinition-table-name structuredefinition-template-status structuredefinition-xml-no-order
    """,
    "Task": """
        task-candidateList task-replaces
    """,
    "ValueSet": """
        valueset-activityStatusDate valueset-author valueset-authoritativeSource valueset-caseSensitive
        valueset-concept-comments valueset-concept-definition valueset-conceptOrder valueset-deprecated
        valueset-effectiveDate valueset-expand-group valueset-expand-rules valueset-expansionSource
        valueset-expirationDate valueset-expression valueset-extensible valueset-keyWord valueset-label valueset-map
        valueset-otherName valueset-parameterSource valueset-rules-text valueset-sourceReference valueset-steward
        valueset-supplement valueset-system valueset-systemName valueset-systemRef valueset-toocostly
        valueset-trusted-expansion valueset-unclosed valueset-usage valueset-warning valueset-workflowStatus
    """,
}
# fmt: on

_TYPES = {name: types for types, names in _VALUED.items() for name in names.split()}
_HOLDERS = {name: holders for holders, names in _HELD.items() for name in names.split()}
