"""Do the schemas say what is so? Held against what the program itself takes and refuses."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sandbox.scenario import PRESETS, parse_plan
from sandbox.settings import SETTINGS, SettingsError, load
from sandbox.settings_schema import settings_schema
from tests.cli.command import run

# Columns: whether it is right, plans.
RIGHT: list[dict[str, Any]] = [
    {},
    {"sync": {}},
    {"sync": {"seconds": 5, "outcome": "failed"}},
    {"sync": {"requests": 3}, "retry_after": "http-date", "wait": 61},
    {"quota": 5},
    {"steps": [{"status": 503, "times": 2}, {"pass": True}]},
    {"steps": [{"status": 429, "code": "throttled", "headers": {"Retry-After": "soon"}}]},
    {"steps": [{"status": 502, "body": "html"}, {"status": 500, "body": {"json": None}}]},
    {"steps": [{"fault": "slow", "seconds": 0.5, "match": {"type": "Procedure", "interaction": "read", "page": 2}}]},
    {"steps": [{"status": 429, "wait": 0.5, "retry_after": "milliseconds"}]},
]
WRONG: list[Any] = [
    5,
    [],
    {"stepps": []},
    {"steps": {}},
    {"steps": [{}]},
    {"steps": [{"status": 503, "fault": "slow"}]},
    {"steps": [{"status": 418}]},
    {"steps": [{"pass": False}]},
    {"steps": [{"fault": "slow", "code": "throttled"}]},
    {"steps": [{"status": 503, "seconds": 1}]},
    {"steps": [{"status": 503, "times": 0}]},
    {"steps": [{"status": 503, "body": "htm"}]},
    {"steps": [{"status": 503, "body": {}}]},
    {"steps": [{"status": 503, "match": {"page": 0}}]},
    {"steps": [{"status": 503, "match": {"methode": "GET"}}]},
    {"sync": {"seconds": 1, "requests": 1}},
    {"sync": {"outcome": "ready"}},
    {"sync": {"seconds": -1}},
    {"sync": {"seconds": 1, "outcome": "redy"}},
    {"retry_after": "http"},
    {"wait": 0},
    {"quota": 1.5},
]


def _printed(of: str) -> Draft202012Validator:
    ended = run("schema", of)
    assert (0, "") == (ended.returncode, ended.stderr)
    schema = json.loads(ended.stdout)
    assert f"procedure-sandbox: {of}" == schema["title"]
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def plans() -> Draft202012Validator:
    """Give the schema of plans as the command prints it."""
    return _printed("plan")


@pytest.fixture(scope="module")
def files() -> Draft202012Validator:
    """Give the schema of files of settings as the command prints it."""
    return _printed("settings")


@pytest.mark.parametrize("plan", RIGHT, ids=json.dumps)
def test_a_plan_that_is_right_fits(plans: Draft202012Validator, plan: Any) -> None:
    """And the program takes it."""
    assert [] == [error.message for error in plans.iter_errors(plan)]
    assert "plan" == parse_plan(plan).text


@pytest.mark.parametrize("plan", WRONG, ids=json.dumps)
def test_a_plan_that_is_wrong_does_not_fit(plans: Draft202012Validator, plan: Any) -> None:
    """And the program refuses it."""
    assert not plans.is_valid(plan)
    with pytest.raises(ValueError, match=r"."):
        parse_plan(plan)


VALUES: dict[str, Any] = {
    "fixtures": ["a.ndjson", "b"], "trusted_hosts": ["sandbox"], "public_url": "https://a.example", "host": "::1",
    "webhook_url": "http://localhost:1/hook", "state": "redis://localhost:6379/0",
}  # fmt: skip


def _sample(name: str) -> Any:
    schema = settings_schema()["properties"][name]
    if "enum" in schema:
        return schema["enum"][-1]
    if "minimum" in schema:
        return schema["maximum"]
    return VALUES.get(name, schema.get("default", "x"))


def _toml(value: Any) -> str:
    return json.dumps(value)


@pytest.mark.parametrize("name", sorted(SETTINGS.keys() - {"config"}))
def test_a_file_that_is_right_fits(files: Draft202012Validator, tmp_path: Path, name: str) -> None:
    """Every setting, and the program takes it."""
    file = tmp_path / "sandbox.toml"
    file.write_text(f"{name} = {_toml(_sample(name))}\n")

    assert [] == [error.message for error in files.iter_errors(tomllib.loads(file.read_text()))]
    load({"config": [str(file)]}, {})


def test_a_plan_fits_into_a_file(files: Draft202012Validator) -> None:
    """As a table, where a scenario goes; a wrong one does not."""
    assert all(files.is_valid({"scenario": plan}) for plan in [*RIGHT, *PRESETS])
    assert not any(files.is_valid({"scenario": plan}) for plan in WRONG)


@pytest.mark.parametrize(
    "text",
    ["ports = 1", "port = 70000", 'log_format = "xml"', "seed = true", "host = []", 'config = "a"', 'total = ""'],
)
def test_a_file_that_is_wrong_does_not_fit(files: Draft202012Validator, tmp_path: Path, text: str) -> None:
    """And the program refuses it."""
    file = tmp_path / "sandbox.toml"
    file.write_text(text)

    assert not files.is_valid(tomllib.loads(text))
    with pytest.raises(SettingsError):
        load({"config": [str(file)]}, {})
