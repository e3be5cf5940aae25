"""Does the composite action judge a client? Its last step is run as GitHub runs it, by bash."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "python-httpx"


def _step(tmp_path: Path, client: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the step that certifies, with a command that is found where the action installs it."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    programs = tmp_path / "procedure-sandbox" / "bin"
    programs.mkdir(parents=True)
    program = programs / "procedure-sandbox"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m sandbox "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    given = {name: str(row.get("default", "")) for name, row in action["inputs"].items()} | inputs
    given["command"] = f"{sys.executable} {client}"
    step = action["runs"]["steps"][-1]
    names = {variable: text.split(".")[1].strip(" }") for variable, text in step["env"].items()}
    environ = {variable: given[name] for variable, name in names.items()}
    summary = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    return subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=ROOT, check=False, capture_output=True, text=True, timeout=300,
        env=os.environ | environ | summary | {"RUNNER_TEMP": str(tmp_path), "REPORTS": str(tmp_path / "reports")},
    )  # fmt: skip


@pytest.mark.parametrize(("client", "status"), [("faulty.py", 1), ("repaired.py", 0)])
def test_the_action_judges_a_client(tmp_path: Path, client: str, status: int) -> None:
    """With its reports, and a summary of the step."""
    done = _step(tmp_path, EXAMPLES / client, scenarios="syncing-2x failed")

    assert status == done.returncode, done.stdout + done.stderr
    assert {"junit.xml", "report.sarif", "report.json", "report.html"} == {
        path.name for path in (tmp_path / "reports").iterdir()
    }
    assert "syncing-2x" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert ("::error" in done.stdout) == (status == 1)
