"""Does a shell complete the command? By a script that knows its commands, options and choices."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.cli import COMMANDS
from tests.cli.command import ROOT, run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh", "powershell"])
def test_each_shell_gets_a_script(shell: str) -> None:
    """It names the commands and the options of the settings."""
    ended = run("completion", shell)

    assert (0, "") == (ended.returncode, ended.stderr)
    assert {command for command in COMMANDS if command in ended.stdout} == set(COMMANDS)
    assert "log-format" in ended.stdout


def _completed(script: Path, *words: str) -> list[str]:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    asked = (
        f"source {script}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
        "$(complete -p procedure-sandbox | sed 's/.*-F \\([^ ]*\\).*/\\1/'); printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run([bash, "-c", asked], capture_output=True, text=True, check=True)
    return sorted(done.stdout.split())


def test_bash_completes_commands_options_and_choices(tmp_path: Path) -> None:
    """What is begun is gone on with, and a choice is chosen."""
    script = tmp_path / "completion"
    script.write_text(run("completion", "bash").stdout)

    assert ["certify", "check", "completion"] == _completed(script, "procedure-sandbox", "c")
    assert ["--log-format", "--log-requests"] == _completed(script, "procedure-sandbox", "serve", "--log")
    assert ["json", "text"] == _completed(script, "procedure-sandbox", "serve", "--log-format", '""')


def test_without_the_package_it_says_what_to_install(tmp_path: Path) -> None:
    """From the checkout, and exit 2."""
    (tmp_path / "shtab.py").write_text("raise ImportError\n")
    ended = subprocess.run(
        [sys.executable, "-m", "sandbox", "completion", "bash"], capture_output=True, text=True, check=False,
        cwd=ROOT, env={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
    )  # fmt: skip

    assert (2, "") == (ended.returncode, ended.stdout)
    assert "pip install '.[completion]'" in ended.stderr
