"""What do the contract tests share? A sandbox whose time moves only when a client lets it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.contract.world import standing_still

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands here: without `-m contract` it is left out."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("contract")


@pytest.fixture(scope="session")
def still() -> Iterator[Sandbox]:
    """Give a server of the built-in patients."""
    with standing_still() as sandbox:
        yield sandbox
