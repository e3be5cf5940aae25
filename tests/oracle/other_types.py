"""Which search parameters have the people and places around Procedure? Tables as in `parameters`, one for each type."""

from tests.oracle import clinical_parameters, definitional_parameters
from tests.oracle.clinical_parameters import joined

_ADDRESS = """
address                 address     address
address-city            text        address.city
address-country         text        address.country
address-postalcode      text        address.postalCode
address-state           text        address.state
address-use             code        address.use                 = http://hl7.org/fhir/address-use
"""

_PERSON = """
active                  boolean     active
email                   contact     telecom[system=email]
gender                  code        gender                      = http://hl7.org/fhir/administrative-gender
identifier              identifier  identifier
name                    name        name
phone                   contact     telecom[system=phone]
telecom                 contact     telecom
"""

_NAMES = """
family                  family      name.family
given                   text        name.given
"""

ROWS = {
    "Patient": joined(
        _PERSON,
        _NAMES,
        _ADDRESS,
        """
birthdate               date        birthDate
death-date              date        deceasedDateTime
deceased                life        deceasedBoolean|deceasedDateTime
general-practitioner    reference   generalPractitioner         > Practitioner Organization PractitionerRole
language                concept     communication.language
link                    reference   link.other                  > Patient RelatedPerson
organization            reference   managingOrganization        > Organization
""",
    ),
    "Practitioner": joined(_PERSON, _NAMES, _ADDRESS, "communication           concept     communication"),
    "RelatedPerson": joined(
        _PERSON,
        _ADDRESS,
        """
birthdate               date        birthDate
patient                 reference   patient                     > Patient
relationship            concept     relationship
""",
    ),
    "PractitionerRole": """
active                  boolean     active
date                    date        period
email                   contact     telecom[system=email]
identifier              identifier  identifier
location                reference   location                    > Location
organization            reference   organization                > Organization
phone                   contact     telecom[system=phone]
practitioner            reference   practitioner                > Practitioner
role                    concept     code
specialty               concept     specialty
telecom                 contact     telecom
""",
    "Organization": joined(
        _ADDRESS,
        """
active                  boolean     active
identifier              identifier  identifier
name                    text        name|alias
partof                  reference   partOf                      > Organization
type                    concept     type
""",
    ),
    "Location": joined(
        _ADDRESS,
        """
operational-status      coding      operationalStatus
identifier              identifier  identifier
name                    text        name|alias
organization            reference   managingOrganization        > Organization
partof                  reference   partOf                      > Location
status                  code        status                      = http://hl7.org/fhir/location-status
type                    concept     type
""",
    ),
    "Device": """
device-name             text        deviceName.name|type.coding.display|type.text
model                   text        modelNumber
udi-carrier             text        udiCarrier.carrierHRF
udi-di                  text        udiCarrier.deviceIdentifier
identifier              identifier  identifier
location                reference   location                    > Location
manufacturer            text        manufacturer
organization            reference   owner                       > Organization
patient                 reference   patient                     > Patient
status                  code        status                      = http://hl7.org/fhir/device-status
type                    concept     type
url                     uri         url
""",
    "Group": """
characteristic          concept     characteristic.code
exclude                 boolean     characteristic.exclude
actual                  boolean     actual
code                    concept     code
identifier              identifier  identifier
managing-entity         reference   managingEntity              > Organization RelatedPerson Practitioner \
PractitionerRole
member                  reference   member.entity               > Patient Practitioner PractitionerRole Device \
Medication Substance Group
type                    code        type                        = http://hl7.org/fhir/group-type
""",
    **clinical_parameters.ROWS,
    **definitional_parameters.ROWS,
}
