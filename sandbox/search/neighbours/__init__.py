"""Which search parameters do the types have that a Procedure refers to, or that stand beside it? All of R4's.

http://hl7.org/fhir/R4/searchparameter-registry.html
"""

from sandbox.search.neighbours.care import CARE
from sandbox.search.neighbours.definitions import DEFINITIONS
from sandbox.search.neighbours.findings import FINDINGS
from sandbox.search.neighbours.observation import OBSERVATION
from sandbox.search.neighbours.people import PEOPLE
from sandbox.search.neighbours.places import PLACES
from sandbox.search.param import Param

__all__ = ["NEIGHBOURS", "NOT_SEARCHABLE"]

NEIGHBOURS: dict[str, dict[str, Param]] = CARE | DEFINITIONS | FINDINGS | OBSERVATION | PEOPLE | PLACES

# What R4 publishes and nobody can ask here, as Type.name, and why.
NOT_SEARCHABLE: dict[str, str] = {
    "Location.near": "positions are not indexed",
    "Resource._query": "no named query is defined",
}
