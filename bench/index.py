"""How long does a clause take? One typical clause of each Procedure parameter, straight through the index.

No HTTP and no parsing: only the step whose cost could grow with the number of resources.
"""

import argparse
import gc
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.procedures import (
    FIRST_YEAR,
    ICD,
    SNOMED,
    procedure,
    write_fixtures,
)
from bench.report import versions
from sandbox.loading.loader import load
from sandbox.search import (
    ParseOptions,
    Scope,
    SearchEngine,
    Viewer,
    at_once,
    evaluate,
    pairs,
    parse,
)
from sandbox.seed import Seed
from sandbox.stepwise import whole

_SEED = 1
_RUNS = 201
_WIDTH = 60  # characters of a clause that are shown
_LIMIT = 1000.0  # microseconds
_NOW = 1_790_000_000.0  # seconds since 1970: a clause that depends on the time gets always the same
_TERMS = ParseOptions(bases=("http://127.0.0.1:12429/fhir",))


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how much is searched."""
    parser.add_argument("--size", type=int, default=100_000, help="how many Procedures there are (default 100000)")


def run(options: argparse.Namespace) -> int:
    """Measure and print; return the exit code."""
    chance = Seed(_SEED)
    with TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "procedures.ndjson"
        write_fixtures(file, chance, options.size)
        gc.disable()
        engine = SearchEngine(load([file]).store)
        gc.enable()
        gc.freeze()
    print(f"{'clause':<62}{'matches':>9}{'median us':>11}{'max us':>9}")
    slow = []
    for name, value in clauses(procedure(chance, options.size // 2)):
        evaluate, times = _measure(engine, f"{name}={value}")
        print(f"{_short(f'{name}={value}'):<62}{evaluate:>9,}{median(times):>11.1f}{max(times):>9.1f}")
        slow += [name] if median(times) > _LIMIT else []
    print(f"Over {_LIMIT:,.0f} us: {', '.join(slow) or 'none'}. {options.size:,} Procedures, {versions()}")
    return 0


def clauses(sample: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and value of a clause for each parameter; they find at least the sample."""
    meta, performer = sample["meta"], sample["performer"][0]["actor"]["reference"]
    identifier = sample["identifier"][0]
    yield "_id", sample["id"]
    yield "_lastUpdated", f"ge{meta['lastUpdated'][:10]}"
    yield "based-on", sample["basedOn"][0]["reference"]
    yield "category", f"{SNOMED}|{sample['category']['coding'][0]['code']}"
    yield "code", f"{SNOMED}|{sample['code']['coding'][0]['code']}"
    yield "date", f"ge{FIRST_YEAR}-07-01"
    yield "encounter", sample["encounter"]["reference"]
    yield "identifier", f"{identifier['system']}|{identifier['value']}"
    yield "instantiates-canonical", sample["instantiatesCanonical"][0]
    yield "instantiates-uri", sample["instantiatesUri"][0]
    yield "location", sample["location"]["reference"]
    yield "part-of", sample["partOf"][0]["reference"]
    yield "patient", sample["subject"]["reference"]
    yield "performer", performer.partition("/")[2]
    yield "reason-code", f"{ICD}|{sample['reasonCode'][0]['coding'][0]['code']}"
    yield "reason-reference", sample["reasonReference"][0]["reference"]
    yield "status", sample["status"]
    yield "subject", sample["subject"]["reference"].partition("/")[2]


def _short(text: str) -> str:
    """Return a clause such that it fits its column."""
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 3]}..."


def _measure(engine: SearchEngine, raw: str) -> tuple[int, list[float]]:
    """Return how many resources match, and the microseconds of each run."""
    index = engine.indexes["Procedure"]
    (clause,) = parse(Scope("Procedure", "/Procedure"), pairs(raw), _TERMS).asks["Procedure"]
    view = engine.view(Viewer("bench", None, _NOW), _TERMS)
    at_once(lambda: whole(evaluate(clause, index, view)))  # its column is made
    times = []
    for _ in range(_RUNS):
        view.matched.clear()  # what was found before is not asked again
        began = time.perf_counter()
        whole(evaluate(clause, index, view))
        times.append((time.perf_counter() - began) * 1_000_000)
    return len(whole(evaluate(clause, index, view))), times
