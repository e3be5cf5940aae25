"""The search room: FHIR R4 search over a Store, on inverted indexes. Knows no HTTP, no time and no client."""

from sandbox.search.bundle import searchset
from sandbox.search.capability import capability_statement
from sandbox.search.catalogue import Catalogue, Viewer
from sandbox.search.compartment import Visible
from sandbox.search.index import IndexFault
from sandbox.search.page import Page
from sandbox.search.query import Terms, pairs, parse
from sandbox.search.wishes import read_wish

__all__ = [
    "Catalogue",
    "IndexFault",
    "Page",
    "Terms",
    "Viewer",
    "Visible",
    "capability_statement",
    "pairs",
    "parse",
    "read_wish",
    "searchset",
]
