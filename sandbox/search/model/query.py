"""What does the client ask? A Query: conditions that must all hold, and how the answer is wanted."""

# tested by: tests/oracle/test_random_queries.py, docs/search/parsing.md

from dataclasses import dataclass, field

from sandbox.search.model.conditions import Condition
from sandbox.search.model.include import Include
from sandbox.search.model.result_parameters import ResultParameters
from sandbox.search.model.warning import SearchWarning

# What stands for every type, where none is named.
ANY_TYPE = "Resource"


@dataclass(slots=True)
class Scope:
    """Where a search is made: in one type ("" is all of them), within what `within` adds, at a path below the base."""

    type: str
    path: str
    within: Condition | None = None


@dataclass(slots=True)
class Query:
    """All that a client asks, with what its links need."""

    base: str
    """the address of the FHIR API that the client used"""
    path: str
    """the path of the search below it"""
    result_parameters: ResultParameters
    """how the answer is wanted"""
    before: str
    """the parameters that count, percent-encoded and sorted by name, an `&` before each: those before `_offset`"""
    after: str
    """and those after it"""
    asks: dict[str, tuple[Condition, ...]] = field(default_factory=dict)
    """for each searched type, what must hold"""
    said: tuple[str, ...] = ()
    """the parameters as they were given, one for each condition"""
    includes: tuple[Include, ...] = ()
    """what comes along"""
    notes: tuple[SearchWarning, ...] = ()
    """what the client should know"""
    value_sets: tuple[str, ...] = ()
    """those of which a value has to be a member"""
    lasts: bool = True
    """whether the answer stays the same as time goes by: what is approximate is so by its distance from now"""

    def link(self, offset: int | None = None) -> str:
        """Return the query string that repeats this query, at another offset."""
        if offset is None:
            return f"{self.before}{self.after}"[1:]
        return f"{self.before}&_offset={offset}{self.after}"[1:]
