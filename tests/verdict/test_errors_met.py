"""The rules about errors and refusals, on journals made by hand."""

from typing import Any

import pytest

from sandbox.sessions.journal import Entry
from tests.verdict.made import entry, result

BROKEN: list[dict[str, Any]] = [
    {"status": 500},
    {"status": 502},
    {"status": 503},
    {"status": 504},
    {"status": 408},
    {"status": 425},
    {"status": None, "fault": "reset"},
    {"fault": "truncated"},
    {"fault": "garbled"},
    {"fault": "slow", "gone": True},
    {"fault": "stall"},
]


def _journal(how: dict[str, Any], step: float, count: int) -> list[Entry]:
    return [entry(n, step * n, **how) for n in range(1, count + 1)]


@pytest.mark.parametrize("how", BROKEN, ids=str)
def test_errors_are_no_reason_to_hurry(how: dict[str, Any]) -> None:
    """Four attempts in 6 ms are a loop, four in 3 s are none; a single quick one is none either."""
    assert "fail" == result("R19", *_journal(how, 0.002, 4))
    assert "pass" == result("R19", *_journal(how, 1.0, 4))
    assert "pass" == result("R19", *_journal(how, 0.002, 2))
    assert "pass" == result("R19", *_journal(how, 1.0, 1))


@pytest.mark.parametrize(("every", "expected"), [(0.02, "fail"), (1.0, "pass")])
def test_a_timer_that_waits_for_no_answer(every: float, expected: str) -> None:
    """Each request is sent before the answer to the last is there: who has read the first of them knows."""
    journal = [entry(n, every * n, 503, done=every * (n + 1.5), later=n + 1) for n in range(1, 9)]

    assert expected == result("R19", *journal)


def test_one_burst_is_no_loop() -> None:
    """Eight at once, all sent before the first was answered, twice."""
    journal = [entry(n, 5.0 * (n // 8), 503, later=n | 7) for n in range(16)]

    assert "pass" == result("R19", *journal)


@pytest.mark.parametrize(("scale", "expected"), [(1.0, "pass"), (100.0, "fail")])
def test_a_loop_on_a_clock_that_runs_fast(scale: float, expected: str) -> None:
    """A quarter of a second is a wait, but at a hundredfold pace it is what a loop takes."""
    assert expected == result("R19", *_journal({"status": 503, "frozen": False}, 0.25, 6), scale=scale)


def test_nothing_went_wrong() -> None:
    """A 429, or data, is no error."""
    assert "not-exercised" == result("R19", entry(1, 0), entry(2, 1, 429))


@pytest.mark.parametrize(
    ("count", "endless", "expected"), [(20, True, "pass"), (21, True, "fail"), (21, False, "pass")]
)
def test_twenty_attempts_are_enough(count: int, *, endless: bool, expected: str) -> None:
    """Under a fault that never ends."""
    assert expected == result("R19", *_journal({"status": 503}, 5.0, count), endless_fault=endless)


def test_an_announced_wait_is_for_r02() -> None:
    """It came too early, but not to an error without a wait."""
    journal = [entry(n, n / 1000, 503, wait=3.0, spelling="standard") for n in range(5)]

    assert ("pass", "fail") == (result("R19", *journal), result("R02", *journal))


def test_a_late_answer_that_was_waited_for() -> None:
    """It came whole."""
    assert "pass" == result("R19", entry(1, 0, fault="slow", done=5.0))


def test_who_leaves_is_timed_from_request_to_request() -> None:
    """The sandbox learns only later that it had left."""
    hasty = [entry(n, 0.01 * n, fault="slow", gone=True, done=5.0, later=9) for n in range(1, 6)]
    calm = [entry(n, 1.0 * n, fault="slow", gone=True, done=9.0, later=9) for n in range(1, 6)]

    assert ("fail", "pass") == (result("R19", *hasty), result("R19", *calm))


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_what_is_refused_is_not_hammered(status: int) -> None:
    """Once more after a second is useless, but no harm."""
    how = {"status": status, "issue": "invalid"}

    assert "fail" == result("R21", *_journal(how, 0.002, 4))
    assert "pass" == result("R21", *_journal(how, 1.0, 4))
    assert "pass" == result("R21", *_journal(how, 1.0, 1))


@pytest.mark.parametrize(("status", "issue"), [(401, "expired"), (422, "processing"), (200, None)])
def test_what_is_for_other_rules(status: int, issue: str | None) -> None:
    """401 is R14's, 422 `processing` R10's."""
    assert "not-exercised" == result("R21", *_journal({"status": status, "issue": issue}, 0.002, 4))
