"""What time is it for this client? Running, standing, moved forward, and never back."""

import math

import pytest

from sandbox.sessions.clock import Clock


class Source:
    """A monotonic source that stands where it is put."""

    def __init__(self) -> None:
        self.at = 500.0

    def __call__(self) -> float:
        """Return its seconds."""
        return self.at


@pytest.fixture
def source() -> Source:
    """Give a source of time."""
    return Source()


@pytest.fixture
def clock(source: Source) -> Clock:
    """Give a clock that began at 1000 seconds."""
    return Clock(1000.0, source=source)


def test_a_clock_runs_with_its_source(clock: Clock, source: Source) -> None:
    """It begins where it was set, whatever the source says, and goes on with it."""
    assert 1000.0 == clock.now()
    source.at += 2.5
    assert 1002.5 == clock.now()
    assert not clock.frozen


def test_a_frozen_clock_stands(clock: Clock, source: Source) -> None:
    """It keeps the moment at which it was frozen; freezing again changes nothing."""
    source.at += 1
    clock.freeze()
    source.at += 7
    clock.freeze()

    assert clock.frozen
    assert 1001.0 == clock.now()


def test_a_resumed_clock_goes_on_from_where_it_stood(clock: Clock, source: Source) -> None:
    """The time while it stood is lost to it."""
    clock.freeze()
    source.at += 7
    clock.resume()
    source.at += 2

    assert not clock.frozen
    assert 1002.0 == clock.now()


def test_resuming_a_running_clock_changes_nothing(clock: Clock, source: Source) -> None:
    """It is no error to resume twice."""
    source.at += 3
    clock.resume()
    source.at += 4

    assert 1007.0 == clock.now()


@pytest.mark.parametrize("frozen", [True, False])
def test_a_clock_can_be_moved_forward(clock: Clock, source: Source, *, frozen: bool) -> None:
    """Standing or running, it jumps by the seconds given and then goes on as before."""
    if frozen:
        clock.freeze()
    clock.advance(45)
    assert 1045.0 == clock.now()
    clock.advance(0)
    clock.advance(0.5)
    source.at += 10

    assert 1045.5 + (0 if frozen else 10) == clock.now()


def test_what_is_advanced_while_frozen_stays_after_resuming(clock: Clock, source: Source) -> None:
    """No step is forgotten."""
    clock.freeze()
    clock.advance(5)
    source.at += 100
    clock.resume()
    source.at += 1

    assert 1006.0 == clock.now()


@pytest.mark.parametrize("seconds", [-1, -0.001, -math.inf, math.nan])
def test_time_cannot_go_back(clock: Clock, seconds: float) -> None:
    """A negative step, or none at all, is an error, and the clock is as before."""
    with pytest.raises(ValueError, match=r"^time cannot go back: advance by 0 or more seconds, not by "):
        clock.advance(seconds)

    assert 1000.0 == clock.now()


def test_a_step_has_an_end(clock: Clock) -> None:
    """A clock that was moved on for ever could not be written as a date."""
    with pytest.raises(ValueError, match="inf"):
        clock.advance(math.inf)


def test_nothing_done_to_a_clock_makes_it_go_back(clock: Clock, source: Source) -> None:
    """In whatever order it is frozen, moved and resumed, time only grows."""
    seen = [clock.now()]
    for step in (clock.freeze, clock.resume, clock.resume, clock.freeze, lambda: clock.advance(1), clock.resume):
        source.at += 0.25
        step()
        seen.append(clock.now())

    assert sorted(seen) == seen


def test_a_clock_begins_with_the_time_of_the_machine() -> None:
    """Without a start it says the present: later than this program was written, and running."""
    clock = Clock()
    first = clock.now()

    assert 1_750_000_000 < first <= clock.now()


@pytest.mark.parametrize("start", [1_795_354_833.281363, 1_795_357_993.252001, 0.1, 4_102_444_799.999999])
def test_a_moment_is_reached_exactly(start: float) -> None:
    """Two clocks that go to the same moment show the same time, to the last digit, wherever they began."""
    clock = Clock(start, source=lambda: 7.3)
    clock.freeze()
    clock.advance_to(4_102_444_800)

    assert 4_102_444_800.0 == clock.now()


@pytest.mark.parametrize("moment", [999.999999, -1, math.inf, math.nan])
def test_a_moment_that_is_over_is_not_gone_to(moment: float) -> None:
    """It never goes back, and it has an end."""
    clock = Clock(1000.0, source=lambda: 0.0)
    with pytest.raises(ValueError, match="time cannot go back"):
        clock.advance_to(moment)

    assert 1000.0 == clock.now()
