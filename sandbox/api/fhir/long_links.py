"""How does a client follow a link to a search that no address can hold? By a handle, which is good for its session.

A search that fits into an address is linked to as it is. What came as a longer form is kept on the server, and the
links of its pages say `_getpages=...`, the name that other servers use for theirs.
"""

# tested by: tests/api/fhir/test_long_links.py

from dataclasses import replace
from urllib.parse import unquote_plus

from sandbox.backend import Backend, Reader
from sandbox.problem import Problem, ProblemKind
from sandbox.search import Page
from sandbox.search.parse.known_names import HANDLE

LONGEST_LINK = 60_000  # characters: the server takes 64 KiB, and a client may add something

_PAGING = ("_count=", "_offset=")


def expanded(backend: Backend, reader: Reader, path: str, raw: str) -> str:
    """Return a query string with the search that its handle stands for; raises Problem if that is not kept any more.

    *path* is that of the search, below the address of the FHIR API.
    """
    if HANDLE not in raw:
        return raw
    pieces = [piece for piece in raw.split("&") if piece]
    handles = [piece for piece in pieces if unquote_plus(piece.partition("=")[0]) == HANDLE]
    if not handles:
        return raw
    if len(handles) > 1:
        raise Problem(ProblemKind.BAD_VALUE, f"{HANDLE} may be given only once.", f"http.{HANDLE}")
    handle = unquote_plus(handles[0].partition("=")[2])
    kept = backend.long_searches.get(reader.session.name, handle) or ""
    where, _, search = kept.partition("?")
    if where != path:
        text = (
            "The search behind this link is gone, or is not of this token: long searches are kept until others take "
            "their place. Send the search again by POST to _search."
        )
        raise Problem(ProblemKind.GONE, text, f"http.{HANDLE}")
    return "&".join([search, *(piece for piece in pieces if piece not in handles)])


def shortened(backend: Backend, reader: Reader, page: Page) -> Page:
    """Return a page whose links a client can follow, however long the search is."""
    (_, own), *_ = page.links  # the others are as long, but for a number
    if len(own) <= LONGEST_LINK:
        return page
    query = page.query
    parts = query.link().split("&")
    search = "&".join(part for part in parts if not part.startswith(_PAGING))
    handle = backend.long_searches.keep(reader.session.name, f"{query.path}?{search}")
    before = "".join([f"&{part}" for part in parts if part.startswith("_count=")])
    return replace(page, query=replace(query, before=f"{before}&{HANDLE}={handle}", after=""))
