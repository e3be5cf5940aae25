"""How are many faults told? Those that differ only in names and numbers stand in one line, with their count."""

import re
from collections.abc import Iterable

from sandbox.loading.documents import LoadingFault

# What differs between two faults of one kind: quoted values, addresses of resources, places in files, numbers.
_VARIABLE = re.compile(r"'[^']*'|\S*[:/]\S*|\d[\d,]*")


def summary(faults: Iterable[LoadingFault]) -> list[str]:
    """Return a line for each kind of fault: the first of it, and how many more there are."""
    kinds: dict[str, list[LoadingFault]] = {}
    for fault in faults:
        kinds.setdefault(_VARIABLE.sub("…", fault.text), []).append(fault)
    return [_line(found) for found in kinds.values()]


def _line(faults: list[LoadingFault]) -> str:
    more = len(faults) - 1
    if more:
        return f"{faults[0]} (and {more:,} more like it)"
    return str(faults[0])
