"""Does the server find what a plain reader of the JSON finds? Thousands of random queries say so."""

from dataclasses import replace

import pytest

from tests.oracle.clauses import FEATURES
from tests.oracle.conftest import Pairs
from tests.oracle.differences import difference, smallest
from tests.oracle.queries import questions
from tests.oracle.seeds import rng

# How many queries each set of resources is asked, in batches.
BATCH = 50
BATCHES = {"built-in": 10, "example": 8, "heap": 22}
PAGES = (1, 1, 1, 1, 2, 3, 7)  # as many for everything, so fewer for what is found


@pytest.mark.parametrize(
    ("name", "batch"), [(name, batch) for name, batches in BATCHES.items() for batch in range(batches)]
)
def test_the_server_answers_as_the_oracle(pairs: Pairs, name: str, batch: int) -> None:
    """The same matches in the same order, page by page, the same includes, the same total; or both refuse."""
    asker, oracle = pairs[name]
    pages = rng(f"pages of {name} {batch}")
    found = []
    for question in questions(oracle.chart, FEATURES, f"{name} {batch}", BATCH):
        total = (("_total", "accurate"),) if pages.random() < 0.3 else ()
        counted = replace(question, pairs=question.pairs + total)
        size = max(3, len(oracle.chart.of(question.type)) // pages.choice(PAGES))
        if difference(asker, oracle, counted, size):
            found.append(smallest(asker, oracle, counted, size))

    assert not found, "\n".join(found)


def test_there_are_two_thousand_queries() -> None:
    """As many as were promised."""
    assert BATCH * sum(BATCHES.values()) >= 2000
