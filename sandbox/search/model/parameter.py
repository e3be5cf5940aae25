"""What is a search parameter? One row of the tables."""

# tested by: docs/search/parameters.md, tests/search/parameters/test_other_types.py

from dataclasses import dataclass, replace

from sandbox.search.model.choices import DEFAULT_CHOICES, SearchChoices


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
    code_case: str = "declared"
    """whether case counts in a token: where its system says so, `sensitive`, or `insensitive`"""
    zone: int = 0
    """that of dates and times without one, in microseconds east of UTC"""

    def __post_init__(self) -> None:
        if not self.search_type:
            object.__setattr__(self, "search_type", self.type)

    @property
    def exact(self) -> bool:
        """Whether case counts in a token: it does in elements of type code, whose systems say so."""
        if self.code_case == "declared":
            return self.element == "code"
        return self.code_case == "sensitive"

    def under(self, choices: SearchChoices) -> "SearchParameter":
        """Return the parameter as a server with such choices has it."""
        if choices == DEFAULT_CHOICES:
            return self
        parts = tuple(part.under(choices) for part in self.parts)
        return replace(self, code_case=choices.code_case, zone=choices.zone, parts=parts)
