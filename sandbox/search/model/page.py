"""What does a query find? One page of resources, with the links to the others."""

# tested by: tests/api/fhir/test_paging.py, docs/search/results.md

from dataclasses import dataclass, field

from sandbox.search.model.query import Query
from sandbox.search.model.result_parameters import LARGEST_COUNT
from sandbox.search.model.warning import SearchWarning


@dataclass(slots=True, kw_only=True)
class Page:
    """What a query finds: the entries of the page, what comes along with them, and the number of all matches.

    An entry is a resource as it stands in a Bundle (see `Resource.entry`).
    """

    query: Query
    """what was asked"""
    entries: tuple[bytes, ...]
    """the matches on this page, in order"""
    total: int
    """the number of all matches"""
    included: tuple[bytes, ...] = ()
    """what comes along with them"""
    notes: tuple[SearchWarning, ...] = ()
    """what the client should know"""
    next: str | None = field(init=False)
    """the query string of the next page, None on the last"""
    links: tuple[tuple[str, str], ...] = field(init=False)
    """pairs of relation and address"""
    kept: bool = field(default=False, init=False, compare=False)
    """whether it is remembered, for it was asked for again"""
    body: bytes | None = field(default=None, init=False, compare=False)
    """the Bundle that is sent, if that is kept as well"""

    def __post_init__(self) -> None:
        query, wanted, total = self.query, self.query.result_parameters, self.total
        offset, count = wanted.offset, wanted.count
        address = f"{query.base}{query.path}?"
        self.next = None
        links = [("self", (address + query.link(offset or None)).removesuffix("?"))]
        if total and not wanted.only_total and count <= LARGEST_COUNT:  # what has no pages has no first one
            links.append(("first", address + query.link(0)))
            if offset:
                last = (total - 1) // count * count
                links.append(("previous", address + query.link(max(min(offset - count, last), 0))))
            if offset + count < total:
                self.next = query.link(offset + count)
                links.append(("next", address + self.next))
        self.links = tuple(links)
