"""What do the contract tests share? A sandbox whose time moves only when a client lets it."""

from collections.abc import Iterator

import pytest

from sandbox.server import Sandbox
from tests.contract.world import standing_still


@pytest.fixture(scope="session")
def still() -> Iterator[Sandbox]:
    """Give a server of the built-in patients."""
    with standing_still() as sandbox:
        yield sandbox
