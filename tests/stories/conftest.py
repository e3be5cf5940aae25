"""Who appears in a story? Persons whose tokens bear the name of the story, so that no two stories know each other."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.stories.client import Person

Meet = Callable[..., Person]


@pytest.fixture
def meet(client: httpx.Client, request: pytest.FixtureRequest) -> Iterator[Meet]:
    """Meet a client: `meet("syncing-45s", "dora")`, its clock standing still; with `frozen=False` it runs."""
    met: list[Person] = []
    label = re.sub("[^A-Za-z0-9._-]+", "-", request.node.name)[-60:]

    def person(scenario: str, patient: str = "ada", *, frozen: bool = True) -> Person:
        token = f"pat_test_{scenario}~{patient}~{label}.{len(met)}"
        met.append(Person(str(client.base_url), token, frozen=frozen))
        return met[-1]

    yield person
    for one in met:
        one.leave()
