"""On which line of an indented file does an element stand? Follows its way through the text."""

import json
import re

from sandbox.tools.check.issue import Way

_SPACE = re.compile(r"\s*")
_DECODER = json.JSONDecoder()


def line_of(text: str, way: Way) -> int:
    """Return the line, from 1, of an element; that of the innermost object on the way where it is missing."""
    at = _skip(text, 0)
    try:
        for step in way:
            if isinstance(step, str):
                found = _member(text, at, step)
            else:
                found = _item(text, at, step)
            if found is None:
                break
            at = found
    except (ValueError, IndexError, RecursionError):
        pass
    return text.count("\n", 0, at) + 1


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    if found:
        return found.end()
    return at


def _member(text: str, at: int, name: str) -> int | None:
    """Return where the value of a member of the object at a place begins."""
    if text[at] != "{":
        return None
    at = _skip(text, at + 1)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if key == name:
            return at
        _, at = _DECODER.raw_decode(text, at)
        at = _past_comma(text, at)
    return None


def _item(text: str, at: int, number: int) -> int | None:
    """Return where an item of the list at a place begins."""
    if text[at] != "[":
        return None
    at = _skip(text, at + 1)
    while text[at] != "]":
        if number == 0:
            return at
        number -= 1
        _, at = _DECODER.raw_decode(text, at)
        at = _past_comma(text, at)
    return None


def _past_comma(text: str, at: int) -> int:
    at = _skip(text, at)
    if text[at] == ",":
        return _skip(text, at + 1)
    return at
