"""The search room: FHIR R4 search over a Store, on inverted indexes. Knows no HTTP, no time and no client."""

from sandbox.search.answering import shape
from sandbox.search.bundle import searchset
from sandbox.search.capability import capability_statement
from sandbox.search.catalogue import Catalogue, Viewer
from sandbox.search.explain import Explained
from sandbox.search.index import IndexFault
from sandbox.search.matching import matches
from sandbox.search.page import Page
from sandbox.search.query import Scope, pairs, parse
from sandbox.search.reading import Terms
from sandbox.search.view import Visible
from sandbox.search.wishes import Wished
from sandbox.search.within import scope as compartment_scope

__all__ = [
    "Catalogue",
    "Explained",
    "IndexFault",
    "Page",
    "Scope",
    "Terms",
    "Viewer",
    "Visible",
    "Wished",
    "capability_statement",
    "compartment_scope",
    "matches",
    "pairs",
    "parse",
    "searchset",
    "shape",
]
