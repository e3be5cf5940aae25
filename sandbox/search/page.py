"""Which of the matches stand on this page, and in which order?

Without `_sort` the newest come first (meta.lastUpdated), then by id; every order is total, so that pages neither
overlap nor leave gaps. http://hl7.org/fhir/R4/search.html#sort
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pyroaring import BitMap

from sandbox.search.index import Index
from sandbox.search.query import Query
from sandbox.search.wishes import Wishes
from sandbox.store import Resource

_FEW = 16  # sorting is cheaper than walking the whole order if the matches are fewer than one in so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a query finds: the resources of the page, and the number of all matches.

    `next` is the query string of the next page, None on the last; `links` are pairs of relation and address.
    """

    query: Query
    resources: tuple[Resource, ...]
    total: int
    next: str | None = field(init=False)
    links: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        end = self.query.wishes.offset + self.query.wishes.count
        more = end < self.total and not self.query.wishes.only_total
        object.__setattr__(self, "next", self.query.link(end) if more else None)
        object.__setattr__(self, "links", tuple(self._links()))

    def _links(self) -> Iterator[tuple[str, str]]:
        query, offset, count = self.query, self.query.wishes.offset, self.query.wishes.count
        address = f"{query.base}/{query.type}"
        own = query.link(offset or None)
        yield "self", f"{address}?{own}" if own else address
        if not self.total or query.wishes.only_total:
            return
        yield "first", f"{address}?{query.link(0)}"
        if offset:
            last = (self.total - 1) // count * count
            yield "previous", f"{address}?{query.link(max(min(offset - count, last), 0))}"
        if self.next is not None:
            yield "next", f"{address}?{self.next}"


def cut(found: BitMap, index: Index, wishes: Wishes) -> Sequence[int]:
    """Return the numbers of the page, in its order."""
    total, start = len(found), wishes.offset
    stop = min(start + wishes.count, total)
    if start >= stop or wishes.only_total:
        return ()
    if not wishes.sort:
        here = found if stop - start == total else found[total - stop : total - start]
        return here.to_array()[::-1]
    order, places = index.order(wishes.sort)
    if total * _FEW < len(order):
        return sorted(found, key=places.__getitem__)[start:stop]
    return list(islice((number for number in order if number in found), start, stop))
