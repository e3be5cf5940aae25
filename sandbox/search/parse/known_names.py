"""Which names may a request have as parameters? All that FHIR knows, of whatever type."""

# tested by: tests/verdict/test_requests.py

from functools import cache

from sandbox.search.parameters import SEARCH_PARAMETERS, search_parameters
from sandbox.search.parse import everything, result_parameters

# What stands in the links of a search that no address could hold.
HANDLE = "_getpages"


@cache
def known_names() -> frozenset[str]:
    """Return the names without modifiers and chains: for search, for its results, and for `$everything`."""
    searched = {name for type_ in SEARCH_PARAMETERS for name in search_parameters(type_)}
    return frozenset(
        searched | {*result_parameters.NAMES, *everything.NAMES, "_include", "_revinclude", "_has", HANDLE}
    )
