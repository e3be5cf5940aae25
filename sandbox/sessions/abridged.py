"""How is a long query written down? With each long value cut, and told apart from others by a digest of the whole.

Names, order, and what is short stay as they were, and a value that is percent-encoded otherwise has the same digest: so
what is compared by the verdict compares as before.
"""

from hashlib import sha256
from urllib.parse import quote, unquote_plus

LONGEST_QUERY = 8192  # characters that are kept as they are

_LONGEST_VALUE, _SHOWN, _DIGITS = 256, 64, 16


def abridged(query: str) -> str:
    """Return a query string with its long values cut if it is too long, and in any case at most as much of it."""
    if len(query) <= LONGEST_QUERY:
        return query
    short = "&".join(_cut(piece) for piece in query.split("&"))
    if len(short) <= LONGEST_QUERY:
        return short
    return f"{short[:LONGEST_QUERY]}…{_digest(short)}"


def _cut(piece: str) -> str:
    name, _, value = piece.partition("=")
    if len(value) <= _LONGEST_VALUE:
        return piece
    decoded = unquote_plus(value)
    return f"{name}={quote(decoded[:_SHOWN], safe='', errors='replace')}…{_digest(decoded)}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
