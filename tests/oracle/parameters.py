"""Which search parameters are there? One line each: name, data type of its element, path, targets, own system.

`> A B` are the types a reference may lead to, `> *` any; `= uri` is the system of a plain code. The lines of Procedure
and those that every type has stand here, those of the other types in a table of their own.
"""

from dataclasses import dataclass

from tests.oracle import other_types

KINDS = {
    **dict.fromkeys(("concept", "coding", "identifier", "code", "boolean", "contact", "id", "life"), "token"),
    **dict.fromkeys(("text", "name", "family", "address"), "string"),
    **{kind: kind for kind in ("date", "reference", "canonical", "uri", "quantity", "composite")},
}

PROCEDURE = """
based-on                reference   basedOn                     > CarePlan ServiceRequest
category                concept     category
code                    concept     code
date                    date        performedDateTime|performedPeriod
encounter               reference   encounter                   > Encounter EpisodeOfCare
identifier              identifier  identifier
instantiates-canonical  canonical   instantiatesCanonical       > PlanDefinition ActivityDefinition Measure \
OperationDefinition Questionnaire
instantiates-uri        uri         instantiatesUri
location                reference   location                    > Location
part-of                 reference   partOf                      > Procedure Observation MedicationAdministration
patient                 reference   subject                     > Patient
performer               reference   performer.actor             > Practitioner PractitionerRole Organization Patient \
RelatedPerson Device
reason-code             concept     reasonCode
reason-reference        reference   reasonReference             > Condition Observation Procedure DiagnosticReport \
DocumentReference
status                  code        status                      = http://hl7.org/fhir/event-status
subject                 reference   subject                     > Patient Group
"""

COMMON = """
_id                     id          id
_lastUpdated            date        meta.lastUpdated
_profile                canonical   meta.profile
_security               coding      meta.security
_source                 uri         meta.source
_tag                    coding      meta.tag
"""

# Parameters on whose element only references to one type count.
ONLY = {"patient": "Patient", "practitioner": "Practitioner", "care-manager": "Practitioner"}


@dataclass(frozen=True)
class Parameter:
    """One row of the table."""

    name: str
    datatype: str
    path: str
    targets: tuple[str, ...] = ()
    system: str = ""

    @property
    def kind(self) -> str:
        """The search type."""
        return KINDS[self.datatype]

    def leads_to(self, type_: str) -> bool:
        """Say whether a reference here may lead to a type."""
        return type_ in self.targets or self.targets == ("*",)


def _row(line: str) -> Parameter:
    head, _, system = line.partition(" = ")
    head, _, targets = head.partition(" > ")
    name, datatype, path = head.split()
    return Parameter(name, datatype, path, tuple(targets.split()), system.strip())


def _rows(table: str) -> dict[str, Parameter]:
    return {row.name: row for row in map(_row, table.strip().splitlines())}


TABLE: dict[str, dict[str, Parameter]] = {
    type_: _rows(COMMON) | _rows(rows) for type_, rows in {"Procedure": PROCEDURE, **other_types.ROWS}.items()
}
ANY_TYPE = _rows(COMMON)


def known(type_: str) -> dict[str, Parameter]:
    """Return the parameters of a type by name, or those that every type has."""
    return TABLE.get(type_, ANY_TYPE)
