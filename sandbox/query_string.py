"""What does a query string say? Decoded names and values, and what a name is made of.

One reader for search, scenario and verdict alike.
"""

# tested by: tests/test_query_string.py, docs/search/parsing.md

from typing import NamedTuple
from urllib.parse import unquote_plus

from sandbox.problem import Problem, ProblemKind

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
    parted = [piece.partition("=") for piece in raw.split("&") if piece]
    try:
        return tuple(
            (unquote_plus(name, errors="strict"), unquote_plus(value, errors="strict")) for name, _, value in parted
        )
    except UnicodeDecodeError:
        raise Problem(ProblemKind.BAD_VALUE, "the query must be percent-encoded UTF-8", "http.query") from None


def pairs_or_raw(raw: str) -> Pairs:
    """Return the same where nobody is to be told of a mistake: what is not UTF-8 is one pair, without a name."""
    try:
        return pairs(raw)
    except Problem:
        return (("", raw),)
