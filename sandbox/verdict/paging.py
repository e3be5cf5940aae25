"""Did the client follow the pages as they were offered? R16."""

# tested by: tests/verdict/test_requests.py, tests/stories/test_blameless_pages.py

from bisect import bisect, bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from operator import attrgetter

from sandbox.plural import counted_as
from sandbox.query_string import Pairs
from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import CACHE_BUSTERS, parameters_of, succeeded
from sandbox.verdict.finding import Finding, failed, inconclusive, not_exercised, passed
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.wording import times

Link = tuple[str, Pairs]

PAGING = frozenset({"_offset", "_count"})
_BESIDE_THE_QUESTION = PAGING | CACHE_BUSTERS | {"_total"}
_DIGITS = 20
_NUMBER = attrgetter("n")


def paging(facts: VerdictInput) -> Finding:
    """R16: it left a `next` link unused between pages, changed one, or asked for one twice."""
    pages = [entry for entry in facts.entries if succeeded(entry) and entry.next is not None]
    if not pages:
        return not_exercised("No answer had a next page.")
    answered = [entry for entry in facts.entries if succeeded(entry)]
    by_link: dict[Link, list[Entry]] = {}
    for entry in answered:
        by_link.setdefault(_link(entry), []).append(entry)
    for link, offers in _offered(pages).items():
        used = [entry for entry in by_link.get(link, ()) if entry.n > offers[0].n]
        if _was_fetched_twice(used, offers, answered):
            numbers = (offers[0].n, *(entry.n for entry in used))
            return failed(f"The next page of entry {offers[0].n} was fetched {times(len(used))}.", *numbers)
    invented = list(_invented(answered))
    if invented and _were_all_offered(facts, invented, pages):
        said = f"Entry {invented[0].n} asks for a page before a link offered it, and in the end none was left out."
        return inconclusive(said, *(entry.n for entry in invented))
    if invented:
        return failed(f"Entry {invented[0].n} asks for a page that no link offered.", *(entry.n for entry in invented))
    return _followed(pages, unused_links(facts), answered)


def unused_links(facts: VerdictInput) -> list[Entry]:
    """Return the answers whose next page was never asked for; each page counts once."""
    pages = [entry for entry in facts.entries if succeeded(entry) and entry.next is not None]
    asked = {_link(entry) for entry in facts.entries}
    return [offers[-1] for link, offers in _offered(pages).items() if link not in asked]


def pages_that_never_came(facts: VerdictInput) -> list[Entry]:
    """Return the answers whose next page never came; each page counts once.

    Whoever had the whole answer to the same question in pages of another size lacks none.
    """
    had = _had(facts)
    pages = [entry for entry in facts.entries if succeeded(entry) and entry.next is not None and _has_body(entry)]
    missing = [offers[-1] for link, offers in _offered(pages).items() if link not in had]
    if not missing:
        return []
    answered = _answered(had)
    return [page for page in missing if question_of(page) not in answered]


def questions_answered(facts: VerdictInput) -> set[Link]:
    """Return what was answered whole, on one page or on all of them, from the first to the last."""
    return _answered(_had(facts))


def _answered(had: Mapping[Link, Entry]) -> set[Link]:
    first = [entry for entry in had.values() if _offset(entry) == 0 and _count_of(entry) != 0]
    return {question_of(entry) for entry in first if _reaches_the_end(entry, had)}


def question_of(entry: Entry) -> Link:
    """Return what an entry asks for, in pages of whatever size, and counted or not."""
    parameters = parameters_of(entry.query)
    return place_of(entry), tuple(pair for pair in parameters if pair[0] not in _BESIDE_THE_QUESTION)


def _had(facts: VerdictInput) -> dict[Link, Entry]:
    """Return the pages that came, each with its last answer."""
    return {_link(entry): entry for entry in facts.entries if succeeded(entry) and _has_body(entry)}


def _has_body(entry: Entry) -> bool:
    return entry.method != "HEAD"


def _reaches_the_end(first: Entry, had: Mapping[Link, Entry]) -> bool:
    """Return whether each page that is linked to came, up to one without a link."""
    seen: set[Link] = set()
    page: Entry | None = first
    while page is not None and page.next is not None:
        link = (place_of(page), parameters_of(page.next))
        if link in seen:
            return False
        seen.add(link)
        page = had.get(link)
    return page is not None


def _were_all_offered(facts: VerdictInput, invented: Sequence[Entry], pages: Sequence[Entry]) -> bool:
    """Return whether links, of whatever answer, led to each page that was asked for, and to none that was not."""
    offered = _offered(pages)
    return all(_link(entry) in offered for entry in invented) and not unused_links(facts)


def _followed(pages: Sequence[Entry], unused: Sequence[Entry], answered: Sequence[Entry]) -> Finding:
    if not unused:
        links = counted_as(len(pages), "next link was", "next links were")
        return passed(f"{links} followed as given.")
    numbers = [entry.n for entry in unused]
    first = unused[0].n
    if any(_offset(page) > 0 for page in unused):
        return failed(f"The answer of entry {first} had a next page that was never fetched.", *numbers)
    if all("_count" in dict(parameters_of(page.query)) for page in unused):
        return passed("It asked for so many resources, and took them.")
    if any(_times_asked(page, answered) > 1 for page in unused):
        said = (
            f"It took the first page, of entry {first}, again and again, and no other: a list that shows no more, or "
            "pages that were forgotten."
        )
        return inconclusive(said, *numbers)
    return not_exercised("It took the first page alone, as a list does that shows no more.")


def _offered(pages: Sequence[Entry]) -> dict[Link, list[Entry]]:
    """Return each page that was linked to, with the answers that did so."""
    offered: dict[Link, list[Entry]] = {}
    for page in pages:
        offered.setdefault((place_of(page), parameters_of(page.next or "")), []).append(page)
    return offered


def _times_asked(page: Entry, answered: Sequence[Entry]) -> int:
    return sum(_link(entry) == _link(page) for entry in answered)


def _was_fetched_twice(used: Sequence[Entry], offers: Sequence[Entry], answered: Sequence[Entry]) -> bool:
    """Return whether a page was fetched more often than it was linked to: as a next page, or from a later one."""
    for count, (before, after) in enumerate(pairwise(used), 2):
        if before.method == "HEAD":
            continue
        offered = sum(offer.n < after.n for offer in offers)
        first, last = bisect(answered, before.n, key=_NUMBER), bisect_left(answered, after.n, key=_NUMBER)
        between = (one for one in islice(answered, first, last) if place_of(one) == place_of(after))
        if offered < count and not any(_offset(one) > _offset(after) for one in between):
            return True
    return False


def _invented(answered: Sequence[Entry]) -> Iterator[Entry]:
    """Yield what asks for a page that no earlier answer linked to, although the client had pages of this search."""
    pages: dict[Link, set[Pairs]] = {}  # by search: those that were asked for, and those that were linked to
    farthest: dict[Link, int] = {}  # by search: the largest offset so far
    for entry in answered:
        search, parameters, offset = _search(entry), _link(entry)[1], _offset(entry)
        known = pages.setdefault(search, set())
        if known and offset > 0 and parameters not in known and farthest[search] <= offset:
            yield entry
        known.add(parameters)
        if entry.next is not None:
            known.add(parameters_of(entry.next))
        farthest[search] = max(offset, farthest.get(search, 0))


def place_of(entry: Entry) -> str:
    """Return where an entry searches, by GET or by form."""
    return entry.path.removesuffix("/_search")


def _link(entry: Entry) -> Link:
    parameters = parameters_of(entry.query)
    return place_of(entry), tuple(pair for pair in parameters if pair[0] not in CACHE_BUSTERS)


def _search(entry: Entry) -> Link:
    """Return what an entry searches for, on whatever page."""
    place, parameters = _link(entry)
    return place, tuple(pair for pair in parameters if pair[0] not in PAGING)


def _offset(entry: Entry) -> int:
    return _number(entry, "_offset") or 0


def _count_of(entry: Entry) -> int | None:
    return _number(entry, "_count")


def _number(entry: Entry, name: str) -> int | None:
    """Return a parameter that is a whole number, None if it is missing, or another thing."""
    value = dict(parameters_of(entry.query)).get(name, "")
    if value.isdecimal() and len(value) < _DIGITS:
        return int(value)
    return None
