"""What is a search parameter? One row of the tables."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchParameter:
    """One search parameter of one type.

    `type` is the search type as R4 names it; `kind` says which module of this room answers it, where that is not the
    type's own. `path` leads to the elements (see `path.py`). `element` is the FHIR data type of a token's elements:
    CodeableConcept (or Coding) if nothing is said, code, Identifier, ContactPoint, boolean or string; `system` is
    the code system that a bare code belongs to. `targets` are the types to which a reference may lead, ("*",) being
    any; with `narrow`, references to other types do not count as values at all. `parts` are the components of a
    composite, with paths below the elements of its own path.
    """

    name: str
    type: str
    path: str
    search_type: str = ""
    element: str = ""
    system: str = ""
    targets: tuple[str, ...] = ()
    narrow: bool = False
    parts: tuple["SearchParameter", ...] = ()

    def __post_init__(self) -> None:
        if not self.search_type:
            object.__setattr__(self, "search_type", self.type)

    @property
    def exact(self) -> bool:
        """Whether case counts in a token: it does in elements of type code, whose systems say so."""
        return self.element == "code"
