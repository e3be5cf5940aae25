"""What must a search type offer? Columns for its values, and a parser of what is asked of them."""

# tested by: docs/search/parsing.md

from typing import Protocol

from sandbox.search.columns.column import Column
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import SearchValue


class ColumnType(Protocol):
    """What a module offers that makes columns and reads what is sought in them."""

    def column(self, param: SearchParameter) -> Column:
        """Return an empty column for a parameter."""

    def parse_value(self, raw: str, modifier: str, param: SearchParameter, bases: tuple[str, ...]) -> SearchValue:
        """Read one alternative of a clause; a ValueError says what is wrong with it and what would be right.

        *bases* are the addresses of this server, such as `http://localhost:12429/fhir`.
        """


class SearchType(ColumnType, Protocol):
    """What the module of a search type offers."""

    def modifiers(self, param: SearchParameter) -> frozenset[str]:
        """Return the modifiers that a parameter takes, the resource types of a reference aside."""
