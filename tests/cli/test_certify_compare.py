"""`certify --compare`: which files it reads, which it writes, and what it says of those that it cannot."""

from pathlib import Path

import pytest

from sandbox.cli import main
from sandbox.reports.certify_run import to_json
from tests.reports.made import EARLY, row, run

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Write two runs, and give the names of their files."""
    runs = {
        "a.json": run(row("retry/02-window", "pass"), client="right"),
        "b.json": run(row("retry/02-window", "fail", EARLY), client="wrong"),
    }
    for name, shown in runs.items():
        (tmp_path / name).write_text(to_json(shown), encoding="utf-8")
    return [str(tmp_path / name) for name in runs]


def test_runs_are_set_side_by_side(files: list[str], tmp_path: Path, capsys: Captured) -> None:
    """On the terminal, and in files; nothing is run, and nothing is judged anew."""
    page, markdown = tmp_path / "c.html", tmp_path / "c.md"

    assert 0 == main(["certify", "--compare", *files, "--html", str(page), "--markdown", str(markdown)])
    assert "retry/02-window  pass   FAIL R02\n" in capsys.readouterr().out
    assert '<a href="#row-1-client-2">' in page.read_text(encoding="utf-8")
    assert "[FAIL R02](#row-1-client-2)" in markdown.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--compare", "{none}"], "--compare {none} cannot be read: No such file or directory."),
        (["--compare", "{bad}"], "--compare {bad} cannot be read: it is not JSON: "),
        (["--compare", "{a}", "--junit", "{new}"], "--junit {new} cannot be written: --compare knows --html and "),
        (["--compare", "{a}", "--html", "{none}/c.html"], "cannot be written: there is no folder"),
        (["--compare"], "argument --compare: expected at least one argument"),
    ],
)
def test_what_cannot_be_is_said(
    files: list[str], tmp_path: Path, capsys: Captured, words: list[str], says: str
) -> None:
    """In a sentence, with exit 2."""
    names = {"a": files[0], "none": tmp_path / "none", "bad": tmp_path / "bad", "new": tmp_path / "new"}
    (tmp_path / "bad").write_text("{", encoding="utf-8")
    try:
        code = main(["certify", *(word.format(**names) for word in words)])
    except SystemExit as left:
        code = int(left.code or 0)

    assert 2 == code
    assert says.format(**names) in capsys.readouterr().err
