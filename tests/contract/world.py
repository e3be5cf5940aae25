"""In which world do the clients live? One with the built-in patients, in which time stands still until it is moved."""

from sandbox.server import Sandbox
from sandbox.sessions.clock import Clock

BEGINNING = 1_800_000_000.25  # 2027-01-15 08:00 UTC


def standing_still(port: int = 0) -> Sandbox:
    """Return a sandbox that is the same each time, on a port that is free if none is given."""
    return Sandbox(new_clock=_clock, port=port)


def _clock() -> Clock:
    return Clock(start=BEGINNING, source=lambda: 0.0)


def running() -> Sandbox:
    """Return a sandbox whose time runs as everybody's."""
    return Sandbox()
