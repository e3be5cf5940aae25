"""What holds for a client at this moment? A pure function of the seconds and requests that have passed."""

import pytest

from sandbox.scenario.timeline import Phase, TimelinePhase, phase_at, ready_after

SYNCING, PARTIAL, READY, FAILED = (Phase(word) for word in ("syncing", "partial", "ready", "failed"))
TIMED = (TimelinePhase(phase=SYNCING, seconds=10), TimelinePhase(phase=READY))
COUNTED = (TimelinePhase(phase=SYNCING, requests=3), TimelinePhase(phase=READY))
MIXED = (TimelinePhase(phase=SYNCING, requests=2), TimelinePhase(phase=PARTIAL, seconds=5), TimelinePhase(phase=FAILED))


@pytest.mark.parametrize(
    ("timeline", "elapsed", "requests", "expected"),
    [
        (TIMED, 0.0, 0, (SYNCING, 10.0)),
        (TIMED, 9.75, 99, (SYNCING, 0.25)),
        (TIMED, 10.0, 0, (READY, None)),
        (TIMED, 1e9, 0, (READY, None)),
        (COUNTED, 1e9, 0, (SYNCING, None)),
        (COUNTED, 0.0, 2, (SYNCING, None)),
        (COUNTED, 0.0, 3, (READY, None)),
        (MIXED, 0.0, 1, (SYNCING, None)),
        (MIXED, 1.0, 2, (PARTIAL, 4.0)),
        (MIXED, 5.0, 2, (FAILED, None)),
        ((), 0.0, 0, (READY, None)),
        ((TimelinePhase(phase=SYNCING, seconds=1),), 1.0, 0, (READY, None)),
        ((TimelinePhase(phase=SYNCING, seconds=0), TimelinePhase(phase=FAILED)), 0.0, 0, (FAILED, None)),
        ((TimelinePhase(phase=FAILED),), 1e9, 10**9, (FAILED, None)),
    ],
)
def test_the_phase_follows_from_what_has_passed(
    timeline: tuple[TimelinePhase, ...], elapsed: float, requests: int, expected: tuple[Phase, float | None]
) -> None:
    """A stretch holds up to its end, which belongs to the next one; what remains is known where it is timed."""
    assert expected == phase_at(timeline, elapsed, requests)


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        (TIMED, 10.0),
        (COUNTED, None),
        (MIXED, None),
        ((TimelinePhase(phase=READY),), 0.0),
        ((TimelinePhase(phase=SYNCING),), None),
        (
            (
                TimelinePhase(phase=SYNCING, seconds=2),
                TimelinePhase(phase=PARTIAL, seconds=3),
                TimelinePhase(phase=READY),
            ),
            5.0,
        ),
        ((TimelinePhase(phase=SYNCING, seconds=2), TimelinePhase(phase=FAILED)), None),
    ],
)
def test_it_is_known_when_the_data_will_be_there(timeline: tuple[TimelinePhase, ...], expected: float | None) -> None:
    """As long as it depends on time alone."""
    assert expected == ready_after(timeline)
