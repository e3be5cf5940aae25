"""How is a page said in FHIR? A searchset Bundle: the stored bytes of the resources, with a few bytes around them.

The members stand in the order that the real service was seen to use: type, entry, link, and `total` only where it was
asked for. http://hl7.org/fhir/R4/bundle.html#searchset
"""

from uuid import NAMESPACE_URL, uuid5

import orjson

from sandbox.problem import outcome
from sandbox.search.page import Page
from sandbox.search.query import Query

_MATCH = b',"search":{"mode":"match"}}'


def searchset(page: Page, *, with_total: bool) -> bytes:
    """Return the Bundle of a page, with its total if the query asks for it, or *with_total*."""
    query = page.query
    pieces = [b'{"resourceType":"Bundle","type":"searchset"']
    if with_total or query.wishes.only_total or query.wishes.total != "none":
        pieces.append(b',"total":%d' % page.total)
    opening, following = b',"entry":[{"fullUrl":"%b/' % query.base.encode(), b',{"fullUrl":"%b/' % query.base.encode()
    for resource in page.resources:
        pieces += (opening, resource.name, b'","resource":', resource.body, _MATCH)
        opening = following
    if query.ignored:
        pieces += (b"," if page.resources else b',"entry":[', _ignored(query))
    if page.resources or query.ignored:
        pieces.append(b"]")
    links = ",".join([f'{{"relation":"{relation}","url":"{address}"}}' for relation, address in page.links])
    pieces.append(f',"link":[{links}]}}'.encode())
    return b"".join(pieces)


def _ignored(query: Query) -> bytes:
    """Return the entry that names the parameters which were let pass under `handling=lenient`."""
    names = ", ".join(query.ignored)
    said = outcome("warning", "not-supported", f"Not search parameters of {query.type}, and ignored: {names}.")
    full_url = f"urn:uuid:{uuid5(NAMESPACE_URL, names)}"
    return orjson.dumps({"fullUrl": full_url, "resource": said, "search": {"mode": "outcome"}})
