"""Search: FHIR R4 search over a Store, on inverted indexes. Knows no HTTP, no time and no client."""

from sandbox.query_string import pairs
from sandbox.search.capability import capability_statement
from sandbox.search.engine import SearchEngine, Viewer
from sandbox.search.evaluate.evaluate import evaluate
from sandbox.search.explain.explain import Explained
from sandbox.search.index.preparation import Preparation, UnpreparedError, at_once
from sandbox.search.index.under_way import UnderWay
from sandbox.search.model.choices import DEFAULT_CHOICES, SearchChoices
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.page import Page
from sandbox.search.model.query import Scope
from sandbox.search.model.resource_ref import Visible
from sandbox.search.model.result_parameters import ResultParameters
from sandbox.search.parse.compartment import scope as compartment_scope
from sandbox.search.parse.parser import parse
from sandbox.search.parse.taken import part_of_resource, taken
from sandbox.search.response.bundle import searchset
from sandbox.search.response.subset import subset, subset_json

__all__ = [
    "DEFAULT_CHOICES",
    "Explained",
    "Page",
    "ParseOptions",
    "Preparation",
    "ResultParameters",
    "Scope",
    "SearchChoices",
    "SearchEngine",
    "UnderWay",
    "UnpreparedError",
    "Viewer",
    "Visible",
    "at_once",
    "capability_statement",
    "compartment_scope",
    "evaluate",
    "pairs",
    "parse",
    "part_of_resource",
    "searchset",
    "subset",
    "subset_json",
    "taken",
]
