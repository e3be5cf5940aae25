r"""Which characters of a value are meant, and which divide it? The backslash decides.

`\,` `\|` `\$` and `\\` are literal; any other backslash is a mistake. http://hl7.org/fhir/R4/search.html#escaping
"""

import re

_ESCAPED = re.compile(r"\\(.?)", re.DOTALL)


def split(raw: str, divider: str) -> list[str]:
    """Divide *raw* at each *divider* that is not escaped; the parts stay escaped. A ValueError for a bad escape."""
    if "\\" not in raw:
        return raw.split(divider)
    parts = [""]
    for piece in re.split(r"(\\.?)", raw, flags=re.DOTALL):
        if piece.startswith("\\"):
            _literal(piece)
            parts[-1] += piece
        else:
            head, *tail = piece.split(divider)
            parts[-1] += head
            parts += tail
    return parts


def unescape(raw: str) -> str:
    """Return what is meant by *raw*; a ValueError for a bad escape."""
    if "\\" not in raw:
        return raw
    return _ESCAPED.sub(lambda match: _literal(match[0]), raw)


def _literal(piece: str) -> str:
    if piece[1:] not in {",", "|", "$", "\\"}:
        raise ValueError(f"{piece!r} is not an escape: only \\, \\| \\$ and \\\\ are")
    return piece[1:]
