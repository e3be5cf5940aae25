"""What is seen of a run at a glance."""

import pytest

from sandbox.reports.run_summary import (
    counted,
    ended,
    faults_by_rule,
    how_it_ran,
    in_short,
    is_unexplained,
    result_of_rule,
    rules_tested,
    scenario_of,
)
from tests.reports.made import EARLY, EMPTY, HOSTILE_RUN, ONE_OF_EACH, row, ruling, run


def test_rows_are_counted_the_worst_first() -> None:
    """What no row has is left out; there may be none."""
    assert ["fail", "inconclusive", "not-exercised", "pass"] == list(counted(ONE_OF_EACH.rows))
    assert "6 rows: 3 FAIL, 1 in doubt, 1 not exercised, 1 pass" == in_short(ONE_OF_EACH)
    assert ("1 row: 1 pass", "0 rows: none") == (in_short(run(row("a", "pass"))), in_short(EMPTY))


def test_rules_that_were_put_to_the_test_are_listed_by_id() -> None:
    """Not those that no row exercises."""
    rows = [row("a", "pass", ruling("R09", "pass"), ruling("R03", "not-exercised")), row("b", "fail", EARLY)]

    assert {"R02": "title of R02", "R09": "title of R09"} == rules_tested(rows)
    assert ["R02", "R09"] == list(rules_tested(rows))
    assert ("not-exercised", "fail") == tuple(result_of_rule(one, "R02") for one in rows)


def test_faults_are_gathered_by_rule() -> None:
    """Those of most rows first, then by id."""
    rows = [row("a", "fail", ruling("R09", "fail"), ruling("R10", "fail")), row("b", "fail", ruling("R10", "fail"))]

    assert [("R10", 2), ("R09", 1)] == [(fault.id, len(fault.rows)) for fault in faults_by_rule(rows)]
    assert [("R06", 2)] == [(fault.id, len(fault.rows)) for fault in faults_by_rule(ONE_OF_EACH.rows, "inconclusive")]


def test_a_row_may_fail_for_a_reason_that_no_rule_gives() -> None:
    """It was killed, for example."""
    assert ["retry/16-failed"] == [one.row for one in ONE_OF_EACH.rows if is_unexplained(one)]


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (0, "exit status 0 after 1.25 s at x20"),
        (3, "exit status 3 after 1.25 s at x20"),
        (-9, "ended by signal 9 after 1.25 s at x20"),
        (None, "killed after 1.25 s at x20, for it took too long"),
    ],
)
def test_it_is_said_how_a_client_ended(status: int | None, says: str) -> None:
    """By itself, by a signal, or by the runner."""
    assert says == ended(row("a", "pass", exit_status=status))


def test_real_time_needs_no_word() -> None:
    """Faster time does, or 1.25 s would stand beside attempts that are spread over 25 s of the client's time."""
    assert "exit status 0 after 1.25 s" == ended(row("a", "pass", exit_status=0, speed=1))


def test_it_is_said_how_it_ran() -> None:
    """In real time or in fast time."""
    assert "suite retry, policy flexpa, fast time (20 times as fast)" == how_it_ran(ONE_OF_EACH)
    assert "suite own, policy strict, real time" == how_it_ran(run(suite="own", policy="strict", time="real"))
    assert "suite pytest, virtual time" == how_it_ran(run(suite="pytest", policy="", time="virtual"))


def test_a_long_plan_is_cut() -> None:
    """A name is not."""
    (plan,) = HOSTILE_RUN.rows

    assert (60, "…") == (len(scenario_of(plan)), scenario_of(plan)[-1])
    assert "syncing-5s" == scenario_of(ONE_OF_EACH.rows[0])
