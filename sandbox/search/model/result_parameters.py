"""How does the client want its answer? The search result parameters of R4: order, page, total, summary, layout.

http://hl7.org/fhir/R4/search.html#return
"""

from dataclasses import dataclass

DEFAULT_COUNT = 20
LARGEST_COUNT = 1000


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of `_sort`: a search parameter, and whether its order is turned round."""

    name: str
    descending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultParameters:
    """What was wished; what was not is as it stands here. With `only_total`, no resource is wanted at all."""

    sort: tuple[SortKey, ...] = ()
    count: int = DEFAULT_COUNT
    offset: int = 0
    total: str = "none"
    summary: str = "false"
    elements: tuple[str, ...] = ()
    contained: str = "false"
    contained_type: str = "container"
    pretty: str = "false"
    format: str = "json"

    @property
    def cuts(self) -> bool:
        """Whether only parts of the resources are wanted."""
        return bool(self.elements) or self.summary in _PARTS

    @property
    def only_total(self) -> bool:
        """Whether just the number of matches is asked for."""
        return self.count == 0 or self.summary == "count"


_PARTS = frozenset({"true", "text", "data"})  # the summaries that are parts of a resource
