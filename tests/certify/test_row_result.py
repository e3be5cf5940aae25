"""What comes of a row: verdict, exit status and journal, summed up."""

from typing import Any

import pytest

from sandbox.certify.processes import Ending
from sandbox.certify.row_result import summary, summary_without_exit
from sandbox.certify.suites import SuiteRow, rows_of

ROWS = {row.id: row for row in rows_of("all", fast=True)}
DATA, NO_DATA, READY = ROWS["retry/02-window"], ROWS["retry/16-failed"], ROWS["retry/01-ready"]
EITHER = ROWS["errors/07-reset"]
ASKED = [{"n": 1, "status": 200}]


def came_of(row: SuiteRow, exit_status: int | None, result: str, timeout: float = 120.0) -> tuple[str, str]:
    """Return what came of a row whose client asked."""
    return summary(row, Ending(exit_status, ""), verdict_of(result), ASKED, timeout)


def verdict_of(result: str, rule: str = "R02") -> dict[str, Any]:
    """Return a verdict in which one rule has a result."""
    return {"result": result, "rules": [{"id": rule, "result": result}]}


@pytest.mark.parametrize(
    ("row", "exit_status", "verdict", "expected"),
    [
        (DATA, 0, "pass", ("pass", "")),
        (DATA, 0, "fail", ("fail", "")),
        (DATA, 0, "inconclusive", ("inconclusive", "")),
        (DATA, 0, "not-exercised", ("not-exercised", "")),
        (READY, 0, "not-exercised", ("pass", "")),
        (EITHER, 1, "pass", ("pass", "")),
        (EITHER, 0, "pass", ("pass", "")),
        (NO_DATA, 1, "pass", ("pass", "")),
        (DATA, 7, "pass", ("fail", "It ended with exit status 7, although the data comes in the end: 0 is expected.")),
        (DATA, -11, "pass", ("fail", "It ended by the signal SIGSEGV, although the data comes in the end: 0 is")),
        (DATA, -99, "pass", ("fail", "It ended by the signal 99, although")),
        (NO_DATA, 0, "pass", ("fail", "It ended with exit status 0, as if it had the data, but there is none to be")),
        (DATA, None, "fail", ("fail", "It had not ended after 120 s of its own time, and was killed.")),
        (
            NO_DATA,
            None,
            "pass",
            ("fail", "It had not ended after 120 s of its own time, and was killed. A right client"),
        ),
    ],
)
def test_verdict_and_exit_status_make_the_result(
    row: SuiteRow, exit_status: int | None, verdict: str, expected: tuple[str, str]
) -> None:
    """The worse of the two counts, and the sentence says which it was."""
    result, says = came_of(row, exit_status, verdict)

    assert (expected[0], True) == (result, says.startswith(expected[1]))
    assert bool(expected[1]) == bool(says)


def test_who_is_killed_before_a_right_client_has_ended_is_in_doubt() -> None:
    """For nobody knows what would have come."""
    result, says = came_of(DATA, None, "pass", timeout=3)

    assert "inconclusive" == result
    assert says.endswith("A right client may take 7 s: give it more by --timeout.")
    for rule, expected in (("R01", "inconclusive"), ("R02", "fail")):
        assert expected == summary(DATA, Ending(None, ""), verdict_of("fail", rule), ASKED, 3)[0]


@pytest.mark.parametrize(
    ("exit_status", "says"),
    [(0, "It ended with exit status 0."), (None, "It had not ended after 120 s, and was killed.")],
)
def test_who_never_asked_is_not_exercised(exit_status: int | None, says: str) -> None:
    """And is told which variables it could have read."""
    ending = Ending(exit_status, "", strays=2)
    result, said = summary(ROWS["oauth/01-ready"], ending, {"result": "not-exercised"}, [], 120)

    assert "not-exercised" == result
    assert "could have read SANDBOX_URL, FHIR_BASE_URL, ACCESS_TOKEN, PATIENT_ID, CERTIFY_SCENARIO, CLIENT_ID" in said
    assert f"{says} It left 2 of its processes running, which were killed." in said


def test_without_the_exit_status_the_verdict_alone_counts() -> None:
    """Even of a client that was killed."""
    assert ("pass", "") == summary_without_exit(DATA, Ending(9, ""), {"result": "pass"}, ASKED)
    assert ("pass", "") == summary_without_exit(READY, Ending(None, ""), {"result": "not-exercised"}, ASKED)
    assert "not-exercised" == summary_without_exit(DATA, Ending(0, ""), {"result": "not-exercised"}, [])[0]
