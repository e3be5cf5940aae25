"""How do the figures read? One aligned row per case, the ratio as the median of the rounds."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from statistics import median, quantiles

from bench.cases import Case
from bench.load import Load


@dataclass(frozen=True, slots=True)
class Round:
    """What both servers did, one right after the other."""

    sandbox: Load
    bare: Load

    @property
    def ratio(self) -> float:
        """The processor time of an answer of bare's, over the sandbox's: above 1 the sandbox is the faster one."""
        return self.bare.cost / self.sandbox.cost


def head() -> str:
    """Return the names of the columns."""
    return _row(("case", "size", "body KB", "sandbox us", "bare us", "ratio", "quartiles", "rates", "aim"))


def row(case: Case, size: int, body: bytes, rounds: Sequence[Round]) -> str:
    """Return the line of one case."""
    middle, low, high = spread([each.ratio for each in rounds])
    return _row(
        (
            case.name,
            f"{size:,}",
            f"{len(body) / 1000:.1f}",
            f"{median(each.sandbox.cost for each in rounds):.1f}",
            f"{median(each.bare.cost for each in rounds):.1f}",
            f"{middle:.2f}",
            f"{low:.2f}..{high:.2f}",
            f"{median(each.sandbox.rate / each.bare.rate for each in rounds):.2f}",
            f"{case.aim:.1f}",
        )
    )


def spread(ratios: Sequence[float]) -> tuple[float, float, float]:
    """Return the median of some ratios, and their quartiles."""
    low, _, high = quantiles(ratios, n=4) if len(ratios) > 1 else [ratios[0]] * 3
    return median(ratios), low, high


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
    widths = (9, 9, 12, 9, 7, 13, 7, 5)
    return f"{name:<22}" + "".join(f"{cell:>{width}}" for cell, width in zip(figures, widths, strict=True)).rstrip()
