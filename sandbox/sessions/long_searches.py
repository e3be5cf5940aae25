"""Which search stands behind a link that could not hold it? What a form has asked for, kept for a while.

A link that fits into an address needs none of this: it says all by itself, and works after a restart as well.
"""

from collections import OrderedDict
from hashlib import sha256
from typing import Protocol

CHARACTERS_KEPT = 16 * 1024 * 1024

_DIGITS = 32


class LongSearchStore(Protocol):
    """Searches by the session that has asked and a handle: what one session has asked is nothing to another."""

    def keep(self, session: str, search: str) -> str:
        """Keep a search of a session, by its name, and return its handle: the same for the same search."""

    def get(self, session: str, handle: str) -> str | None:
        """Return the search of a session and a handle, None if it has none or that one had to go."""

    def clear(self) -> None:
        """Forget every search."""


class MemoryLongSearchStore:
    """Long searches within one process; beyond so many characters, those go that nobody has used for longest."""

    __slots__ = ("_bound", "_characters", "_searches")

    def __init__(self, bound: int = CHARACTERS_KEPT) -> None:
        self._bound = bound
        self._characters = 0
        self._searches: OrderedDict[tuple[str, str], str] = OrderedDict()

    def keep(self, session: str, search: str) -> str:
        """Keep a search of a session, by its name, and return its handle: the same for the same search."""
        handle = handle_of(session, search)
        if self.get(session, handle) is None:
            self._searches[session, handle] = search
            self._characters += len(search)
        while self._characters > self._bound:
            _, oldest = self._searches.popitem(last=False)
            self._characters -= len(oldest)
        return handle

    def get(self, session: str, handle: str) -> str | None:
        """Return the search of a session and a handle, None if it has none or that one had to go."""
        found = self._searches.get((session, handle))
        if found is not None:
            self._searches.move_to_end((session, handle))
        return found

    def clear(self) -> None:
        """Forget every search."""
        self._searches.clear()
        self._characters = 0


def handle_of(session: str, search: str) -> str:
    """Return the handle of a search of a session: 32 hexadecimal digits."""
    return sha256(f"{session}\n{search}".encode()).hexdigest()[:_DIGITS]
