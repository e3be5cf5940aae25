"""Does `explain` say what its page shows? Each command is run on the data of the manual."""

import re
import shlex
from pathlib import Path

import pytest

from sandbox.cli import main
from tests.manual.pages import DOCS, data

PAGE = DOCS / "search" / "explain.md"
EXAMPLES = re.findall(
    r"```sh\nprocedure-sandbox ([^\n]*)\n```\n\n```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL
)


@pytest.mark.parametrize(("command", "output"), EXAMPLES)
def test_an_example_prints_what_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, output: str
) -> None:
    """To the letter; the exit code is that of its last line."""
    file = tmp_path / "example.ndjson"
    file.write_text(data(PAGE), encoding="utf-8")
    code = main([*shlex.split(command), "--fixtures", str(file)])

    assert (output, int("is refused" in output)) == (capsys.readouterr().out, code)


def test_there_are_two_examples() -> None:
    """One for the counts, and one for the reasons."""
    assert 2 == len(EXAMPLES)
