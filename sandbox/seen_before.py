"""Does something come again? Most of a test suite never does, so what is dear is kept from the second time on."""

# tested by: tests/test_seen_before.py

from collections.abc import Hashable


class SeenBefore:
    """What came once, by its hash, up to a bound: then it begins anew."""

    __slots__ = ("_hashes", "_most")

    def __init__(self, most: int) -> None:
        self._most = most
        self._hashes: set[int] = set()

    def again(self, key: Hashable) -> bool:
        """Return whether this came before; if not, take note of it."""
        found = hash(key)
        if found in self._hashes:
            return True
        if len(self._hashes) >= self._most:
            self._hashes.clear()
        self._hashes.add(found)
        return False

    def forget(self) -> None:
        """Forget all of it."""
        self._hashes.clear()
