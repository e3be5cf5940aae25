"""Which search parameters have lists, documents and definitions? Tables as in `parameters`, one for each type."""

ROWS = {
    "DocumentReference": """
event                   concept     context.event
facility                concept     context.facilityType
period                  date        context.period
relation                code        relatesTo.code              = http://hl7.org/fhir/document-relationship-type
security-label          concept     securityLabel
setting                 concept     context.practiceSetting
location                uri         content.attachment.url
authenticator           reference   authenticator               > Practitioner PractitionerRole Organization
author                  reference   author                      > Practitioner PractitionerRole Organization Device \
Patient RelatedPerson
custodian               reference   custodian                   > Organization
related                 reference   context.related             > *
relatesto               reference   relatesTo.target            > DocumentReference
category                concept     category
date                    date        date
description             text        description
encounter               reference   context.encounter           > Encounter EpisodeOfCare
identifier              identifier  masterIdentifier|identifier
patient                 reference   subject                     > Patient
status                  code        status                      = http://hl7.org/fhir/document-reference-status
subject                 reference   subject                     > Patient Practitioner Group Device
type                    concept     type
""",
    "Provenance": """
signature-type          coding      signature.type
when                    date        occurredDateTime
agent                   reference   agent.who                   > Practitioner PractitionerRole RelatedPerson Patient \
Device Organization
agent-role              concept     agent.role
agent-type              concept     agent.type
entity                  reference   entity.what                 > *
location                reference   location                    > Location
patient                 reference   target                      > Patient
recorded                date        recorded
target                  reference   target                      > *
""",
    "List": """
empty-reason            concept     emptyReason
notes                   text        note.text
code                    concept     code
date                    date        date
encounter               reference   encounter                   > Encounter EpisodeOfCare
identifier              identifier  identifier
item                    reference   entry.item                  > *
patient                 reference   subject                     > Patient
source                  reference   source                      > Practitioner PractitionerRole Patient Device
status                  code        status                      = http://hl7.org/fhir/list-status
subject                 reference   subject                     > Patient Group Device Location
title                   text        title
""",
    "ActivityDefinition": """
date                    date        date
description             text        description
effective               date        effectivePeriod
identifier              identifier  identifier
jurisdiction            concept     jurisdiction
name                    text        name
publisher               text        publisher
status                  code        status                      = http://hl7.org/fhir/publication-status
title                   text        title
topic                   concept     topic
url                     uri         url
""",
    "ValueSet": """
date                    date        date
description             text        description
identifier              identifier  identifier
jurisdiction            concept     jurisdiction
name                    text        name
publisher               text        publisher
reference               uri         compose.include.system
status                  code        status                      = http://hl7.org/fhir/publication-status
title                   text        title
url                     uri         url
""",
    "PlanDefinition": """
effective               date        effectivePeriod
jurisdiction            concept     jurisdiction
topic                   concept     topic
type                    concept     type
date                    date        date
description             text        description
identifier              identifier  identifier
name                    text        name
publisher               text        publisher
status                  code        status                      = http://hl7.org/fhir/publication-status
title                   text        title
url                     uri         url
""",
}
