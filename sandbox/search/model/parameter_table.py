"""How do rows become the table of a resource type? By their names, in alphabetical order."""

# tested by: docs/search/parameters.md, tests/search/parameters/test_other_types.py

from sandbox.search.model.parameter import SearchParameter

ParameterTable = dict[str, SearchParameter]


def table(*rows: SearchParameter) -> ParameterTable:
    """Return rows by name, in the order of their names."""
    return {row.name: row for row in sorted(rows, key=lambda row: row.name)}
