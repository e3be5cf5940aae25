"""What do these tests share? A store, and two replicas on it, for the tests of a module."""

from collections.abc import Iterator

import pytest

from tests.replicas.processes import RedisProcess
from tests.replicas.threads import ReplicaThread, threads

Pair = tuple[ReplicaThread, ReplicaThread]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisProcess]:
    """Give a store."""
    with RedisProcess(tmp_path_factory.mktemp("store")) as found:
        yield found


@pytest.fixture(scope="module")
def pair(store: RedisProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Give two replicas."""
    with threads(store.url, tmp_path_factory.mktemp("replicas"), 2) as (one, other):
        yield one, other
