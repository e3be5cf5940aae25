"""How do the figures read? One aligned row per case, the ratio as the median of the rounds."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from statistics import median

from bench.cases import Case


@dataclass(frozen=True, slots=True)
class Round:
    """Requests a second of both servers, one right after the other."""

    sandbox: float
    bare: float


def head() -> str:
    """Return the names of the columns."""
    return _row(("case", "size", "body KB", "sandbox/s", "bare/s", "ratio", "min..max", "aim"))


def row(case: Case, size: int, body: bytes, rounds: Sequence[Round]) -> str:
    """Return the line of one case."""
    ratios = [each.sandbox / each.bare for each in rounds]
    return _row(
        (
            case.name,
            f"{size:,}",
            f"{len(body) / 1000:.1f}",
            f"{median(each.sandbox for each in rounds):,.0f}",
            f"{median(each.bare for each in rounds):,.0f}",
            f"{median(ratios):.2f}",
            f"{min(ratios):.2f}..{max(ratios):.2f}",
            "" if case.aim is None else f"{case.aim:.1f}",
        )
    )


def versions() -> str:
    """Return what it was measured with."""
    packages = " ".join(f"{name} {_version(name)}," for name in ("aiohttp", "uvloop"))
    return f"{platform.python_implementation()} {platform.python_version()}, {packages} {platform.machine()}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _row(cells: tuple[str, ...]) -> str:
    name, *figures = cells
    widths = (9, 9, 11, 9, 7, 12, 5)
    return f"{name:<28}" + "".join(f"{cell:>{width}}" for cell, width in zip(figures, widths, strict=True)).rstrip()
