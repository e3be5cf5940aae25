"""How is a stored resource named inside a search? By its type, and its number in the index of that type."""

# tested by: tests/oracle/test_random_queries.py, docs/search/parsing.md

from pyroaring import BitMap

Visible = dict[str, BitMap]
# A resource: its type, and its number in the index of the type.
ResourceRef = tuple[str, int]
