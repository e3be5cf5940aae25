"""`procedure-sandbox generate`: make synthetic patients, as files that `serve --fixtures` loads."""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from sandbox.cli.progress import meter
from sandbox.plural import counted_as

if TYPE_CHECKING:
    from sandbox.tools.generate import Batch

USAGE = 2
MOST_PATIENTS, MOST_YEARS = 10_000_000, 60
FIXTURES_SEED = 20261122


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how many, from which seed, and where to."""
    made = parser.add_mutually_exclusive_group(required=True)
    made.add_argument("--patients", type=_whole(1, MOST_PATIENTS), metavar="N", help="how many patients to make")
    made.add_argument(
        "--personas",
        action="store_true",
        help="make the built-in fixtures instead: the personas and a few patients more",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write into; must be empty")
    parser.add_argument(
        "--seed", type=_whole(0, 2**63 - 1), metavar="S",
        help=f"the same seed and options give the same bytes (default 1; with --personas {FIXTURES_SEED})",
    )  # fmt: skip
    formats = ("ndjson", "bundle")
    parser.add_argument("--format", default="ndjson", choices=formats, help="a file per type, or a Bundle per patient")
    parser.add_argument(
        "--years", type=_whole(1, MOST_YEARS), default=10, metavar="Y", help="years of history (default 10)"
    )
    parser.add_argument("--edge-cases", action="store_true", help="add the patient edge-quill with every awkward shape")
    parser.add_argument(
        "--shard", type=_shard, default=(1, 1), metavar="I/N", help="only the I-th of N parts (default 1/1)"
    )


def run(options: argparse.Namespace) -> int:
    """Make them, say how many and how fast, and return the exit code."""
    try:
        from sandbox.tools import generate  # noqa: PLC0415 - faker is an extra, and slow to import
    except ImportError as error:
        return _fail(f"generate needs the extra: in a checkout, pip install '.[data]' ({error.name} is missing)")
    folder: Path = options.out
    made: Iterable[Batch]
    if options.personas:
        made = generate.fixture_batches(FIXTURES_SEED if options.seed is None else options.seed)
        total = len(generate.PERSONAS)
    else:
        recipe = generate.Recipe(
            patients=options.patients, seed=1 if options.seed is None else options.seed, years=options.years,
            edge_cases=options.edge_cases, shard=options.shard,
        )  # fmt: skip
        made, total = generate.batches(recipe), len(recipe.numbers)
    began = time.perf_counter()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not options.personas and any(folder.iterdir()):
            return _fail(f"{folder} is not empty; what is there would be served as well")
        with meter("generating", total) as step:
            counts = generate.write(made, folder, options.format, step)
        if options.personas:
            rows = [asdict(persona) for persona in generate.PERSONAS]
            lines = b",\n".join(b"  " + orjson.dumps(row) for row in rows)
            (folder / "personas.json").write_bytes(b"[\n" + lines + b"\n]\n")
    except OSError as error:
        return _fail(f"cannot write to {folder}: {error.strerror or error}")
    _report(counts, folder, time.perf_counter() - began)
    return 0


def _report(counts: Counter[str], folder: Path, seconds: float) -> None:
    rate = counts["Procedure"] / max(seconds, 1e-6)
    made = (
        counted_as(counts["Patient"], "patient"),
        counted_as(counts["Procedure"], "Procedure"),
        counted_as(counts.total(), "resource"),
    )
    print(f"{', '.join(made)} in {folder}: {seconds:.1f} s, {rate:,.0f} Procedures per second", file=sys.stderr)


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        if not re.fullmatch(r"[0-9]{1,20}", raw) or not low <= int(raw) <= high:
            raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}, not {raw!r}")
        return int(raw)

    return parse


def _shard(raw: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", raw)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError(f"must be such as 3/8, not {raw!r}")
    return int(found[1]), int(found[2])


def _fail(said: str) -> int:
    print(f"procedure-sandbox: {said}", file=sys.stderr)
    return USAGE
