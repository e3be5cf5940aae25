"""Is one fault of each kind found, in a resource that is right but for it? And is what is right left alone?

HAPI's validator finds the same ones: tests/contract/test_validator.py asks it.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.cli import main
from tests.tools.check.mutants import MUTANTS, RIGHT, written

Errors = Callable[[str], set[tuple[str, str]]]


@pytest.fixture
def errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Errors:
    """Give what checks a resource, and returns the rules that it breaks."""

    def checked(resource: str) -> set[tuple[str, str]]:
        file = written(tmp_path / "fixtures.ndjson", [resource])
        main(["check", str(file), "--format", "json"])
        found = json.loads(capsys.readouterr().out)["flaws"]
        return {(row["rule"], row["element"]) for row in found if row["severity"] == "error"}

    return checked


@pytest.mark.parametrize("name", MUTANTS)
def test_a_fault_is_found(errors: Errors, name: str) -> None:
    """By the rule and the element that are at fault, and by no other."""
    row = MUTANTS[name]

    assert {(row.rule, row.element)} == errors(row.resource)


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_left_alone(errors: Errors, name: str) -> None:
    """However unusual it is."""
    assert set() == errors(RIGHT[name])
