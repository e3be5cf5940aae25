"""Which parameters are of compartments alone? Their columns hold whatever stands in resources, as all others do."""

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.parameters import search_parameters
from sandbox.search.parameters.compartments import COMPARTMENTS, membership


def unsearched(type_: str) -> tuple[SearchParameter, ...]:
    """Return the parameters by which resources of a type belong to others, and which no search takes."""
    known = search_parameters(type_)
    rows = {row.name: row for owner in COMPARTMENTS for row in membership(owner, type_) if row.name not in known}
    return tuple(rows.values())
