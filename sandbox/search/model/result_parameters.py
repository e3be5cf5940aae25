"""How does the client want its answer? The search result parameters of R4: order, page, total, summary, layout.

http://hl7.org/fhir/R4/search.html#return
"""

# tested by: docs/search/results.md, docs/search/shape.md

from dataclasses import dataclass, field

DEFAULT_COUNT = 20
LARGEST_COUNT = 1000


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of `_sort`: a search parameter, and whether its order is turned round."""

    name: str
    descending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultParameters:
    """What was asked for; the defaults are what holds where nothing was. `_format` and `_pretty` are the web's."""

    sort: tuple[SortKey, ...] = ()
    """the first key decides, each further one among those that are equal"""
    count: int = DEFAULT_COUNT
    """resources on a page, 0 to LARGEST_COUNT"""
    offset: int = 0
    """matches before the page"""
    total: str = "none"
    """none, estimate or accurate"""
    summary: str = "false"
    """true, text, data, count or false"""
    elements: tuple[str, ...] = ()
    """names of the elements to send; none: all"""
    contained: str = "false"
    """true, false or both"""
    contained_type: str = "container"
    """container or contained"""

    cuts: bool = field(init=False)
    """whether only parts of the resources are wanted"""
    only_total: bool = field(init=False)
    """whether just the number of matches is asked for, and no resource"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "cuts", bool(self.elements) or self.summary in _PARTS)
        object.__setattr__(self, "only_total", self.count == 0 or self.summary == "count")


_PARTS = frozenset({"true", "text", "data"})  # the summaries that are parts of a resource
