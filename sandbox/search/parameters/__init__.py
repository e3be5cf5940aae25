"""Which search parameters are there? R4's own for Procedure, and those that every resource has.

Everything about a parameter follows from its row: how a query is read, what is indexed, the CapabilityStatement and
the manual. http://hl7.org/fhir/R4/procedure.html#search and http://hl7.org/fhir/R4/search.html#all
"""

from functools import cache

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.parameter_table import ParameterTable
from sandbox.search.parameters.common import COMMON
from sandbox.search.parameters.other_types import OTHER_TYPES
from sandbox.search.parameters.procedure import PROCEDURE

LINKS = frozenset({"reference", "canonical"})


def targets(param: SearchParameter) -> tuple[str, ...]:
    """Return the types to which a reference may lead."""
    if "*" in param.targets:
        return tuple(sorted(SEARCH_PARAMETERS))
    return param.targets


@cache
def search_parameters(type_: str) -> ParameterTable:
    """Return the search parameters of a resource type by name; the table must not be changed."""
    return COMMON | SEARCH_PARAMETERS.get(type_, {})


def owner(type_: str) -> SearchParameter:
    """Return a parameter that only the sandbox itself asks: the Patients whom a resource is about.

    A Group, and somebody of whom nothing is known, may be patients, so they count as well. A follower belongs to whom
    the resources belong that it points at, whatever their type.
    """
    path = OWNERS.get(type_, "patient | subject")
    return SearchParameter(
        name="_owner", type="reference", path=path, targets=("Patient", "Group", ""), narrow=type_ not in FOLLOWERS
    )


SEARCH_PARAMETERS: dict[str, ParameterTable] = OTHER_TYPES | {"Procedure": PROCEDURE}

# fmt: off
# Where a resource names the patient whom it is about, if neither in `patient` nor in `subject`.
OWNERS: dict[str, str] = {
    "Appointment":         "participant.actor",
    "AppointmentResponse": "actor",
    "AuditEvent":          "agent.who | entity.what",
    "Coverage":            "beneficiary",
    "EnrollmentRequest":   "candidate",
    "Group":               "member.entity",
    "Person":              "link.target",
    "Provenance":          "target",
    "ResearchSubject":     "individual",
    "Schedule":            "actor",
    "SupplyRequest":       "deliverTo",
    "Task":                "for",
}
FOLLOWERS = frozenset({"Provenance"})
# fmt: on
