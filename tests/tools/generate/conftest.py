"""What do the tests of the generator share? A small population, and the built-in fixtures, as plain JSON."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from sandbox.loading import built_in_fixtures
from sandbox.tools.generate import Recipe, batches

Json = dict[str, Any]


@pytest.fixture(scope="session")
def population() -> list[Json]:
    """Give everything of 260 ordinary patients: two regions, the second one begun."""
    return [resource for batch in batches(Recipe(patients=260, seed=5, years=12)) for resource in batch.resources]


@pytest.fixture(scope="session")
def fixtures() -> list[Json]:
    """Give the built-in fixtures."""
    folder: Path = built_in_fixtures()[0]
    return [orjson.loads(line) for file in sorted(folder.glob("*.ndjson")) for line in file.read_bytes().splitlines()]
