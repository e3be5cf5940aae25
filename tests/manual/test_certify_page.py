"""Is the page about `certify` true? Its files are written into a folder of their own, and its commands run there."""

import os
import re
import shlex
import shutil
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from sandbox.certify import explore
from sandbox.certify.environment import OAUTH_VARIABLES, VARIABLES
from sandbox.certify.templates import PLACES
from sandbox.cli import main
from sandbox.server import Sandbox
from tests.manual.pages import DOCS
from tests.manual.test_stories_of_the_manual import blocks

PAGE = DOCS / "certify.md"
TEXT = PAGE.read_text(encoding="utf-8")


def missing(shown: list[str], printed: list[str]) -> list[str]:
    """Return the first of the shown lines that is not printed, after those before it; a `*` stands for anything."""
    rest = iter(printed)
    for line in shown:
        pattern = line.replace("[", "[[]")
        if not any(fnmatchcase(one, pattern) for one in rest):
            return [line]
    return []


@pytest.mark.slow
def test_the_commands_of_the_page_print_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One after another, with the files as they are by then."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    monkeypatch.setattr(explore, "MOST_SHRINKING", 2)  # for the time that it takes
    for name in ("GITHUB_ACTIONS", "SANDBOX_ADMIN_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with Sandbox() as server:  # one for all commands: each would load one of its own
        play(tmp_path / "client.py", ["--url", server.url], capsys)


def play(client: Path, there: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Write the files of the page, run its commands, and compare what they print."""
    printed: list[str] | None = None
    for block in blocks(PAGE):
        if block.search_type == ("python",):
            client.write_text(block.text, encoding="utf-8")
        elif block.search_type == ("sh",):
            printed = None
            if "--time fast" not in block.text or shutil.which("faketime"):
                for line in block.text.splitlines():
                    main(["certify", *there, *shlex.split(line)[2:]])
                printed = capsys.readouterr().out.splitlines()
        elif block.search_type == ("text",) and printed is not None:
            assert [] == missing(block.text.splitlines(), printed), "\n".join(printed)


def test_every_option_variable_and_place_is_on_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    """What `--help` shows and a client is given, the page explains."""
    with pytest.raises(SystemExit):
        main(["certify", "--help"])
    options = set(re.findall(r"--[a-z][a-z-]*", capsys.readouterr().out)) - {"--help"}

    assert set() == {option for option in options if f"`{option}" not in TEXT}
    assert set() == {name for name in VARIABLES | OAUTH_VARIABLES if f"`{name}`" not in TEXT}
    assert set() == {place for place in PLACES if f"`{{{place}}}`" not in TEXT}
