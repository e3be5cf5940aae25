"""How is `_id` searched? Exactly: case counts, and there is no system part.

http://hl7.org/fhir/R4/search.html#id
"""

from sandbox.search.columns.postings import Postings
from sandbox.search.kind import Keys
from sandbox.search.kinds.escape import split, unescape
from sandbox.search.param import Param


def modifiers(_param: Param) -> frozenset[str]:
    """Return what an id takes."""
    return frozenset({"missing", "not"})


def column(_param: Param) -> Postings:
    """Return an empty column of ids."""
    return Postings(lambda element, _resource: (element,), lambda key: key)


def compile(raw: str, _modifier: str, _param: Param, _bases: tuple[str, ...]) -> Keys:  # noqa: A001 - a Kind's word
    """Read a logical id."""
    if len(split(raw, "|")) > 1:
        raise ValueError(f"{raw!r} is no id: an id has no system, hence no '|'")
    return Keys((unescape(raw),))
