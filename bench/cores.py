"""Which core works for whom? The servers share one, the load has another."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cores:
    """The core of the servers and that of the load; None means wherever the system likes."""

    server: int | None
    load: int | None


def choose() -> Cores:
    """Return two cores that this process may use, or none where they cannot be had."""
    free = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    return Cores(free[0], free[1]) if len(free) > 1 else Cores(None, None)


@contextmanager
def on_core(core: int | None) -> Iterator[None]:
    """Stay on a core for a while: a program that is started meanwhile never leaves it."""
    if core is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
