"""How long does the sandbox take to start? From the start of the process to its ready line, and what is imported."""

import argparse
import re
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.child import NotMeasured, child, end
from bench.report import versions

# Must not be imported by `serve`: it is an extra, and slow.
FORBIDDEN = "faker"

_SERVE = ("-m", "sandbox", "serve", "--port", "0")
_RUNS = 7
_SHOWN = 12
_IMPORT = re.compile(r"^import time:\s+(\d+) \|\s+(\d+) \|\s*(\S+)$", re.MULTILINE)


def add_options(_parser: argparse.ArgumentParser) -> None:
    """Add nothing: there is nothing to choose."""


def run(_options: argparse.Namespace) -> int:
    """Measure and print; return the exit code."""
    with TemporaryDirectory(prefix="bench-") as folder:
        log = Path(folder) / "log"
        times = _times(log)
        _until_ready(("-X", "importtime"), log)
        imports = [(int(own), int(all_), name) for own, all_, name in _IMPORT.findall(log.read_text(encoding="utf-8"))]
    if not imports:
        raise NotMeasured("python -X importtime said nothing")
    print(f"start to ready: {median(times):.3f} s (median of {_RUNS}, {times[0]:.3f}..{times[-1]:.3f}); {versions()}")
    print(f"{len(imports)} imports, {sum(own for own, _, _ in imports) / 1000:.0f} ms; the {_SHOWN} most expensive:")
    print(f"{'module':<32}{'own ms':>9}{'with its imports':>18}")
    for own, all_, name in sorted(imports, reverse=True)[:_SHOWN]:
        print(f"{name:<32}{own / 1000:>9.1f}{all_ / 1000:>18.1f}")
    if any(name.partition(".")[0] == FORBIDDEN for _, _, name in imports):
        raise NotMeasured(f"serve imports {FORBIDDEN}, which it must not")
    print(f"{FORBIDDEN} is not imported.")
    return 0


def until_ready() -> float:
    """Return the median of the seconds from the start of a server to its ready line."""
    with TemporaryDirectory(prefix="bench-") as folder:
        return median(_times(Path(folder) / "log"))


def _times(log: Path) -> list[float]:
    return sorted(_until_ready((), log) for _ in range(_RUNS))


def _until_ready(flags: tuple[str, ...], log: Path) -> float:
    """Return the seconds from the start of a server to its ready line; it is ended again, its stderr is in *log*."""
    began = time.perf_counter()
    with child([*flags, *_SERVE], log) as process:
        line = process.stdout.readline() if process.stdout else ""
        took = time.perf_counter() - began
        end(process)
    if " ready on " not in line:
        raise NotMeasured(f"the sandbox did not become ready: {log.read_text(encoding='utf-8').strip()[-500:]}")
    return took
