"""What does a query find? One page of resources, with the links to the others."""

# tested by: tests/api/fhir/test_paging.py, docs/search/results.md

from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.fhir.store import Resource
from sandbox.search.model.query import Query
from sandbox.search.model.result_parameters import LARGEST_COUNT
from sandbox.search.model.warning import SearchWarning


@dataclass(slots=True, kw_only=True)
class Page:
    """What a query finds: the resources of the page, what comes along with them, and the number of all matches."""

    query: Query
    """what was asked"""
    resources: tuple[Resource, ...]
    """the matches on this page, in order"""
    total: int
    """the number of all matches"""
    included: tuple[Resource, ...] = ()
    """what comes along with them"""
    notes: tuple[SearchWarning, ...] = ()
    """what the client should know"""
    next: str | None = field(init=False)
    """the query string of the next page, None on the last"""
    links: tuple[tuple[str, str], ...] = field(init=False)
    """pairs of relation and address"""
    kept: bool = field(default=False, init=False, compare=False)
    """whether it is remembered, for it was asked for again"""
    bundle: bytes | None = field(default=None, init=False, compare=False)
    """the Bundle that is sent, if that is kept as well"""

    def __post_init__(self) -> None:
        end = self.query.result_parameters.offset + self.query.result_parameters.count
        more = end < self.total and not self.query.result_parameters.only_total
        self.next = self.query.link(end) if more else None
        self.links = tuple(self._links())

    def _links(self) -> Iterator[tuple[str, str]]:
        query, offset, count = self.query, self.query.result_parameters.offset, self.query.result_parameters.count
        address = f"{query.base}{query.path}"
        own = query.link(offset or None)
        yield "self", f"{address}?{own}" if own else address
        if (
            not self.total or query.result_parameters.only_total or count > LARGEST_COUNT
        ):  # what has no pages has no first one
            return
        yield "first", f"{address}?{query.link(0)}"
        if offset:
            last = (self.total - 1) // count * count
            yield "previous", f"{address}?{query.link(max(min(offset - count, last), 0))}"
        if self.next is not None:
            yield "next", f"{address}?{self.next}"
