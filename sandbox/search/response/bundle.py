"""How is a page said in FHIR? A searchset Bundle: the stored bytes of the resources, with a few bytes around them.

The members stand in the order that the real service was seen to use: type, entry, link, and `total` only where it was
asked for. http://hl7.org/fhir/R4/bundle.html#searchset
"""

# tested by: docs/search/requests.md, tests/api/fhir/test_links.py

from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5

import orjson

from sandbox.fhir.operation_outcome import outcomes
from sandbox.search.model.page import Page
from sandbox.search.model.warning import SearchWarning

_MATCH = b',"search":{"mode":"match"}}'
_INCLUDE = b',"search":{"mode":"include"}}'


def searchset(page: Page, *, with_total: bool) -> bytes:
    """Return the Bundle of a page, with its total if the query asks for it, or *with_total*."""
    query = page.query
    opening = b'{"resourceType":"Bundle","type":"searchset"'
    if with_total or query.result_parameters.only_total or query.result_parameters.total != "none":
        opening += b',"total":%d' % page.total
    links = ",".join([f'{{"relation":"{relation}","url":"{address}"}}' for relation, address in page.links])
    end = f',"link":[{links}]}}'.encode()
    if not page.entries:
        said = b',"entry":[%b]' % _said(page.notes) if page.notes else b""
        return opening + said + end
    first, match, include = _between(query.base)
    if page.notes:
        end = b",%b]%b" % (_said(page.notes), end)
    else:
        end = b"]" + end
    # The ends are put to the first and the last resource, so that a long page is written once.
    entries = list(page.entries)
    entries[0] = b'%b,"entry":[%b%b' % (opening, first, entries[0])
    if not page.included:
        entries[-1] += _MATCH + end
        return match.join(entries)
    along = list(page.included)
    along[0] = b"%b%b,%b%b" % (match.join(entries), _MATCH, first, along[0])
    along[-1] += _INCLUDE + end
    return include.join(along)


@lru_cache(maxsize=64)
def _between(base: str) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the first entry of a server's, between two matches, and between two includes."""
    first = b'{"fullUrl":"%b/' % base.encode()
    return first, b"%b,%b" % (_MATCH, first), b"%b,%b" % (_INCLUDE, first)


def _said(notes: tuple[SearchWarning, ...]) -> bytes:
    """Return the entry that tells the client what it should know of its answer."""
    said = outcomes([("warning", note.code, note.text) for note in notes])
    id_ = str(uuid5(NAMESPACE_URL, " ".join(note.text for note in notes)))
    resource = {"resourceType": said.pop("resourceType"), "id": id_, **said}
    return orjson.dumps({"fullUrl": f"urn:uuid:{id_}", "resource": resource, "search": {"mode": "outcome"}})
