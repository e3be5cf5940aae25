"""How is a client in another language run? With its packages, from their registry, kept in folders that git ignores.

Where the tools are missing, or the registry is out of reach, the test is skipped and says why; in CI it fails.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest

HERE = Path(__file__).parent
NODE, JAVA = HERE / "node", HERE / "java"
IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}

_DIRECT = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}  # the clients speak to this machine alone
_FETCHING = 300.0  # seconds that packages may take to come
_RUNNING = 120.0  # seconds that a client may take

Told = dict[str, Any]


def node(script: str, *told: str, virtual: bool = False) -> list[Told]:
    """Run a script of the folder `node`; with *virtual* its waits pass in the time of its session."""
    return steps(_printed([*_node(virtual=virtual), script, *told], NODE))


def node_lines(text: str, *, virtual: bool = False) -> str:
    """Run lines of JavaScript as if they stood in the folder `node`; return what they print."""
    return _printed([*_node(virtual=virtual), "--input-type=commonjs", "-"], NODE, text)


def java(name: str, *told: str) -> list[Told]:
    """Run a file of the folder `java`."""
    packages = str(_fetched_java() / "*")
    return steps(_printed([_tool("java"), "-cp", packages, str(JAVA / name), *told], JAVA))


def python(module: str, *told: str) -> list[Told]:
    """Run a module of the folder `python`, in a process of its own."""
    return steps(_printed([sys.executable, "-m", f"tests.contract.python.{module}", *told], HERE.parents[1]))


def steps(printed: str) -> list[Told]:
    """Return the lines of JSON that a client has printed."""
    return [json.loads(line) for line in printed.splitlines()]


def _node(*, virtual: bool) -> list[str]:
    _fetched_node()
    return [_tool("node"), *(["--require", "./virtual.cjs"] if virtual else [])]


@cache
def _fetched_node() -> Path:
    command = [_tool("node"), "--version"]
    version = subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()
    if int(version.removeprefix("v").partition(".")[0] or 0) < 20:
        _missing(f"the clients for Node need Node 20, and this is {version}")
    return _fetched([_tool("npm"), "ci"], NODE / "package-lock.json", NODE / "node_modules")


@cache
def _fetched_java() -> Path:
    command = [_tool("mvn"), "-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime"]
    return _fetched(command, JAVA / "pom.xml", JAVA / "target" / "dependency")


def _fetched(command: Sequence[str], wanted: Path, into: Path) -> Path:
    """Fetch packages, unless the same are there already; return the folder they are in."""
    mark, stamp = hashlib.sha256(wanted.read_bytes()).hexdigest(), into / ".fetched"
    if stamp.exists() and stamp.read_text(encoding="ascii") == mark:
        return into
    try:
        subprocess.run(command, cwd=wanted.parent, check=True, capture_output=True, text=True, timeout=_FETCHING)
    except (subprocess.SubprocessError, OSError) as error:
        said = getattr(error, "stderr", None) or getattr(error, "stdout", None) or error
        _missing(f"the packages of {wanted.name} cannot be had: {str(said).strip()[-500:]}")
    stamp.write_text(mark, encoding="ascii")
    return into


def _printed(command: Sequence[str], where: Path, text: str | None = None) -> str:
    done = subprocess.run(
        command, cwd=where, check=False, input=text, capture_output=True, text=True, timeout=_RUNNING,
        env=os.environ | _DIRECT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _tool(name: str) -> str:
    found = shutil.which(name)
    return found or _missing(f"there is no {name}")


def _missing(reason: str) -> NoReturn:
    if IN_CI:
        pytest.fail(f"{reason}; in CI it must be there")
    pytest.skip(reason)
