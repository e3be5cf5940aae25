"""Who comes out of a recipe? Batch by batch: what is shared, each region before its first patient, each patient.

A patient depends on the seed, the years and its own number, never on the patients before it: it has dice of its own.
Only one batch and one region are in memory at a time.
"""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.seed import Seed
from sandbox.tools.generate.chart import Chart
from sandbox.tools.generate.charts import chart_with_needs
from sandbox.tools.generate.person import person
from sandbox.tools.generate.pools import Pools, fill
from sandbox.tools.generate.recipe import Recipe
from sandbox.tools.generate.region import PATIENTS, Json, Region, region
from sandbox.tools.generate.shared import shared
from sandbox.tools.generate.simulate import live


@dataclass(frozen=True, slots=True)
class Batch:
    """Resources that are made together; `name` says of what, `patients` how many patients they are."""

    name: str
    resources: list[Json]
    patients: int = 0


def batches(recipe: Recipe) -> Iterator[Batch]:
    """Yield everything that a recipe makes, in the order in which it is written."""
    chance = Seed(recipe.seed)
    pools = fill(chance)
    if recipe.leads:
        yield Batch("a-shared", shared())
        if recipe.edge_cases:
            yield Batch("a-edge", chart_with_needs("edge"), 1)
    here: Region | None = None
    for number in recipe.numbers:
        if here is None or here.number != number // PATIENTS:
            here = region(chance, pools, number // PATIENTS)
            if number % PATIENTS == 0:
                yield Batch(f"b-region-{here.number:06}", here.resources)
        yield Batch(f"c-patient-{number:08}", _patient(chance, pools, here, (number, recipe.years)), 1)


def _patient(chance: Seed, pools: Pools, here: Region, which: tuple[int, int]) -> list[Json]:
    number, years = which
    rng = chance.stream(f"patient/{number}")
    found, patient = person(chance.seed, number, rng, pools, here)
    return [patient, *live(Chart(chance.seed, rng, found), years)]
