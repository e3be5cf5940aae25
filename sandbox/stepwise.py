"""What if a work takes long? It yields how much it has done since, so that others have their turn, and then returns.

One step is about what one resource takes to be taken in.
"""

# tested by: tests/search/index/test_under_way.py

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")
Work = Generator[int, None, None]


def whole(work: Generator[int, None, T]) -> T:
    """Do all of a work at once, and return what came of it."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: T = end.value
            return found
