"""What does `check` say and exit with? 0 without errors, 1 with, 2 where nothing can be checked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.cli import main
from tests.cli.command import ROOT, run

Captured = pytest.CaptureFixture[str]

PLANTED = ROOT / "tests" / "tools" / "check" / "planted"
ERROR, WARNING = str(PLANTED / "us-core-7.ndjson"), str(PLANTED / "real-phone.ndjson")


def test_the_fixtures_are_clean() -> None:
    """The process says so on stdout, and nothing on stderr."""
    ended = run("check", "fixtures" if (ROOT / "fixtures").is_dir() else str(PLANTED / "personas" / "Patient.ndjson"))

    assert (0, "") == (ended.returncode, ended.stderr)
    assert ended.stdout.startswith("Nothing found in ")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([ERROR], 1),
        ([ERROR, WARNING], 1),
        ([WARNING], 0),
        ([WARNING, "--strict"], 1),
        ([WARNING, "--strict", "--ignore", "real-phone"], 0),
        ([ERROR, "--ignore", "us-core-7"], 0),
        ([ERROR, "--ignore", "us-core-9"], 2),
        ([ERROR, "no-such-file.ndjson"], 2),
        ([str(ROOT / "pyproject.toml")], 2),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_the_exit_code_is_what_was_found(capsys: Captured, words: list[str], code: int, form: str) -> None:
    """However it is printed: warnings count only under --strict, and a rule left out not at all."""
    assert code == main(["check", *words, "--format", form])
    said = capsys.readouterr()

    assert ("procedure-sandbox: " if code == 2 else "") == said.err[:19]
    assert bool(said.out) == (code != 2)


def test_an_unknown_rule_brings_the_nearest(capsys: Captured) -> None:
    """A misspelt --ignore must not pass for one that worked."""
    main(["check", ERROR, "--ignore", "us-core-8"])

    assert 'us-core-8 is not a rule of check. Did you mean "us-core-7"?' in capsys.readouterr().err


def test_an_empty_folder_is_nothing_to_check(tmp_path: Path, capsys: Captured) -> None:
    """A wrong path in a build must not be green."""
    assert 2 == main(["check", str(tmp_path)])
    assert "no fixture in this folder" in capsys.readouterr().err


def test_a_file_without_resources_is_nothing_to_check(tmp_path: Path, capsys: Captured) -> None:
    """As `serve` refuses to serve nothing."""
    (tmp_path / "Procedure.ndjson").write_text("\n")

    assert 2 == main(["check", str(tmp_path)])
    assert "hold no resource" in capsys.readouterr().err


def test_the_limit_bounds_what_is_printed_of_a_rule(capsys: Captured) -> None:
    """Not what is counted."""
    main(["check", str(PLANTED / "json.ndjson"), str(PLANTED / "r4-empty.ndjson"), "--limit", "0", "--format", "json"])
    whole = json.loads(capsys.readouterr().out)
    main(["check", str(PLANTED / "json.ndjson"), str(PLANTED / "r4-empty.ndjson"), "--limit", "1", "--format", "json"])
    bounded = json.loads(capsys.readouterr().out)

    assert whole["rules"] == bounded["rules"]
    assert len(bounded["flaws"]) <= len(whole["flaws"])


def test_without_the_models_it_says_how_to_get_them() -> None:
    """And checks nothing: half a check would pass for a whole one."""
    code = f"import sys; sys.modules['fhir'] = None; from sandbox.cli import main; sys.exit(main(['check', {ERROR!r}]))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)

    assert (2, "") == (ended.returncode, ended.stdout)
    assert "in a checkout, pip install '.[check]'" in ended.stderr


@pytest.mark.parametrize("command", ["serve", "check"])
def test_nobody_imports_the_models_but_a_check_under_way(command: str) -> None:
    """They are slow to import, and not there for who only serves."""
    code = (
        f"import sys, sandbox.cli.{command}; sys.exit(bool(sys.modules.keys() & {{'fhir', 'fhir_core', 'pydantic'}}))"
    )

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode
