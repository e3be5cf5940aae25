"""How are texts compared? Without case and accents, from the beginning; and how is free text searched, word by word?"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from html import unescape
from typing import Any

from tests.oracle.elements import Json, at, strings
from tests.oracle.values import Refused

NAME_PARTS = ("family", "given", "prefix", "suffix", "text")
ADDRESS_PARTS = ("text", "line", "city", "district", "state", "postalCode", "country")

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")
_EXPRESSION = re.compile(r'"[^"]*"?|[()]|[^\s()"]+')


@cache
def folded(text: str) -> str:
    """Return a text without case, accents and punctuation, its white space made even."""
    return " ".join("".join(sign for sign in bare(text) if not unicodedata.category(sign).startswith("P")).split())


@cache
def bare(text: str) -> str:
    """Return a text without case and accents."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in letters if unicodedata.category(sign) != "Mn").casefold()


def begins(text: str, wanted: str) -> bool:
    """Say whether a text begins as wanted; nothing begins with mere punctuation."""
    return bool(folded(wanted)) and folded(text).startswith(folded(wanted))


def contains(text: str, wanted: str) -> bool:
    """Say whether what is wanted stands anywhere in a text."""
    return bool(folded(wanted)) and folded(wanted) in folded(text)


def fields(datatype: str, value: Any) -> list[str]:
    """Return the texts of a value that a string search looks at."""
    parts = {"name": NAME_PARTS, "address": ADDRESS_PARTS}.get(datatype)
    found = [value] if parts is None else [text for part in parts for text in at(value, part)]
    return [text for text in found if isinstance(text, str)]


def families(datatype: str, value: Any) -> list[str]:
    """Return the single words of the family names among the texts of a value."""
    found = {"family": [value], "name": at(value, "family") if datatype == "name" else []}.get(datatype, [])
    return [word for text in found for word in text.split()]


def narrative(resource: Json) -> str:
    """Return the text of a resource's narrative, without its tags."""
    return unescape(_TAG.sub(" ", " ".join(at(resource, "text.div"))))


def narrated(resource: Json) -> list[str]:
    """Return the words of a resource's narrative."""
    return words(narrative(resource))


def told(resource: Json) -> list[str]:
    """Return all the words of a resource, in its strings and its narrative; between two texts stands an empty word."""
    text = resource.get("text", {})
    rest = [
        {name: value for name, value in resource.items() if name != "text"},
        {name: value for name, value in text.items() if name != "div"},
    ]
    return [word for one in (narrative(resource), *strings(rest)) for word in (*words(one), "")]


def words(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(bare(text))


def expression(value: str) -> Callable[[list[str]], bool]:
    """Return the test that a free-text query makes of a list of words: AND between words, OR, quotes, parentheses."""
    if not words(value):
        raise Refused(f"no word: {value}")
    pieces = _EXPRESSION.findall(value)
    test = _either(pieces)
    if pieces:
        raise Refused(f"a parenthesis too many: {value}")
    return test


def _either(pieces: list[str]) -> Callable[[list[str]], bool]:
    tests = [_all(pieces)]
    while pieces and pieces[0] == "OR":
        pieces.pop(0)
        tests.append(_all(pieces))
    return lambda found: any(test(found) for test in tests)


def _all(pieces: list[str]) -> Callable[[list[str]], bool]:
    tests = []
    while pieces and pieces[0] not in {"OR", ")"}:
        piece = pieces.pop(0)
        if piece == "AND":
            continue
        if piece == "(":
            tests.append(_either(pieces))
            if not pieces or pieces.pop(0) != ")":
                raise Refused("a parenthesis stays open")
        else:
            tests.append(_phrase(words(piece)))
    return lambda found: all(test(found) for test in tests)


def _phrase(wanted: list[str]) -> Callable[[list[str]], bool]:
    """Return the test whether words follow each other, the last one perhaps going on."""

    def test(found: list[str]) -> bool:
        for place in range(len(found) - len(wanted) + 1):
            here = found[place : place + len(wanted)]
            if here[:-1] == wanted[:-1] and here[-1].startswith(wanted[-1]):
                return True
        return False

    return test
