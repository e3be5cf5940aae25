"""The search room: FHIR R4 search over a Store, on inverted indexes. Knows no HTTP, no time and no client."""

from sandbox.search.answering import subset
from sandbox.search.bundle import searchset
from sandbox.search.capability import capability_statement
from sandbox.search.catalogue import SearchEngine, Viewer
from sandbox.search.explain import Explained
from sandbox.search.index import IndexingError
from sandbox.search.matching import evaluate
from sandbox.search.page import Page
from sandbox.search.query import Scope, pairs, parse
from sandbox.search.reading import ParseOptions
from sandbox.search.view import Visible
from sandbox.search.wishes import ResultParametersParser
from sandbox.search.within import scope as compartment_scope

__all__ = [
    "Explained",
    "IndexingError",
    "Page",
    "ParseOptions",
    "ResultParametersParser",
    "Scope",
    "SearchEngine",
    "Viewer",
    "Visible",
    "capability_statement",
    "compartment_scope",
    "evaluate",
    "pairs",
    "parse",
    "searchset",
    "subset",
]
