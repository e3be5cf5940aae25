"""Is the wheel the same bytes whenever it is built? Twice, in two folders, at two times."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("sandbox", "pytest_procedure_sandbox", "fixtures")
FILES = ("pyproject.toml", "README.md", "LICENSE")


def build(folder: Path, times: int) -> Path:
    """Return the wheel of a copy of the sources, each file of which was last changed at one time."""
    source = folder / "source"
    source.mkdir(parents=True)
    for name in SOURCES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, source / name)
    for file in [*source.rglob("*")]:
        os.utime(file, (times, times))
    words = ["-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder), str(source)]
    subprocess.run([sys.executable, *words], check=True, timeout=300)
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.skipif(not (ROOT / "sandbox").is_dir(), reason="the sources are not here")
def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    """And it holds the functions for the store, the fixtures, and the mark of types."""
    pytest.importorskip("hatchling")
    first, second = build(tmp_path / "a", 1_700_000_000), build(tmp_path / "b", 1_750_000_000)
    names = zipfile.ZipFile(first).namelist()

    assert hashlib.sha256(first.read_bytes()).digest() == hashlib.sha256(second.read_bytes()).digest()
    assert {"sandbox/replicas/commit.lua", "sandbox/replicas/load.lua", "sandbox/py.typed"} <= set(names)
    assert any(name.startswith("sandbox/fixtures/") for name in names)
