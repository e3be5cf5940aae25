"""The rules about waiting, on journals made by hand."""

from typing import Any

import pytest

from sandbox.sessions.journal import Entry
from tests.verdict.made import ONLY, Line, entry, finding, result, syncing, throttled


@pytest.mark.parametrize(
    ("gap", "frozen", "expected"),
    [
        (3.0, True, "pass"),
        (2.9999998, True, "pass"),
        (2.999, True, "fail"),
        (2.96, False, "pass"),
        (2.94, False, "fail"),
        (30.0, False, "pass"),
    ],
)
def test_a_running_clock_forgives_50_ms_and_a_frozen_one_nothing(gap: float, *, frozen: bool, expected: str) -> None:
    """Of a frozen clock only the rounding of numbers is forgiven."""
    assert expected == result("R02", syncing(1, 0, frozen=frozen), entry(2, gap, frozen=frozen))


def test_the_wait_begins_with_the_answer() -> None:
    """An answer that took 2 s moves the moment when the next attempt is due."""
    slow = syncing(1, 0, done=2.0)

    assert "fail" == result("R02", slow, entry(2, 4.0))
    assert "pass" == result("R02", slow, entry(2, 5.0))


@pytest.mark.parametrize(
    ("rule", "spelling"),
    [("R02", "both"), ("R02", "standard"), ("R02", "duplicate"), ("R03", "http-date"), ("R04", "vendor")],
)
def test_each_way_to_announce_a_wait_has_its_rule(rule: str, spelling: str) -> None:
    """And concerns no other of the three."""
    journal = syncing(1, 0, spelling=spelling), entry(2, 1.0)

    assert "fail" == result(rule, *journal)
    assert {"not-applicable"} == {result(other, *journal) for other in {"R02", "R03", "R04"} - {rule}}


def test_no_second_attempt_is_no_test_of_a_wait() -> None:
    """Nor is another question, or an announcement that cannot be read."""
    assert "not-applicable" == result("R02", syncing(1, 0))
    assert "not-applicable" == result("R02", syncing(1, 0), entry(2, 0, query="date=ge2020"))
    assert "not-applicable" == result("R02", syncing(1, 0, wait=None, spelling="garbage"), entry(2, 0))


def test_an_early_attempt_over_a_second_open_connection_leaves_doubt() -> None:
    """It may be another poller's."""
    assert "inconclusive" == result("R02", syncing(1, 0), entry(2, 1.0, connection=Line(), beside=True))


def test_every_early_attempt_is_shown() -> None:
    """The sentence has the numbers of the first, and how many there were."""
    found = finding("R02", syncing(1, 0), syncing(2, 2.5), syncing(3, 5.5), entry(4, 6.5))

    assert (1, 2, 3, 4) == found.entries
    says = "After entry 1, which announced 3 s, entry 2 came after 2.5 s, 0.5 s too early. It did so 2 times."
    assert says == found.says


def _unreadable(*times: float, **more: Any) -> list[Entry]:
    return [syncing(n, at, wait=None, spelling="zero", **more) for n, at in enumerate(times, 1)]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((0,), "not-applicable"),
        ((0, 0.1), "inconclusive"),
        ((0, 0.1, 0.2), "fail"),
        ((0, 0.2, 0.4), "pass"),
        ((0, 1, 3), "pass"),
        ((0, 0.19, 1.0, 1.19), "fail"),
    ],
)
def test_a_hot_loop_takes_two_hurried_attempts(times: tuple[float, ...], expected: str) -> None:
    """Within 200 ms, after a wait that could not be read."""
    assert expected == result("R05", *_unreadable(*times))


@pytest.mark.parametrize("spelling", ["zero", "fractional", "negative", "garbage", "empty", "past-date"])
def test_what_cannot_be_read(spelling: str) -> None:
    """Each of these announces nothing."""
    times = [syncing(n, n / 10, wait=None, spelling=spelling) for n in range(3)]

    assert "fail" == result("R05", *times)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((0,), "not-applicable"),
        ((0, 1, 2), "inconclusive"),
        ((0, 1, 2, 3), "fail"),
        ((0, 1, 3, 7), "pass"),
        ((0, 1, 3, 7, 11, 15), "pass"),
    ],
)
def test_growth_shows_in_three_waits(times: tuple[float, ...], expected: str) -> None:
    """A bound on the growth is no fault."""
    assert expected == result("R06", *(syncing(n, at, None, "none") for n, at in enumerate(times, 1)))


def test_growth_is_demanded_only_where_nothing_is_announced() -> None:
    """Who is told 3 s may wait 3 s each time."""
    assert "not-applicable" == result("R06", *(syncing(n, 3.0 * n) for n in range(5)))


@pytest.mark.parametrize(("waits", "expected"), [(19, "not-applicable"), (20, "fail")])
def test_jitter_shows_in_twenty_waits(waits: int, expected: str) -> None:
    """All of 3 s to the millisecond; fewer say nothing."""
    assert expected == result("R07", *(syncing(n, 3.0 * n) for n in range(waits + 1)))


def test_one_wait_of_another_length_is_jitter() -> None:
    """By a millisecond at least."""
    assert "pass" == result("R07", *(syncing(n, 3.0 * n + (n == 20) / 500) for n in range(21)))


def test_throttled_and_not_seen_again() -> None:
    """It may come back yet, or not: nothing is known of its pace."""
    assert result("R11", entry(1, 0), throttled(2, 1)) in {"inconclusive", "pass"}
    assert "not-applicable" == result("R11", entry(1, 0), syncing(2, 1))


@pytest.mark.parametrize(("gap", "expected"), [(1.0, "fail"), (1.6, "fail"), (50.0, "pass"), (60.0, "pass")])
def test_the_pace_after_throttled(gap: float, expected: str) -> None:
    """It asked each second; half as slow again is the same pace, the announced wait is not."""
    assert expected == result("R11", entry(1, 0), entry(2, 1), throttled(3, 2), entry(4, 2 + gap))


@pytest.mark.parametrize("gap", [60.0, 3599.0, 90_000.0])
def test_a_wait_of_a_day_is_only_told(gap: float) -> None:
    """R12 fails for nobody."""
    huge = syncing(1, 0, 86_400.0)

    assert "pass" == result("R12", huge, entry(2, gap))
    assert "pass" == result("R12", huge)
    assert "not-applicable" == result("R12", syncing(1, 0))


def test_an_attempt_before_the_answer_is_a_second_poller() -> None:
    """Entry 2 had arrived when entry 1 was answered."""
    found = finding("R15", syncing(1, 0, done=1.0, later=2), syncing(2, 0.5))

    assert ("fail", (1, 2)) == (found.result, found.entries)


def test_two_pollers_that_take_turns() -> None:
    """Each is well-behaved on its own connection; together they are not."""
    other = Line()
    journal = [syncing(n, 1.5 * n, connection=other if n % 2 else ONLY, beside=n > 0, attempt=n + 1) for n in range(4)]

    assert "fail" == result("R15", *journal)


def test_one_poller_is_no_crowd() -> None:
    """Not even over new connections, when the old ones are closed."""
    journal = [syncing(n, 3.0 * n, connection=Line(open_=False)) for n in range(4)]

    assert "pass" == result("R15", *journal)
    assert "not-applicable" == result("R15", syncing(1, 0), entry(2, 3))
