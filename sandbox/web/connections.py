"""Which connections are open, and shall they stay so? Each is a number, from 1, that a server never uses again."""

# tested by: tests/web/test_stopping.py

import asyncio
from itertools import count


class Connections:
    """The connections of one server.

    `closing` says that each is to end with its next answer; `none` is set while there is none.
    """

    def __init__(self) -> None:
        self.closing = False
        self.none = asyncio.Event()
        self.none.set()
        self._numbers = count(1)
        self._open: set[int] = set()

    def open(self) -> int:
        """Return the number of a new connection."""
        number = next(self._numbers)
        self._open.add(number)
        self.none.clear()
        return number

    def close(self, number: int) -> None:
        """Note that nothing more can come."""
        self._open.discard(number)
        if not self._open:
            self.none.set()

    def is_open(self, number: int) -> bool:
        """Return whether the client could still send on it."""
        return number in self._open
