"""How fast is the sandbox beside a bare handler? Both on one core, in turn, under load from another core.

What is read off is the ratio: the machine's mood moves both rates, and within a round it moves them alike.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.bare import write_answers
from bench.cases import Case, cases
from bench.check import bodies_of, check_same
from bench.child import Server, listening, wait_until_idle
from bench.cores import Cores, choose
from bench.load import MISSING, find_wrk, load, write_script
from bench.procedures import write_fixtures
from bench.report import (
    Round,
    head,
    row,
    versions,
)
from sandbox.seed import Seed

SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to measure: with which wrk, on which cores, how many rounds of how many seconds."""

    wrk: str
    cores: Cores
    rounds: int
    seconds: int


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how much is measured."""
    parser.add_argument("--rounds", type=_positive, default=5, help="rounds per case, of both servers (default 5)")
    parser.add_argument("--seconds", type=_positive, default=1, help="seconds of load on one server (default 1)")
    parser.add_argument("--sizes", type=_sizes, default=(1_000, 100_000), metavar="N,N", help="how many Procedures "
                        "there are (default 1000,100000)")  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="one round of one second, 1,000 Procedures")


def run(options: argparse.Namespace) -> int:
    """Measure and print; return the exit code."""
    return 2 if measured(options) is None else 0


def measured(options: argparse.Namespace) -> dict[int, list[tuple[Case, list[Round]]]] | None:
    """Measure and print; return the rounds of each case by size, None if wrk is missing."""
    if (wrk := find_wrk()) is None:
        print(MISSING, file=sys.stderr)
        return None
    plan = Plan(wrk=wrk, cores=choose(), rounds=options.rounds, seconds=options.seconds)
    sizes = options.sizes
    if options.quick:
        plan, sizes = Plan(wrk=wrk, cores=plan.cores, rounds=1, seconds=1), (1_000,)
    if plan.cores.load is None:
        print("The servers and the load cannot be given a core each here: the figures are not comparable with others.")
    print(head(), flush=True)
    with TemporaryDirectory(prefix="bench-") as folder:
        found = {size: list(_rounds(size, plan, Path(folder) / str(size))) for size in sizes}
    print(f"Medians of {plan.rounds} x {plan.seconds} s; {versions()}")
    return found


def _rounds(size: int, plan: Plan, folder: Path) -> Iterator[tuple[Case, list[Round]]]:
    """Measure and print each case beside bare, with a sandbox that holds so many Procedures."""
    folder.mkdir()
    chance, fixtures = Seed(SEED), folder / "procedures.ndjson"
    write_fixtures(fixtures, chance, size)
    words = ["-m", "sandbox", "serve", "--fixtures", str(fixtures), "--port", "0"]
    with listening(words, folder / "sandbox", plan.cores.server) as server:
        wait_until_idle(server)
        for number, case in enumerate(cases(chance, size)):
            bodies = bodies_of(server, case)
            rounds = _beside_bare(server, case, bodies, plan, folder / f"case-{number}")
            print(row(case, size, next(iter(bodies.values())), rounds), flush=True)
            yield case, rounds


def _beside_bare(server: Server, case: Case, bodies: dict[str, bytes], plan: Plan, folder: Path) -> list[Round]:
    """Return the loads of the sandbox and of a bare handler that says the same."""
    stored, script = folder.with_suffix(".answers"), folder.with_suffix(".lua")
    write_answers(stored, bodies)
    write_script(script, case.targets)
    with listening(["-m", "bench.bare", str(stored)], folder, plan.cores.server) as bare:
        check_same(bare, case, bodies)
        check_same(server, case, bodies)
        return [_round((server, bare), script, plan, turned=bool(number % 2)) for number in range(plan.rounds)]


def _round(servers: tuple[Server, Server], script: Path, plan: Plan, *, turned: bool) -> Round:
    """Return the loads of both; *turned* lets the bare handler begin, so that neither always comes first."""
    loads = {
        server: load(plan.wrk, server, script, plan.seconds, plan.cores.load)
        for server in (reversed(servers) if turned else servers)
    }
    return Round(loads[servers[0]], loads[servers[1]])


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number from 1")
    return int(text)


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(_positive(part) for part in text.split(","))
    if min(sizes) < 1_000:
        raise argparse.ArgumentTypeError("must be at least 1000 each, or there is no page of 50")
    return sizes
