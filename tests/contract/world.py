"""In which world do the clients live? One with the built-in patients, in which time stands still until it is moved."""

from sandbox.backend import Backend
from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import load
from sandbox.server import Sandbox
from sandbox.sessions.clock import Clock
from sandbox.settings import Settings

BEGINNING = 1_800_000_000.25  # 2027-01-15 08:00 UTC


def standing_still() -> Sandbox:
    """Return a sandbox that is the same each time."""
    return Sandbox(Backend(load(built_in_fixtures()), Settings(), new_clock=_clock))


def _clock() -> Clock:
    return Clock(start=BEGINNING, source=lambda: 0.0)
