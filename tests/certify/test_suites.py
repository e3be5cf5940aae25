"""The rows of the suites: stable ids, scenarios that there are, and conditions that there are."""

import re

import pytest

from sandbox.certify.conditions import CONDITIONS
from sandbox.certify.suites import ROWS, SUITES, Expected, Opening, SuiteRow, rows_of
from sandbox.scenario import Phase, Scenario, parse_setting

# The ids of the rows that were ever published, with their scenarios: one that is gone is never used again.
PUBLISHED = {"retry/01-ready": "ready", "retry/07-http-date": "syncing-5s+http-date", "retry/16-failed": "failed"}
REAL_SECONDS = 40.0  # that a right client may take for the suite `retry`, four rows at a time
START = 1.0  # seconds that a program may take to start


def ends_with_data(scenario: Scenario, opening: Opening) -> bool:
    """Return whether a client that goes on long enough gets data; a token that has expired may be refreshed."""
    last = scenario.timeline[-1].phase
    if last is Phase.EXPIRED and opening is Opening.AUTHORIZED:
        last = Phase.READY
    spoiled = scenario.steps and not scenario.steps[-1].passes and scenario.steps[-1].fault != "slow"
    return last in {Phase.READY, Phase.PARTIAL} and not spoiled


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_says_how_a_right_client_ends(row: SuiteRow) -> None:
    """With data exactly where the scenario comes to it; a lost or broken answer need not be asked for again."""
    scenario = parse_setting(row.scenario)
    spoiled = any(step.fault and step.fault != "slow" and step.times == 1 for step in scenario.steps)
    expected = {True: Expected.DATA, False: Expected.NO_DATA}[ends_with_data(scenario, row.opening)]
    if expected is Expected.DATA and spoiled:
        expected = Expected.EITHER

    assert expected == row.expected


def test_an_id_is_a_suite_a_number_and_a_word() -> None:
    """It stands once, and the numbers of a suite go up."""
    ids = [row.id for row in ROWS]
    wrong = [id_ for id_ in ids if not re.fullmatch(r"(retry|errors|paging|oauth)/\d\d-[a-z0-9]+(-[a-z0-9]+)*", id_)]

    assert [] == wrong
    assert len(set(ids)) == len(ids)
    for suite in ("retry", "errors", "paging", "oauth"):
        assert sorted(row.id for row in SUITES[suite]) == [row.id for row in SUITES[suite]]


def test_an_id_keeps_its_meaning() -> None:
    """What was published once stays."""
    assert PUBLISHED == {row.id: row.scenario for row in ROWS if row.id in PUBLISHED}


def test_a_row_exercises_conditions_that_there_are() -> None:
    """Their ids are in the table of conditions, and each condition but 404 is met somewhere."""
    exercised = {condition for row in ROWS for condition in row.exercises}

    assert set() == exercised - CONDITIONS.keys()
    assert {"404"} == CONDITIONS.keys() - exercised


def test_the_suite_retry_takes_a_right_client_under_40_seconds() -> None:
    """Four rows at a time, each as long as it may take, with the start of a program."""
    lanes = [0.0] * 4
    for row in rows_of("retry"):
        lanes[lanes.index(min(lanes))] += START + row.seconds

    assert max(lanes) <= REAL_SECONDS


def test_windows_over_ten_seconds_need_fast_time() -> None:
    """They are no rows of real time."""
    for row in rows_of("all"):
        scenario = parse_setting(row.scenario)
        assert sum(phase.seconds or 0.0 for phase in scenario.timeline) <= 10, row.id
    assert {"retry/22-long-window", "retry/25-stuck"} <= {row.id for row in rows_of("retry", fast=True)}


def test_quick_is_drawn_from_the_others_and_all_is_all() -> None:
    """A row has one id in whatever suite it stands."""
    assert set(SUITES["quick"]) < set(ROWS)
    assert ROWS == SUITES["all"]


def test_an_unknown_suite_is_refused() -> None:
    """With the nearest one."""
    with pytest.raises(ValueError, match=r"'retri' is not a suite\. Did you mean \"retry\"\? Suites: retry, quick,"):
        rows_of("retri")
