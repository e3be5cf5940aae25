"""How long does it take to load, and how much memory? Beside `orjson.loads` of the same lines, the results dropped.

What is loaded can be served. What is counted as memory has the columns as well that a server makes unasked after that.

Each size is loaded by a process of its own, for memory is never wholly given back.
"""

import argparse
import gc
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from bench.child import child
from bench.procedures import write_fixtures
from bench.report import versions
from sandbox.loading.loader import load
from sandbox.search import SearchEngine
from sandbox.seed import Seed

SEED = 1
SIZES = (1_000, 100_000)
LARGE = 1_000_000
TIMES, BYTES = 5.0, 1.6  # the aims: times orjson.loads, bytes of memory per byte of NDJSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """What loading costs: microseconds per resource, times orjson.loads, and bytes of memory per byte of NDJSON."""

    per_resource: float
    times: float
    memory: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how much is loaded."""
    parser.add_argument("--large", action="store_true", help="with a million Procedures as well, which takes memory")


def run(options: argparse.Namespace) -> int:
    """Measure and print; return the exit code."""
    for line in lines({size: loading(size) for size in ((*SIZES, LARGE) if options.large else SIZES)}):
        print(line, flush=True)
    print(versions())
    return 0


def lines(found: dict[int, Loading]) -> Iterator[str]:
    """Yield a table."""
    yield f"{'size':>9}{'us each':>10}{'times orjson':>14}{'aim':>5}{'bytes per byte':>16}{'aim':>5}"
    for size, cost in found.items():
        yield f"{size:>9,}{cost.per_resource:>10.1f}{cost.times:>14.1f}{TIMES:>5.1f}{cost.memory:>16.1f}{BYTES:>5.1f}"


def loading(size: int) -> Loading:
    """Return what it costs to load so many Procedures."""
    with TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "procedures.ndjson"
        write_fixtures(file, Seed(SEED), size)
        with child(["-m", "bench.loading", str(file)], Path(folder) / "log") as process:
            said, _ = process.communicate()
        return Loading(**orjson.loads(said))


def _measured(file: Path) -> Loading:
    """Return what it costs this process."""
    gc.disable()
    began, count = time.thread_time(), 0
    with file.open("rb") as stream:
        for line in stream:
            orjson.loads(line)
            count += 1
    parsed, before = time.thread_time() - began, _memory()
    began = time.thread_time()
    engine = SearchEngine(load([file]).store)
    took = time.thread_time() - began
    assert sum(len(index.all) for index in engine.indexes.values()) == count  # noqa: S101 - nothing was left out
    for preparation in engine.usual_columns():
        preparation.finish()
    memory = (_memory() - before) / file.stat().st_size
    return Loading(per_resource=took / count * 1_000_000, times=took / parsed, memory=memory)


def _memory() -> int:
    """Return the bytes of memory that this process has now; where that is not known, that it has had at most."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    sys.stdout.write(orjson.dumps(asdict(_measured(Path(sys.argv[1])))).decode())
