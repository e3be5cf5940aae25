"""How far is it? A progress bar on stderr, if that is a terminal and it takes longer than a second."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def meter(label: str, total: int) -> Iterator[Callable[[int], object]]:
    """Give a function that moves the bar on by so many of *total* steps."""
    if not sys.stderr.isatty():
        yield lambda _steps: None
        return
    from tqdm import tqdm  # noqa: PLC0415 - only a terminal needs it

    with tqdm(desc=label, total=total, delay=1, leave=False, unit_scale=True) as bar:
        yield bar.update
