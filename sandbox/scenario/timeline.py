"""What holds for a client at this moment? A timeline of stretches, each until so many seconds or requests are over.

The phase is a pure function of what has passed: there are no timers, and nothing has to be cancelled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What the FHIR door answers while it holds."""

    READY = "ready"
    SYNCING = "syncing"
    PARTIAL = "partial"
    FAILED = "failed"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePhase:
    """A phase that ends after so many seconds, or after so many requests; with neither, it holds for ever."""

    phase: Phase
    seconds: float | None = None
    requests: int | None = None


def phase_at(timeline: Sequence[TimelinePhase], elapsed: float, requests: int) -> tuple[Phase, float | None]:
    """Return what holds after *elapsed* seconds and so many requests, and how many seconds more, if that is known."""
    for stretch in timeline:
        if stretch.seconds is not None:
            if elapsed < stretch.seconds:
                return stretch.phase, round(stretch.seconds - elapsed, 6)
            elapsed = round(elapsed - stretch.seconds, 6)
        elif stretch.requests is not None:
            if requests < stretch.requests:
                return stretch.phase, None
            requests -= stretch.requests
        else:
            return stretch.phase, None
    return Phase.READY, None


def ready_after(timeline: Sequence[TimelinePhase]) -> float | None:
    """Return after how many seconds the data is there, or None if that does not depend on time."""
    passed = 0.0
    for stretch in timeline:
        if stretch.phase is Phase.READY:
            return passed
        if stretch.seconds is None:
            return None
        passed += stretch.seconds
    return passed


def last_after(timeline: Sequence[TimelinePhase]) -> float:
    """Return after how many seconds the last stretch begins, as far as that depends on time."""
    return sum(stretch.seconds or 0.0 for stretch in timeline[:-1])
