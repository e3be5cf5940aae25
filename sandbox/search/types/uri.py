"""How is a uri searched? As a whole, character by character: case, escapes and a trailing slash all count.

`:below` finds what begins with the value, `:above` that with which the value begins.

http://hl7.org/fhir/R4/search.html#uri
"""

# tested by: docs/search/uri.md

from typing import Any

from sandbox.search.columns.postings import Postings
from sandbox.search.model.escape import unescape
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import ExactMatch, Predicate


def modifiers(_param: SearchParameter) -> frozenset[str]:
    """Return what a uri takes: whether it is there, and what begins with it, or with what it begins."""
    return frozenset({"missing", "below", "above"})


def column(_param: SearchParameter) -> Postings:
    """Return an empty column of uris."""
    return Postings(_keys, _rank)


def parse_value(raw: str, modifier: str, _param: SearchParameter, _bases: tuple[str, ...]) -> ExactMatch | Predicate:
    """Read a uri; it has no inner structure."""
    text = unescape(raw)
    if not modifier:
        return ExactMatch((text,))
    if text.startswith("urn:"):
        raise ValueError(f":{modifier} is for URLs, which have a hierarchy; {text!r} is a URN")
    if modifier == "below":
        return Predicate(lambda key: key.startswith(text))
    return Predicate(text.startswith)


def _keys(element: Any, _resource: dict[str, Any]) -> tuple[str] | None:
    if isinstance(element, str):
        return (element,)
    return None


def _rank(key: str) -> str:
    return key
