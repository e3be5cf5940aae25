"""How does text by anybody get into XML or HTML? Escaped, and without the characters that XML cannot hold."""

import re
from html import escape

# What no XML document may hold, not even escaped: control characters, halves of surrogate pairs, two non-characters.
_FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
# How a program colours a terminal, moves its cursor, or names its window.
_TERMINAL = re.compile("\\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)|[@-Z\\\\^_])")


def printable(text: str) -> str:
    """Return a text without colours and cursor movements; another character that XML forbids becomes U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", _TERMINAL.sub("", text))


def escaped(text: str) -> str:
    """Return a text as it may stand between tags, or within the quotes of an attribute."""
    return escape(printable(text))


def prose(text: str) -> str:
    """Return a text as HTML in which what stands between backticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    return "".join(f"<code>{escaped(part)}</code>" if place % 2 else escaped(part) for place, part in enumerate(parts))
