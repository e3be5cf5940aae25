"""Can it be loaded? What is written, as NDJSON or as Bundles, is what the server reads."""

from pathlib import Path

import orjson
import pytest

from sandbox.loading.loader import load
from sandbox.tools.generate import FORMATS, Recipe, batches, write


def written(folder: Path, form: str, recipe: Recipe) -> Path:
    """Write a recipe and return the folder."""
    folder.mkdir()
    write(batches(recipe), folder, form, lambda _step: None)
    return folder


@pytest.mark.parametrize("form", FORMATS)
def test_the_loader_takes_what_is_written(tmp_path: Path, form: str) -> None:
    """Every resource arrives in the store, in either format."""
    recipe = Recipe(patients=30, seed=2, edge_cases=True)
    expected = {(row["resourceType"], row["id"]): row for batch in batches(recipe) for row in batch.resources}

    store = load([written(tmp_path / form, form, recipe)]).store

    assert len(expected) == sum(store.counts.values())
    assert expected == {key: orjson.loads(store.get(*key).body) for key in expected}  # type: ignore[union-attr]


def test_a_bundle_is_a_transaction_for_one_patient(tmp_path: Path) -> None:
    """Each patient's file holds one Patient, and says how another server is to store each resource."""
    folder = written(tmp_path / "b", "bundle", Recipe(patients=3))
    bundles = [orjson.loads(file.read_bytes()) for file in sorted(folder.glob("c-*"))]
    entries = [entry for bundle in bundles for entry in bundle["entry"]]

    assert 3 == len(bundles)
    assert {"transaction"} == {bundle["type"] for bundle in bundles}
    assert [1, 1, 1] == [
        sum(entry["resource"]["resourceType"] == "Patient" for entry in bundle["entry"]) for bundle in bundles
    ]
    assert [f"{entry['resource']['resourceType']}/{entry['resource']['id']}" for entry in entries] == [
        entry["request"]["url"] for entry in entries
    ]


def test_steps_are_counted_in_patients(tmp_path: Path) -> None:
    """The bar moves by one for each patient."""
    steps: list[int] = []
    write(batches(Recipe(patients=7)), tmp_path, "ndjson", steps.append)

    assert 7 == sum(steps)
