"""How does text by anybody get into Markdown? Escaped, as code, or in the cell of a table."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from sandbox.reports.markup import printable

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~])")
_TICKS = re.compile("`+")


def text(said: str) -> str:
    """Return a text that is read as it is written, in one line; code between backticks stays code."""
    parts = printable(said).replace("\n", " ").split("`")
    if len(parts) % 2 == 0:
        return _plain("`".join(parts))
    return "".join(code(part) if place % 2 else _plain(part) for place, part in enumerate(parts))


def code(said: str) -> str:
    """Return a text as code, in one line, whatever backticks and pipes it has."""
    said = printable(said).replace("\n", " ").replace("|", "\\|")
    if not said:
        return ""
    fence = "`" * (max((len(run) for run in _TICKS.findall(said)), default=0) + 1)
    space = " " * (said[0] == "`" or said[-1] == "`")
    return f"{fence}{space}{said}{space}{fence}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table; cells are Markdown, and hold no line break."""
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _plain(said: str) -> str:
    return _SPECIAL.sub(r"\\\1", escape(printable(said), quote=False))
