"""How is `_id` searched? Exactly: case counts, and there is no system part.

http://hl7.org/fhir/R4/search.html#id
"""

# tested by: docs/search/tricky.md

from sandbox.search.columns.postings import Postings
from sandbox.search.model.escape import split, unescape
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import ExactMatch


def modifiers(_param: SearchParameter) -> frozenset[str]:
    """Return what an id takes."""
    return frozenset({"missing", "not"})


def column(_param: SearchParameter) -> Postings:
    """Return an empty column of ids."""
    return Postings(lambda element, _resource: (element,), lambda key: key)


def parse_value(raw: str, _modifier: str, _param: SearchParameter, _bases: tuple[str, ...]) -> ExactMatch:
    """Read a logical id."""
    if len(split(raw, "|")) > 1:
        raise ValueError(f"{raw!r} is not an id: an id has no system, hence no '|'")
    return ExactMatch((unescape(raw),))
