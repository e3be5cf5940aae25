"""Plans are drawn and made small: by judges that know what is too much for them."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sandbox.certify.explore import MOST_SHRINKING, explore
from sandbox.certify.own_row import own_row
from sandbox.reports.certify_run import RowResult
from sandbox.scenario import parse_setting

PASSED = RowResult(
    row="own/plan", scenario="", right="", expected="data", result="pass", says="", exit_status=0, seconds=0.1,
    speed=1, verdict={"result": "pass", "rules": []}, journal=[],
)  # fmt: skip
Plan = dict[str, Any]


def judge(is_too_much: Callable[[Plan], bool]) -> Callable[[str], RowResult]:
    """Return a judge of a client for which some plans are too much."""

    def judged(written: str) -> RowResult:
        if is_too_much(json.loads(written)):
            return replace(PASSED, result="fail")
        return PASSED

    return judged


def steps(plan: Plan) -> list[Plan]:
    """Return the steps of a plan that do something."""
    return [step for step in plan.get("steps", []) if "pass" not in step]


def test_a_failure_is_made_as_small_as_can_be() -> None:
    """One step is left of many, with what it needs to be too much, and nothing else."""
    found = explore(judge(lambda plan: any(step.get("status") == 503 for step in steps(plan))), 60, 4, 3)

    assert '{"steps": [{"status": 503, "times": 1}, {"pass": true}]}' == found.smallest
    assert "fail" == found.results[found.smallest].result


def test_a_window_is_left_where_it_is_the_window() -> None:
    """The shortest that is too much."""
    found = explore(judge(lambda plan: plan.get("sync", {}).get("seconds", 0) >= 7), 100, 1, 30)

    assert '{"sync": {"seconds": 7}}' == found.smallest


def test_without_a_failure_there_is_none() -> None:
    """Every plan that was drawn can be written and played, and is run once."""
    asked: list[str] = []

    def judged(written: str) -> RowResult:
        asked.append(written)
        return PASSED

    found = explore(judged, 50, 2, 3)

    assert (None, 0) == (found.smallest, found.failures)
    assert 40 < len(asked) <= 50
    assert len(asked) == len(set(asked)) == len(found.results)
    for written in asked:
        parse_setting(written)
        own_row(written)


def test_the_same_seed_draws_the_same_plans() -> None:
    """And another one others."""
    drawn = [list(explore(judge(lambda _: False), 20, number, 3).results) for number in (5, 5, 6)]

    assert drawn[0] == drawn[1] != drawn[2]


def test_making_it_smaller_is_bounded() -> None:
    """However many plans fail."""
    found = explore(judge(lambda plan: len(json.dumps(plan)) > 90), 30, 3, 30)

    assert found.smallest is not None
    assert len(found.results) <= 30 + MOST_SHRINKING


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, OSError])
def test_what_a_judge_raises_ends_it(error: type[BaseException]) -> None:
    """It is no failure that could be made smaller."""
    asked: list[str] = []

    def judged(written: str) -> RowResult:
        asked.append(written)
        raise error

    with pytest.raises(error):
        explore(judged, 30, 1, 3)
    assert 1 == len(asked)


def test_nothing_is_written_where_the_user_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder of hypothesis is left."""
    monkeypatch.chdir(tmp_path)
    explore(judge(lambda _: False), 5, 1, 3)

    assert [] == list(tmp_path.iterdir())
