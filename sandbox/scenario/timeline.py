"""What holds for a client at this moment? A timeline of phases, each until so many seconds or requests are over.

The phase is a pure function of what has passed: there are no timers, and nothing has to be cancelled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Phase(StrEnum):
    """What the FHIR API answers while it holds."""

    READY = "ready"
    SYNCING = "syncing"
    PARTIAL = "partial"
    FAILED = "failed"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FORBIDDEN = "forbidden"


# How far the sync is. The other phases are about the token, whatever the sync does.
OF_THE_SYNC = frozenset({Phase.READY, Phase.SYNCING, Phase.PARTIAL, Phase.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePhase:
    """A phase that ends after so many seconds, or after so many requests; with neither, it holds for ever."""

    phase: Phase
    seconds: float | None = None
    requests: int | None = None


def moved(timeline: Sequence[TimelinePhase], phase: Phase) -> tuple[TimelinePhase, ...]:
    """Return a timeline in which the sync stands at a phase; what becomes of the token stays as it was."""
    if all(one.phase in OF_THE_SYNC for one in timeline):
        return (TimelinePhase(phase=phase),)
    return tuple(replace(one, phase=phase) if one.phase in OF_THE_SYNC else one for one in timeline)


def phase_at(timeline: Sequence[TimelinePhase], elapsed: float, requests: int) -> tuple[Phase, float | None]:
    """Return what holds after *elapsed* seconds and so many requests, and how many seconds more, if that is known."""
    for phase_ in timeline:
        if phase_.seconds is not None:
            if elapsed < phase_.seconds:
                return phase_.phase, round(phase_.seconds - elapsed, 6)
            elapsed = round(elapsed - phase_.seconds, 6)
        elif phase_.requests is not None:
            if requests < phase_.requests:
                return phase_.phase, None
            requests -= phase_.requests
        else:
            return phase_.phase, None
    return Phase.READY, None


def ready_after(timeline: Sequence[TimelinePhase]) -> float | None:
    """Return after how many seconds the data is there, or None if that does not depend on time."""
    passed = 0.0
    for phase_ in timeline:
        if phase_.phase is Phase.READY:
            return passed
        if phase_.seconds is None:
            return None
        passed += phase_.seconds
    return passed


def last_after(timeline: Sequence[TimelinePhase]) -> float:
    """Return after how many seconds the last stretch begins, as far as that depends on time."""
    return sum(phase_.seconds or 0.0 for phase_ in timeline[:-1])
