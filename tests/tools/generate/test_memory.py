"""Does it matter how many patients are made? Not to memory: one batch is held at a time."""

import tracemalloc

import pytest

from sandbox.tools.generate import Recipe, batches


def peak(patients: int) -> int:
    """Return the most bytes that were held while so many patients were made."""
    tracemalloc.start()
    for batch in batches(Recipe(patients=patients, years=3)):
        assert batch.resources
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.slow
def test_three_times_the_patients_need_no_more_memory() -> None:
    """600 patients, in three regions, peak where 200 do, which is far below what either would weigh together."""
    peak(1)  # what is imported and remembered once
    few, many = peak(200), peak(600)

    assert many < few * 1.5
    assert many < 2_000_000
