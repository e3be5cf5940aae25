"""What is a search parameter? One row of the tables."""

# tested by: docs/search/parameters.md, tests/search/parameters/test_other_types.py

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchParameter:
    """One search parameter of one type."""

    name: str
    """its name in a query"""
    type: str
    """the search type as R4 names it"""
    path: str
    """leads to the elements: see sandbox/fhir/path.py"""
    search_type: str = ""
    """the module of sandbox/search/types that answers it, where that is not the type's own"""
    element: str = ""
    """the data type of the elements of a token"""
    system: str = ""
    """the system of codes that bear none"""
    targets: tuple[str, ...] = ()
    """resource types that a reference may lead to; "*" is any"""
    narrow: bool = False
    """whether only references to the targets count, of all that stand there"""
    parts: tuple["SearchParameter", ...] = ()
    """the components of a composite"""

    def __post_init__(self) -> None:
        if not self.search_type:
            object.__setattr__(self, "search_type", self.type)

    @property
    def exact(self) -> bool:
        """Whether case counts in a token: it does in elements of type code, whose systems say so."""
        return self.element == "code"
