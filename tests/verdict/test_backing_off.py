"""The rules about waits of the client's own, on journals made by hand."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import pytest

from sandbox.sessions.journal import Entry
from tests.verdict.made import entry, new_connection, result, syncing


def _told(spelling: str, *gaps: float, **more: Any) -> Iterator[Entry]:
    """Yield a journal with these gaps between the attempts."""
    for n, at in enumerate(accumulate(gaps, initial=0.0), 1):
        yield syncing(n, at, **{"wait": None, "spelling": spelling, **more})


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ((), "not-exercised"),
        ((0.003,), "pass"),
        ((0.003, 0.003), "inconclusive"),
        ((0.05, 0.1), "pass"),
        ((0.15, 0.15), "pass"),
        ((0.003, 0.003, 1.0), "pass"),
        ((0.0, 0.002, 0.001), "fail"),
        ((0.09, 0.09, 0.09), "inconclusive"),
        ((0.1, 0.1, 0.1, 0.1), "inconclusive"),
        ((0.1, 0.1, 0.1, 0.1, 0.1), "fail"),
        ((1.0, 0.0, 0.0, 0.0), "fail"),
        ((0.3, 0.002, 0.003), "inconclusive"),
        ((0.3, 0.012, 0.038, 0.082), "fail"),
        ((0.3, 0.002, 1.0), "pass"),
        ((0.05, 0.1, 0.2, 0.4), "pass"),
        ((0.02, 0.04, 0.08, 0.16), "pass"),
        ((0.0, 1.0, 2.0, 4.0), "pass"),
        ((0.01, 0.09, 0.05, 0.6, 0.9), "inconclusive"),
        ((0.2, 0.2, 0.2), "pass"),
    ],
)
@pytest.mark.parametrize(
    "spelling", ["none", "vendor", "zero", "fractional", "negative", "garbage", "empty", "past-date"]
)
def test_a_hot_loop(spelling: str, gaps: tuple[float, ...], expected: str) -> None:
    """Three re-asks within 200 ms, or five in a row that do not grow; what begins small and grows is none."""
    wait = 3.0 if spelling == "vendor" else None

    assert expected == result("R05", *_told(spelling, *gaps, wait=wait))


def test_new_connections_cool_no_loop() -> None:
    """A client that never closes a body takes a new connection for each attempt."""
    journal = [syncing(n, n / 1000, None, "garbage", connection=new_connection(), beside=n > 1) for n in range(1, 14)]

    assert "fail" == result("R05", *journal)


def test_a_clock_that_stands_still_makes_no_loop() -> None:
    """By the time of day it waited a second each time."""
    journal = [syncing(n, 0, None, "garbage", behind=float(n)) for n in range(1, 6)]

    assert "inconclusive" == result("R05", *journal)
    assert "inconclusive" == result("R06", *_still("none"))


def test_a_busy_machine_excuses_no_constant_wait() -> None:
    """One gap is long by the time of day: that was no sleep."""
    journal = [syncing(n, float(n), None, "none", behind=2.0 * (n > 3)) for n in range(1, 8)]

    assert "fail" == result("R06", *journal)


def _still(spelling: str) -> list[Entry]:
    return [syncing(n, 0, None, spelling, behind=float(n * n)) for n in range(1, 6)]


def test_a_vendors_wait_that_was_kept_is_no_wait_of_ones_own() -> None:
    """3 s each time are what was announced."""
    journal = list(_told("vendor", 3.0, 3.0, 3.0, wait=3.0))

    assert "not-exercised" == result("R05", *journal)
    assert "not-exercised" == result("R06", *journal)


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ((), "not-exercised"),
        ((1, 1), "not-exercised"),
        ((1, 1, 1), "fail"),
        ((1, 1.03, 1.04), "fail"),
        ((1, 1.03, 1.06), "inconclusive"),
        ((1, 1.05, 1.1, 1.02), "fail"),
        ((0.9, 1.1, 1.0, 1.05, 0.95), "fail"),
        ((1, 1.3, 1.1, 1.2, 1.05), "inconclusive"),
        ((1, 2, 4), "pass"),
        ((1, 2, 4, 4, 4), "pass"),
        ((0.881, 1.762, 1.304, 7.756, 8.029, 0.715), "pass"),
        ((0.9, 0.5, 0.3), "inconclusive"),
    ],
)
@pytest.mark.parametrize("spelling", ["none", "vendor", "empty", "garbage", "fractional", "plus-sign"])
def test_waits_that_are_all_alike(spelling: str, gaps: tuple[float, ...], expected: str) -> None:
    """A bound on the growth is no fault, nor is jitter; what spreads without growing leaves a doubt."""
    wait = 30.0 if spelling == "vendor" else None

    assert expected == result("R06", *_told(spelling, *gaps, wait=wait))


@pytest.mark.parametrize(("spelling", "line"), [("fractional", "Retry-After: 2.5"), ("plus-sign", "Retry-After: +3")])
def test_a_number_that_http_cannot_read_is_a_wait_for_whoever_reads_it(spelling: str, line: str) -> None:
    """Sooner than it says, a constant wait is one's own."""
    assert "not-exercised" == result("R06", *_told(spelling, 3.0, 3.0, 3.0, retry_after=(line,)))
    assert "fail" == result("R06", *_told(spelling, 1.0, 1.0, 1.0, retry_after=(line,)))


@pytest.mark.parametrize("spelling", ["zero", "past-date", "negative"])
def test_a_wait_that_is_over_permits_any_wait(spelling: str) -> None:
    """It says that one may come now; whoever waits a second each time is slower than that."""
    assert "not-exercised" == result("R06", *_told(spelling, 1.0, 1.0, 1.0))


def test_growth_is_demanded_only_where_nothing_is_announced() -> None:
    """Whoever is to wait 3 s may wait 3 s each time."""
    assert "not-exercised" == result("R06", *(syncing(n, 3.0 * n) for n in range(5)))


@pytest.mark.parametrize(("waits", "expected"), [(19, "not-exercised"), (20, "fail")])
def test_jitter_shows_in_twenty_waits(waits: int, expected: str) -> None:
    """All of 3 s, give or take a few milliseconds of a running clock; fewer say nothing."""
    gaps = [3.002 + (n % 3) / 1000 for n in range(waits)]

    assert expected == result("R07", *_told("none", *gaps, frozen=False))


def test_a_wait_that_was_announced_needs_no_jitter() -> None:
    """It is the service that chose it."""
    assert "not-exercised" == result("R07", *(syncing(n, 3.0 * n) for n in range(30)))


@pytest.mark.parametrize("status", [200, 304])
def test_what_follows_data_is_no_wait(status: int) -> None:
    """A screen that refreshes every five seconds, to the millisecond; the same after errors is a wait."""
    assert "not-exercised" == result("R07", *(entry(n, 5.0 * n, status) for n in range(30)))
    assert "fail" == result("R07", *(entry(n, 5.0 * n, 503) for n in range(30)))


def test_one_wait_of_another_length_is_jitter() -> None:
    """By more than the tolerance."""
    assert "pass" == result("R07", *_told("none", *[3.0] * 19, 3.1))


def test_what_was_under_way_before_the_answer_is_no_retry() -> None:
    """Four at once over four connections, each sent before the first was answered."""
    journal = [syncing(n, 0, None, "none", connection=new_connection(), later=4) for n in range(1, 5)]

    assert "not-exercised" == result("R05", *journal)
    assert "pass" == result("R05", *journal, entry(5, 5))
