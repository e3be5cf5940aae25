"""Which search parameters does every resource have? http://hl7.org/fhir/R4/search.html#all"""

# tested by: docs/search/parameters.md, tests/search/parameters/test_other_types.py

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.parameter_table import ParameterTable, table

# Columns: name, search type, path below the resource, then what is special.
# fmt: off
COMMON: ParameterTable = table(
    SearchParameter(name="_content",     type="string", path="", search_type="freetext"),
    SearchParameter(name="_id",          type="token",  path="id", search_type="id"),
    SearchParameter(name="_lastUpdated", type="date",   path="meta.lastUpdated"),
    SearchParameter(name="_profile",     type="uri",    path="meta.profile", search_type="canonical"),
    SearchParameter(name="_security",    type="token",  path="meta.security"),
    SearchParameter(name="_source",      type="uri",    path="meta.source"),
    SearchParameter(name="_tag",         type="token",  path="meta.tag"),
    SearchParameter(name="_text",        type="string", path="text.div", search_type="freetext"),
)
# fmt: on
