"""Do the lowest releases that pyproject.toml permits serve? They are installed together, in a place of their own."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_LOWEST = re.compile(r"([\w.-]+)(?:\[[\w,]+\])?>=([\w.]+)")
_ANSWERS = """
import json
from urllib.request import Request, urlopen
from sandbox import Sandbox
with Sandbox() as server:
    session = server.session("ready")
    request = Request(f"{session.fhir_url}/Procedure?_count=1", headers={"Authorization": f"Bearer {session.token}"})
    print(json.load(urlopen(request))["resourceType"])
    minted = Request(f"{server.url}/_sandbox/sessions", b"{}", {"Content-Type": "application/json"})
    print(json.load(urlopen(minted))["access_token"].count("."))
"""


def _lowest() -> list[str]:
    """Return `name==version` of each run-time dependency, at the lowest version permitted."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [_LOWEST.match(dependency) for dependency in project["dependencies"]]
    return [f"{match[1]}=={match[2]}" for match in found if match]


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="the lowest releases are older than Python 3.14")
def test_the_lowest_releases_that_are_permitted_install_and_serve(tmp_path: Path) -> None:
    """Both a search and a minted token, which is what each of the dependencies is for."""
    constraints = tmp_path / "constraints.txt"
    constraints.write_text("\n".join(_lowest()), encoding="utf-8")
    python = tmp_path / "venv" / "bin" / "python"
    _run(sys.executable, "-m", "venv", str(python.parents[1]))
    _run(str(python), "-m", "pip", "install", "-q", "-c", str(constraints), str(ROOT))
    frozen = _run(str(python), "-m", "pip", "freeze").lower()
    assert [one for one in _lowest() if one.lower() not in frozen] == []
    assert _run(str(python), "-W", "error", "-c", _ANSWERS, cwd=tmp_path).split() == ["Bundle", "2"]


def _run(*command: str, cwd: Path | None = None) -> str:
    environ = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300, cwd=cwd, env=environ)
    assert done.returncode == 0, done.stderr
    return done.stdout
