"""When is a change of resources made, and who has to know? At once, and nobody else, where there is one process."""

# tested by: tests/replicas/test_shared_resources.py, tests/api/admin/test_resources.py

from collections.abc import Callable
from typing import Any, Protocol

MakeChange = Callable[[], object]  # makes a change that was found to be possible


class ChangeLog(Protocol):
    """Is told of each change of resources that is to be made while the sandbox runs, and makes it."""

    def change(self, written: dict[str, Any], make: MakeChange) -> None:
        """Let a change be made; *written*, as JSON, it can be made again elsewhere."""

    def reset(self, make: MakeChange) -> None:
        """Let everything be as at the start."""


class ImmediateChangeLog:
    """The log of one process, which nobody reads."""

    def change(self, _written: dict[str, Any], make: MakeChange) -> None:
        """Make a change."""
        make()

    def reset(self, make: MakeChange) -> None:
        """Let everything be as at the start."""
        make()
