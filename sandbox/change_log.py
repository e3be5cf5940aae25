"""When is a change of resources made, and who has to know? At once, and nobody else, where there is one process."""

# tested by: tests/replicas/test_shared_resources.py, tests/api/admin/test_resources.py

from collections.abc import Callable
from typing import Any, Protocol

from sandbox.stepwise import Work

MakeChange = Callable[[], Work]  # makes a change that was found to be possible


class ChangeLog(Protocol):
    """Is told of each change of resources that is to be made while the sandbox runs, and makes it."""

    @property
    def is_shared(self) -> bool:
        """Whether others make the changes, too: then each is one step, or else it may be made in slices."""

    def change(self, written: dict[str, Any], make: MakeChange) -> Work:
        """Let a change be made; *written*, as JSON, it can be made again elsewhere."""

    def reset(self, make: MakeChange) -> Work:
        """Let everything be as at the start."""


class ImmediateChangeLog:
    """The log of one process, which nobody reads."""

    is_shared = False

    def change(self, _written: dict[str, Any], make: MakeChange) -> Work:
        """Make a change."""
        return make()

    def reset(self, make: MakeChange) -> Work:
        """Let everything be as at the start."""
        return make()
