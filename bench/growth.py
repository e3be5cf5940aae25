"""What grows with the number of resources, and who waits for it? The same operations on few and on many.

Each is timed from request to answer, and a ticker in the server's loop says for how long nobody else had a turn.
"""

import argparse
import gc
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.child import NotMeasured
from bench.holding import Ticker, ticking
from bench.operation import Answer, Ask, Call, Operation, get
from bench.operations import operations
from bench.procedures import write_fixtures
from bench.report import versions
from sandbox import garbage
from sandbox.seed import Seed
from sandbox.server import Sandbox

SEED = 1
SIZES = (1_000, 100_000)
LARGE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What an operation costs: milliseconds to its answer (the median), and for how long the loop was held at most."""

    took: float
    held: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how much there is."""
    parser.add_argument("--large", action="store_true", help="with a million Procedures as well, which takes memory")


def run(options: argparse.Namespace) -> int:
    """Measure and print; return the exit code."""
    sizes = (*SIZES, LARGE) if options.large else SIZES
    for line in lines({size: costs(size) for size in sizes}):
        print(line, flush=True)
    print(versions())
    return 0


def costs(size: int) -> dict[Operation, Cost]:
    """Return what each operation costs where there are so many Procedures."""
    chance = Seed(SEED)
    with TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "procedures.ndjson"
        write_fixtures(file, chance, size)
        with ExitStack() as stack, Sandbox(file, metrics="on") as sandbox, ticking(sandbox) as ticker:
            gc.collect()
            port = int(sandbox.url.rpartition(":")[2])
            with closing(HTTPConnection("127.0.0.1", port, timeout=600)) as connection:
                ask = partial(_asked, connection)
                ask(get("/fhir/Procedure?status=completed"))  # waits for what is made right after the start
                stack.enter_context(_as_served())
                return {one: _cost(one, ask, ticker) for one in operations(chance, size, ask)}


@contextmanager
def _as_served() -> Iterator[None]:
    """Let the garbage collector do meanwhile as it does in `serve`."""
    before = gc.get_threshold()
    garbage.pass_over()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        garbage.pass_over_nothing()


def lines(found: dict[int, dict[Operation, Cost]]) -> Iterator[str]:
    """Yield a table: the time of each operation with the fewest, how many times that it takes with more, the holds."""
    fewest, *more = found
    head = [f"{fewest:,}: ms", *(f"{size:,}: times" for size in more), *(f"{size:,}: held ms" for size in found)]
    yield f"{'operation':<46}" + "".join(f"{name:>20}" for name in head)
    for one, *costs in zip(found[fewest], *(of_size.values() for of_size in found.values()), strict=True):
        times = [_with_aim(cost.took / costs[0].took, one.most_times, 2) for cost in costs[1:]]
        figures = [f"{costs[0].took:.2f}", *times]
        figures += [_with_aim(cost.held, one.most_held, 1) for cost in costs]
        yield f"{one.name:<46}" + "".join(f"{figure:>20}" for figure in figures)


def _with_aim(figure: float, most: float | None, digits: int) -> str:
    """Return a figure, with its aim if there is one that it has missed."""
    if most is None or figure <= most:
        return f"{figure:.{digits}f}"
    return f"{figure:.{digits}f} (aim {most:g})"


def _cost(operation: Operation, ask: Ask, ticker: Ticker) -> Cost:
    ticker.taken()
    times = []
    for call in operation.requests:
        began = time.perf_counter()
        answer = ask(call)
        times.append((time.perf_counter() - began) * 1000)
        if answer.status not in operation.statuses:
            said = answer.body.decode(errors="replace")
            raise NotMeasured(f"{call.method} {call.target} was answered with {answer.status}: {said}")
    return Cost(took=median(times), held=ticker.taken())


def _asked(connection: HTTPConnection, call: Call) -> Answer:
    """Return what a server answers."""
    connection.request(call.method, call.target, call.body or None, call.headers)
    response = connection.getresponse()
    return Answer(response.status, response.headers.get("Location", ""), response.read())
