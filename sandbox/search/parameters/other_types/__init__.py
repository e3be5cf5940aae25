"""Which search parameters do the types have that stand beside a Procedure? All of R4's.

A Procedure refers to them or they to it, or an app for patients opens with them.

http://hl7.org/fhir/R4/searchparameter-registry.html
"""

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.parameters.other_types.care import CARE
from sandbox.search.parameters.other_types.definitions import DEFINITIONS
from sandbox.search.parameters.other_types.findings import FINDINGS
from sandbox.search.parameters.other_types.insurance import INSURANCE
from sandbox.search.parameters.other_types.medication import MEDICATION
from sandbox.search.parameters.other_types.observation import OBSERVATION
from sandbox.search.parameters.other_types.people import PEOPLE
from sandbox.search.parameters.other_types.places import PLACES
from sandbox.search.parameters.other_types.teamwork import TEAMWORK

__all__ = ["NOT_SEARCHABLE", "OTHER_TYPES"]

OTHER_TYPES: dict[str, dict[str, SearchParameter]] = (
    CARE | DEFINITIONS | FINDINGS | INSURANCE | MEDICATION | OBSERVATION | PEOPLE | PLACES | TEAMWORK
)

# What R4 publishes and nobody can ask here, as Type.name, and why.
NOT_SEARCHABLE: dict[str, str] = {
    "Location.near": "positions are not indexed",
    "Resource._query": "no named query is defined",
}
