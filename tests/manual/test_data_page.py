"""Is the page on synthetic patients true? Its command lines run, and make what it says."""

import re
import shlex
from pathlib import Path

import orjson
import pytest

from sandbox.cli import main
from sandbox.tools.generate import Recipe, batches
from tests.manual.tables import ROOT

PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]


def test_the_lines_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each `generate` line makes what it says, and the parts joined as shown are the whole."""
    monkeypatch.chdir(tmp_path)
    for line in LINES:
        program, command, *words = shlex.split(line)
        if (program, command) == ("procedure-sandbox", "generate"):
            assert 0 == main([command, *words])
        elif program == "cat":
            *parts, _, target = [command, *words]
            Path(target).write_bytes(b"".join(Path(part).read_bytes() for part in parts))
    whole = [
        resource
        for batch in batches(Recipe(patients=400))
        for resource in batch.resources
        if resource["resourceType"] == "Procedure"
    ]

    assert whole == [orjson.loads(line) for line in Path("Procedure.ndjson").read_bytes().splitlines()]
    shown = re.findall(r"^20 patients.*patients: ", PAGE, re.MULTILINE)
    assert shown == re.findall(r"^20 patients.*patients: ", capsys.readouterr().err, re.MULTILINE)


def test_every_option_is_on_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    """What `--help` shows, the page explains."""
    with pytest.raises(SystemExit):
        main(["generate", "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help", "--fixtures"}

    assert set() == {option for option in options if f"| `{option}" not in PAGE}
