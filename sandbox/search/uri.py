"""How is a uri searched? As a whole, character by character: case, escapes and a trailing slash all count.

http://hl7.org/fhir/R4/search.html#uri
"""

from typing import Any

from sandbox.search.escape import unescape
from sandbox.search.kind import Keys
from sandbox.search.postings import Postings
from sandbox.search.table import Param

MODIFIERS = frozenset({"missing"})


def column(_param: Param) -> Postings:
    """Return an empty column of uris."""
    return Postings(_keys, _rank)


def compile(raw: str, _modifier: str, _param: Param, _bases: tuple[str, ...]) -> Keys:  # noqa: A001 - a Kind's word
    """Read a uri; it has no inner structure."""
    return Keys((unescape(raw),))


def _keys(element: Any, _resource: dict[str, Any]) -> tuple[str] | None:
    return (element,) if isinstance(element, str) else None


def _rank(key: str) -> str:
    return key
