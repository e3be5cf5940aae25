"""`certify --explore` and `--plan`, from outside: what is drawn, made small, printed and played again."""

import json
from pathlib import Path

import pytest

from sandbox.certify import explore
from sandbox.cli import certify_exploration, main
from sandbox.reports.certify_run import from_json
from tests.cli.command import CLIENT, ROOT

Captured = pytest.CaptureFixture[str]


@pytest.mark.slow
def test_the_smallest_plan_that_fails_is_printed_and_can_be_played_again(
    there: tuple[str, str], tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It alone stands in the reports; conditions are those of all that was run."""
    monkeypatch.setattr(explore, "MOST_SHRINKING", 6)  # of processes, for the time they take
    file, plan = tmp_path / "run.json", tmp_path / "plan.json"
    code = main(["certify", *there, "--explore", "8", "--seed", "1", "--json", str(file), "--", *CLIENT, "liar"])
    said = capsys.readouterr().out
    plan.write_text(said.rstrip().splitlines()[-1])
    found = from_json(file.read_text())

    assert 1 == code
    assert "drawn from seed 1 were run." in said
    assert "As a file, it is played again by --plan FILE:" in said
    assert ("explore", 1) == (found.suite, len(found.rows))
    assert json.loads(plan.read_text()) == json.loads(found.rows[0].scenario)
    assert 1 == main(["certify", *there, "--plan", str(plan), "--", *CLIENT, "liar"])
    assert found.rows[0].row in capsys.readouterr().out


def test_a_client_for_which_no_plan_is_too_much_passes(there: tuple[str, str], capsys: Captured) -> None:
    """It says how many there were, and from which seed."""
    code = main(["certify", *there, "--explore", "1", "--show", "none", "--", *CLIENT, "patient"])
    said = capsys.readouterr().out

    assert 0 == code
    assert "1 plan drawn from seed " in said
    assert said.rstrip().endswith("was run. None failed.")


def test_who_does_not_come_through_ready_is_not_explored(there: tuple[str, str], capsys: Captured) -> None:
    """No plan would say more."""
    assert 3 == main(["certify", *there, "--explore", "5", "--", *CLIENT, "silent"])
    assert "The client does not come through `ready`, so no plan was drawn." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--explore", "5", "--suite", "quick"], "certify takes --suite or --explore, not both."),
        (["--explore", "0"], "--explore: it takes a whole number from 1 to 10000, not '0'"),
        (["--seed", "5"], "--seed goes with --explore."),
        (["--plan", "/nowhere.json"], "--plan /nowhere.json cannot be read: No such file or directory."),
        (["--plan", str(ROOT / "README.md")], "README.md cannot be read: "),
        (["--plan", "{list}"], 'is not a plan: that is an object, such as {"steps": [{"pass": true}]}.'),
        (["--plan", "{wrong}"], "steps[0] takes exactly one of status, fault and pass."),
    ],
)
def test_what_cannot_be_is_refused(words: list[str], says: str, tmp_path: Path, capsys: Captured) -> None:
    """With a sentence on what would be right."""
    (tmp_path / "list").write_text("[]")
    (tmp_path / "wrong").write_text('{"steps": [{}]}')
    known = {f"{{{name}}}": str(tmp_path / name) for name in ("list", "wrong")}
    try:
        code = main(["certify", *(known.get(word, word) for word in words), "--", "true"])
    except SystemExit as left:
        code = int(str(left.code))

    assert 2 == code
    assert says in capsys.readouterr().err


def test_without_the_extra_it_is_said_how_to_get_it(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is run."""
    monkeypatch.setattr(certify_exploration, "find_spec", lambda _: None)

    assert 2 == main(["certify", "--explore", "5", "--", "true"])
    assert "--explore needs hypothesis: in a checkout, pip install '.[explore]'" in capsys.readouterr().err
