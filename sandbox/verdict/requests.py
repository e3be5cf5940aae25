"""Did the client ask for the right thing? R13, the same request again, and R16, the pages as they were offered."""

import re
from itertools import pairwise
from urllib.parse import parse_qsl

from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import AT_ONCE, succeeded
from sandbox.verdict.finding import Finding, doubtful, failed, never_tested, passed
from sandbox.verdict.input import VerdictInput

Pairs = tuple[tuple[str, str], ...]
Link = tuple[str, Pairs]

_PAGING = {"_offset", "_count"}
_DIGITS = 20
_CACHE_BUSTER = re.compile(
    r"_?(|t|ts|cb|r|rnd|rand|random|nonce|time|timestamp|no_?cache|cache(_?buster)?)", re.IGNORECASE
)


def same_request(facts: VerdictInput) -> Finding:
    """R13: the retry differed in method, path, query or token."""
    refused = [group[-1] for group in facts.groups if group[-1].status == 429]
    retried = [group for group in facts.groups if len(group) > 1 and any(entry.status == 429 for entry in group[:-1])]
    for entry in refused:
        after = next((later for later in facts.entries if later.n > entry.n), None)
        if after is None or after.attempt > 1 or _at_once(entry, after):
            continue
        changed, sure = _changed(entry, after)
        if changed:
            said = f"Entry {after.n} looks like a retry of entry {entry.n}, but {changed}."
            return (failed if sure else doubtful)(said, entry.n, after.n)
    if retried:
        return passed("Each retry was the same request again.")
    return never_tested("Nothing was retried after a 429.")


def _at_once(first: Entry, later: Entry) -> bool:
    """Return whether the later request may have been under way when the first was answered."""
    return later.connection is not first.connection and later.at - first.at <= AT_ONCE


def _changed(first: Entry, second: Entry) -> tuple[str, bool]:
    """Return what changed if the second looks like a retry of the first, and whether it is sure; "" if it does not."""
    if _place(first) != _place(second):
        return "", False
    one, two = dict(_pairs(first.query)), dict(_pairs(second.query))
    if one == two:
        return f"its method is {second.method}, not {first.method}", first.method != second.method
    names = {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}
    if first.method != second.method or len(names) != 1 or names == {"_offset"}:
        return "", False  # another question, or another page, which is R16's
    name = names.pop()
    how = ("has another value" if name in two else "was lost") if name in one else "was added"
    sure = name not in two and name not in _PAGING if name in one else bool(_CACHE_BUSTER.fullmatch(name))
    return f"its parameter {name} {how}" + ("" if sure else ", unless that is another question"), sure


def paging(facts: VerdictInput) -> Finding:
    """R16: it left a `next` link unused while there was more, changed one, or asked for one twice."""
    pages = [entry for entry in facts.entries if succeeded(entry) and entry.next is not None]
    if not pages:
        return never_tested("No answer had a next page.")
    answered = [entry for entry in facts.entries if succeeded(entry)]
    offered: dict[Link, list[Entry]] = {}
    for page in pages:
        offered.setdefault((_place(page), _pairs(page.next or "")), []).append(page)
    for link, offers in offered.items():
        used = [entry for entry in answered if entry.n > offers[0].n and _link(entry) == link]
        if _was_asked_twice(used, offers, answered):
            numbers = (offers[0].n, *(entry.n for entry in used))
            return failed(f"The next page of entry {offers[0].n} was fetched {len(used)} times.", *numbers)
    invented = [entry for entry in answered if _offset(entry) > 0 and _is_invented(entry, answered)]
    if invented:
        return failed(f"Entry {invented[0].n} asks for a page that no link offered.", *(entry.n for entry in invented))
    asked = {_link(entry) for entry in facts.entries}
    unused = [offers[0] for link, offers in offered.items() if link not in asked]
    if not unused:
        return passed(f"{len(pages)} next links were followed as they were given.")
    if all("_count" in dict(_pairs(page.query)) and _offset(page) == 0 for page in unused):
        return passed("It asked for so many resources, and took them.")
    numbers = tuple(entry.n for entry in unused)
    return failed(f"The answer of entry {unused[0].n} had a next page that was never fetched.", *numbers)


def _was_asked_twice(used: list[Entry], offers: list[Entry], answered: list[Entry]) -> bool:
    """Return whether a page was fetched more often than it was linked to: as a next page, or from a later one."""
    for place, (before, after) in enumerate(pairwise(used), 2):
        offered = sum(offer.n < after.n for offer in offers)
        between = (one for one in answered if before.n < one.n < after.n and _place(one) == _place(after))
        if offered < place and not any(_offset(one) > _offset(after) for one in between):
            return True
    return False


def _is_invented(entry: Entry, answered: list[Entry]) -> bool:
    """Return whether no earlier answer linked to this page, although the client had pages of this search."""
    before = [one for one in answered if one.n < entry.n and _search(one) == _search(entry)]
    offered = any(one.next is not None and _pairs(one.next) == _pairs(entry.query) for one in before)
    known = any(_pairs(one.query) == _pairs(entry.query) or _offset(one) > _offset(entry) for one in before)
    return bool(before) and not offered and not known


def _place(entry: Entry) -> str:
    """Return where an entry searches, by GET or by form."""
    return entry.path.removesuffix("/_search")


def _pairs(query: str) -> Pairs:
    """Return what a query string says, however it is encoded and ordered."""
    return tuple(sorted(parse_qsl(query, keep_blank_values=True)))


def _link(entry: Entry) -> Link:
    return _place(entry), _pairs(entry.query)


def _search(entry: Entry) -> Link:
    """Return what an entry searches for, on whatever page."""
    return _place(entry), tuple(pair for pair in _pairs(entry.query) if pair[0] not in _PAGING)


def _offset(entry: Entry) -> int:
    return _offset_of(_link(entry))


def _offset_of(link: Link) -> int:
    value = dict(link[1]).get("_offset", "0")
    return int(value) if value.isdecimal() and len(value) < _DIGITS else 0
