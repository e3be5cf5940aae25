"""Where does the unpredictable come from? One seed, many independent streams. The only file that imports random.

The same seed and the same requests give the same bytes, so nothing else in the program may draw random numbers.
"""

import random
from hashlib import blake2b
from uuid import UUID

Rng = random.Random  # for whoever is handed some


class Seed:
    """All random numbers of one sandbox, drawn from one seed."""

    __slots__ = ("_key", "seed")

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._key = str(seed).encode()

    def stream(self, name: str) -> Rng:
        """Return random numbers for *name*: drawing from one stream does not move another."""
        return Rng(f"{self.seed}/{name}")

    def hex_id(self, name: str, number: int) -> str:
        """Return 32 hexadecimal digits that belong to the *number*-th thing called *name*, whatever came between."""
        return blake2b(b"%b/%d" % (name.encode(), number), digest_size=16, key=self._key[:64]).hexdigest()

    def uuid(self, name: str, number: int) -> str:
        """Return a UUID, by its form of version 4, that belongs to the *number*-th thing called *name*."""
        return str(UUID(hex=self.hex_id(name, number), version=4))
