"""Which elements may repeat? Those whose maximum is `*`, as far as a search parameter leads to them or past them.

From the StructureDefinitions of FHIR 4.0.1; `activity.detail.performer` stands inside others. JSON has a list for each
of these, and one value for all others. http://hl7.org/fhir/R4/json.html#repeat
"""

from collections.abc import Mapping

from sandbox.fhir.summary_elements import table

# What may repeat in every resource.
_COMMON = frozenset({"contained", "extension", "modifierExtension", "meta.profile", "meta.security", "meta.tag"})

_OWN = table("""
    ActivityDefinition: identifier jurisdiction library relatedArtifact topic useContext;
    AllergyIntolerance: category identifier reaction reaction.manifestation;
    CarePlan: activity activity.detail.performer addresses basedOn careTeam category goal identifier
    instantiatesCanonical instantiatesUri partOf replaces;
    CareTeam: category identifier participant;
    Condition: bodySite category evidence evidence.code evidence.detail identifier stage;
    Coverage: class identifier payor;
    Device: deviceName identifier udiCarrier;
    DiagnosticReport: basedOn category conclusionCode identifier media performer result resultsInterpreter specimen;
    DocumentReference: author category content context.encounter context.event context.related identifier relatesTo
    securityLabel;
    Encounter: account appointment basedOn diagnosis episodeOfCare hospitalization.specialArrangement identifier
    location participant participant.type reasonCode reasonReference type;
    EpisodeOfCare: diagnosis identifier referralRequest type;
    ExplanationOfBenefit: careTeam identifier insurance item item.detail item.detail.subDetail
    item.detail.subDetail.udi item.detail.udi item.encounter item.udi procedure procedure.udi;
    Goal: category identifier target;
    Group: characteristic identifier member;
    Immunization: identifier performer protocolApplied protocolApplied.targetDisease reaction reasonCode
    reasonReference;
    List: entry identifier note;
    Location: alias endpoint identifier type;
    Medication: identifier ingredient;
    MedicationAdministration: device identifier performer reasonCode statusReason;
    MedicationDispense: authorizingPrescription identifier performer receiver substitution.responsibleParty;
    MedicationRequest: category dosageInstruction dosageInstruction.timing.event identifier;
    Observation: basedOn category component derivedFrom focus hasMember identifier partOf performer;
    Organization: address alias endpoint identifier type;
    Patient: address communication generalPractitioner identifier link name name.given telecom;
    PlanDefinition: action identifier jurisdiction library relatedArtifact topic useContext;
    Practitioner: address communication identifier name name.given telecom;
    PractitionerRole: code endpoint healthcareService identifier location specialty telecom;
    Procedure: basedOn identifier instantiatesCanonical instantiatesUri partOf performer reasonCode reasonReference;
    Provenance: agent agent.role entity signature signature.type target;
    RelatedPerson: address identifier name relationship telecom;
    ServiceRequest: basedOn bodySite category identifier instantiatesCanonical instantiatesUri orderDetail performer
    replaces specimen;
    ValueSet: compose.include compose.include.concept expansion.contains identifier jurisdiction useContext;
""")

REPEATING: Mapping[str, frozenset[str]] = {type_: _COMMON | paths for type_, paths in _OWN.items()}
