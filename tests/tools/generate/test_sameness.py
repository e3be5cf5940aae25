"""Is it always the same? The same seed gives the same bytes, whoever makes them and however many are made."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from sandbox.tools.generate import Recipe, batches, write
from sandbox.tools.generate.region import PATIENTS


def made(folder: Path, **recipe: object) -> dict[str, bytes]:
    """Write a recipe and return its files."""
    folder.mkdir()
    write(batches(Recipe(**recipe)), folder, "ndjson", lambda _step: None)  # type: ignore[arg-type]
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Twice the same recipe, twice the same files."""
    first, second = (made(tmp_path / name, patients=12, seed=3, edge_cases=True) for name in "ab")

    assert first == second


def test_another_process_with_other_hashes_makes_the_same(tmp_path: Path) -> None:
    """Nothing depends on the order of sets or on what was made before."""
    words = ["generate", "--patients", "5", "--seed", "9", "--out"]
    for hashes in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "sandbox", *words, str(tmp_path / hashes)],
            check=True, env={"PYTHONHASHSEED": hashes}, capture_output=True,
        )  # fmt: skip
    first, second = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in "12")

    assert first == second


def test_another_seed_gives_other_patients(tmp_path: Path) -> None:
    """No Patient is in two worlds."""
    first, second = (
        {
            orjson.loads(line)["id"]
            for line in made(tmp_path / str(seed), patients=20, seed=seed)["Patient.ndjson"].splitlines()
        }
        for seed in (1, 2)
    )

    assert (20, 20, set()) == (len(first), len(second), first & second)


def test_a_patient_does_not_depend_on_how_many_there_are() -> None:
    """Patient 3 of 4 is patient 3 of 400."""
    few, many = (
        {batch.name: batch.resources for batch in batches(Recipe(patients=patients, seed=4)) if batch.patients}
        for patients in (4, 40)
    )

    assert few == {name: many[name] for name in few}
    assert 40 == len(many)


@pytest.mark.parametrize(("patients", "parts"), [(PATIENTS * 2 + 5, 3), (3, 5)])
def test_shards_in_a_row_are_the_whole(tmp_path: Path, patients: int, parts: int) -> None:
    """What the shards write, file after file, is what one run writes: nothing missing, nothing twice."""
    whole = made(tmp_path / "whole", patients=patients, years=3, edge_cases=True)
    shards = [
        made(tmp_path / f"{part}", patients=patients, years=3, edge_cases=True, shard=(part, parts))
        for part in range(1, parts + 1)
    ]

    assert whole == {name: b"".join(shard.get(name, b"") for shard in shards) for name in whole}
    assert set(whole) == {name for shard in shards for name in shard}


def test_more_years_bring_more() -> None:
    """A longer history has more Procedures."""
    short, long = (
        sum(
            resource["resourceType"] == "Procedure"
            for batch in batches(Recipe(patients=60, years=years))
            for resource in batch.resources
        )
        for years in (2, 20)
    )

    assert short * 3 < long
