"""Scenarios of the user's own: what a right client makes of them is told from the scenario."""

import json
from typing import Any

import pytest

from sandbox.certify.own_row import own_row
from sandbox.certify.suites import ROWS, Expected, Opening

ENDLESS_PAGE = [{"match": {"page": 2}, "status": 503, "times": 1}]


@pytest.mark.parametrize("row", [row for row in ROWS if row.opening is Opening.MADE_UP and not row.every_page])
def test_a_row_of_a_suite_is_told_from_its_scenario(row: Any) -> None:
    """As the table has it."""
    assert row.expected == own_row(row.scenario).expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([{"status": 503, "times": 2}], Expected.NO_DATA),
        ([{"status": 503, "times": 2}, {"pass": True}], Expected.DATA),
        ([{"status": 503, "times": 2}, {"status": 500, "times": 2}, {"pass": True}], Expected.EITHER),
        ([{"status": 403, "times": 1}, {"pass": True}], Expected.EITHER),
        ([{"fault": "slow", "seconds": 1}], Expected.DATA),
        (ENDLESS_PAGE, Expected.EITHER),
    ],
)
def test_the_last_step_of_a_plan_repeats(steps: list[Any], expected: Expected) -> None:
    """Unless it passes; what asking again cannot cure may end a client, or not."""
    row = own_row(json.dumps({"steps": steps}))

    assert expected == row.expected
    assert row.id.startswith("own/plan-")


def test_a_row_is_named_by_its_scenario() -> None:
    """So that runs can be compared; it may take a minute more than its window."""
    row = own_row("syncing-20s+http-date")

    assert ("own/syncing-20s+http-date", 80.0) == (row.id, row.seconds)
    with pytest.raises(ValueError, match=r"'sincing' is not a scenario\. Did you mean \"syncing\"\?"):
        own_row("sincing")
