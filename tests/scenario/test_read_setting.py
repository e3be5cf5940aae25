"""How is the scenario of a setting written? As in a token, as JSON, or as a table of the TOML file."""

from pathlib import Path

import pytest

from sandbox.scenario import parse_plan, parse_scenario, parse_setting
from sandbox.settings import load

PLAN = {"sync": {"requests": 1}, "steps": [{"status": 503, "times": 1}, {"pass": True}]}


def test_a_setting_is_written_as_in_a_token() -> None:
    """Names, parameters and spellings mean the same."""
    assert parse_scenario("syncing-5s+zero") == parse_setting("syncing-5s+zero")


def test_a_setting_may_be_a_plan() -> None:
    """A container can be given a plan by its environment alone."""
    text = '{"sync": {"requests": 1}, "steps": [{"status": 503, "times": 1}, {"pass": true}]}'

    assert parse_plan(PLAN) == parse_setting(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{stps", "the plan cannot be read: "),
        (
            '{"retry_after": "none", "retry_after": "zero"}',
            "the plan cannot be read: 'retry_after' stands twice in one object.",
        ),
        ('{"stps": []}', "the plan has no key 'stps'."),
    ],
)
def test_a_plan_that_cannot_be_read_is_explained(text: str, said: str) -> None:
    """What is wrong is said as in a body."""
    with pytest.raises(ValueError, match=said.replace(".", r"\.")):
        parse_setting(text)


def test_a_plan_is_a_table_of_the_file(tmp_path: Path) -> None:
    """TOML has tables, so nobody writes JSON into it."""
    file = tmp_path / "sandbox.toml"
    file.write_text("[scenario]\nsync = {requests = 1}\nsteps = [{status = 503, times = 1}, {pass = true}]\n")

    assert parse_plan(PLAN) == parse_setting(load({"config": [str(file)]}, {}).scenario)


def test_other_settings_are_no_tables(tmp_path: Path) -> None:
    """A table where a value belongs is refused."""
    file = tmp_path / "sandbox.toml"
    file.write_text("[port]\nx = 1\n")
    with pytest.raises(Exception, match=r"port must be a whole number from 0 to 65535, not \{ x = 1 \}"):
        load({"config": [str(file)]}, {})
