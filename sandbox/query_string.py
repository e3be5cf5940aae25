"""What does a query string say? Decoded names and values, and what a name is made of.

One reader for search, scenario and verdict alike.
"""

# tested by: tests/test_query_string.py, docs/search/parsing.md

from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_plus

from sandbox.problem import Problem, ProblemKind

_SHORT = 256  # characters of a piece that is remembered

Pairs = tuple[tuple[str, str], ...]


class ParameterName(NamedTuple):
    """The name of a parameter, taken apart: `base`, `base:modifier`, `base.rest` or `base:modifier.rest`."""

    text: str
    """as it was written"""
    base: str
    """the parameter's own name"""
    modifier: str | None
    """what follows the colon, None if there is none"""
    rest: str | None
    """what follows the first dot, None if there is none"""


def parameter_name(text: str) -> ParameterName:
    """Return the parts of a name, whatever it is; of `_has` only the base means something."""
    base, modifier, rest = text, None, None
    if "." in base:
        base, rest = base.split(".", 1)
    if ":" in base:
        base, modifier = base.split(":", 1)
    return ParameterName(text, base, modifier, rest)


def pairs(raw: str) -> Pairs:
    """Return the decoded names and values of a query string or form body; raises Problem if they are not UTF-8."""
    try:
        return tuple([_pair(piece) for piece in raw.split("&") if piece])
    except UnicodeDecodeError:
        raise Problem(ProblemKind.BAD_VALUE, "the query must be percent-encoded UTF-8", "http.query") from None


def _pair(piece: str) -> tuple[str, str]:
    if "%" not in piece and "+" not in piece:
        name, _, value = piece.partition("=")
        return name, value
    if len(piece) <= _SHORT:
        return _known_pair(piece)
    return _decoded(piece)


def _decoded(piece: str) -> tuple[str, str]:
    name, _, value = piece.partition("=")
    return unquote_plus(name, errors="strict"), unquote_plus(value, errors="strict")


# The pieces of queries come again, even where no query does.
_known_pair = lru_cache(maxsize=2048)(_decoded)


def single_values(raw: str, repeatable: Collection[str] = ()) -> dict[str, str]:
    """Return the decoded value of each name, of a *repeatable* one the last.

    Raises Problem for any other that comes again, and if they are not UTF-8.
    """
    found: dict[str, str] = {}
    for name, value in pairs(raw):
        if name in found and name not in repeatable:
            said = f"{name!r} takes one value, and stands in the query more than once: {found[name]!r} and {value!r}."
            raise Problem(ProblemKind.BAD_VALUE, said)
        found[name] = value
    return found


def pairs_or_raw(raw: str) -> Pairs:
    """Return the same where nobody is to be told of a mistake: what is not UTF-8 is one pair, without a name."""
    try:
        return pairs(raw)
    except Problem:
        return (("", raw),)
