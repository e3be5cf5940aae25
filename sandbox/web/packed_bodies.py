"""Which bodies need not be packed again? Those that were packed twice: whoever polls gets the same one each time.

To pack a page of ten takes longer than all else that is done to answer with it.
"""

import gzip

from sandbox.seen_before import SeenBefore

LEVEL = 1  # of 9
MOST_BYTES = 4 * 1024 * 1024  # of the bodies and of what they are packed into, together
_SEEN = 1024  # bodies that were packed once


class PackedBodies:
    """The bodies of one server that were packed again, and what they are packed into, up to so many bytes."""

    __slots__ = ("_bytes", "_most_bytes", "_packed", "_seen")

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._seen = SeenBefore(_SEEN)
        self._packed: dict[bytes, bytes] = {}
        self._bytes = 0

    def packed(self, body: bytes) -> bytes:
        """Return a body as gzip has it: the same bytes at any time."""
        known = self._packed.get(body)
        if known is not None:
            return known
        made = pack(body)
        if self._seen.again(body):
            self._keep(body, made)
        return made

    def _keep(self, body: bytes, made: bytes) -> None:
        size = len(body) + len(made)
        if size > self._most_bytes:
            return
        if self._bytes + size > self._most_bytes:
            self._packed.clear()
            self._bytes = 0
        self._packed[body] = made
        self._bytes += size


def pack(body: bytes) -> bytes:
    """Return a body as gzip has it, made anew."""
    return gzip.compress(body, LEVEL, mtime=0)
