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
GO, RUST = HERE / "go", HERE / "rust"
EXAMPLES = HERE.parents[1] / "examples"
VALIDATOR, SYNTHEA = HERE / "validator", HERE / "synthea"

_DIRECT = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}  # the clients speak to this machine alone
_OLDEST_NODE = 20
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FETCHING = 300.0  # seconds that packages may take to come
_RUNNING = 120.0  # seconds that a client may take
_VALIDATING = 900.0  # seconds that thousands of resources may take

Told = dict[str, Any]


def node(script: str, *told: str, virtual: bool = False) -> list[Told]:
    """Run a script of the folder `node`; with *virtual* its waits pass in the time of its session."""
    return steps(_printed([*_node(virtual=virtual), script, *told], NODE))


def node_lines(text: str, *, virtual: bool = False) -> str:
    """Run lines of JavaScript as if they stood in the folder `node`; return what they print."""
    return _printed([*_node(virtual=virtual), "--input-type=commonjs", "-"], NODE, text)


def java(name: str, *told: str) -> list[Told]:
    """Run a file of the folder `java`."""
    packages = str(_fetched_java(JAVA) / "*")
    return steps(_printed([_tool("java"), "-cp", packages, str(JAVA / name), *told], JAVA))


def validated(files: Sequence[Path], profiles: str | None = None) -> list[Told]:
    """Return what HAPI's validator says of NDJSON files, with the *profiles* in a folder if one is named."""
    packages = str(_fetched_java(VALIDATOR) / "*")
    more = ["--package", profiles] if profiles else []
    command = [_tool("java"), "-cp", packages, str(VALIDATOR / "Validate.java"), *more, *map(str, files)]
    return steps(_printed(command, VALIDATOR, seconds=_VALIDATING))


def synthea(into: Path, *options: str) -> Path:
    """Let Synthea make two patients in a folder; return that of its FHIR files."""
    packages = str(_fetched_java(SYNTHEA) / "*")
    told = ["-s", "7", "-cs", "7", "-p", "2", "--exporter.years_of_history=2", f"--exporter.baseDirectory={into}/"]
    _printed([_tool("java"), "-cp", packages, "App", *told, *options], SYNTHEA, seconds=_VALIDATING)
    return into / "fhir"


def go(name: str, *told: str) -> list[Told]:
    """Build and run the program in the folder `go`; *name* is that of the file that it becomes."""
    return steps(_printed([str(_built((_tool("go"), "build", "-o", f"target/{name}", "."), GO)), *told], GO))


def rust(name: str, *told: str) -> list[Told]:
    """Build and run the program in the folder `rust`; *name* is that of the file that it becomes."""
    command = (_tool("cargo"), "build", "--quiet", "--release", "--locked")
    return steps(_printed([str(_built(command, RUST, f"target/release/{name}")), *told], RUST))


def python(module: str, *told: str) -> list[Told]:
    """Run a module of the folder `python`, in a process of its own."""
    return steps(_printed([sys.executable, "-m", f"tests.contract.python.{module}", *told], HERE.parents[1]))


def example(language: str, which: str) -> list[str]:
    """Return the command that runs an example, `faulty` or `repaired`; it is built first where it has to be."""
    if language == "python":
        return [sys.executable, str(EXAMPLES / "python-httpx" / f"{which}.py")]
    if language == "node":
        return [_tool("node"), str(EXAMPLES / "node-fetch" / f"{which}.mjs")]
    if language == "go":
        target = GO / "target" / f"example-{which}"
        return [str(_built((_tool("go"), "build", "-o", str(target), f"./{which}"), EXAMPLES / "go"))]
    place = EXAMPLES / "java-okhttp"
    packages = _fetched((_tool("mvn"), "-q", "-B", "package"), place / "pom.xml", place / "target" / "dependency")
    return [_tool("java"), "-cp", f"{packages.parent / 'classes'}:{packages}/*", which.capitalize()]


def chromium() -> str:
    """Return the command that opens a browser of this family."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    return found or _missing(f"there is no {_BROWSERS[0]}")


def steps(printed: str) -> list[Told]:
    """Return the lines of JSON that a client has printed."""
    return [json.loads(line) for line in printed.splitlines()]


def _node(*, virtual: bool) -> list[str]:
    _fetched_node()
    return [_tool("node"), *(["--require", "./virtual.cjs"] if virtual else [])]


def _fetched_node() -> Path:
    version = _version(_tool("node"))
    if int(version.removeprefix("v").partition(".")[0] or 0) < _OLDEST_NODE:
        _missing(f"the clients for Node need Node {_OLDEST_NODE}, and this is {version}")
    return _fetched((_tool("npm"), "ci"), NODE / "package-lock.json", NODE / "node_modules")


def _fetched_java(folder: Path) -> Path:
    command = (_tool("mvn"), "-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime")
    return _fetched(command, folder / "pom.xml", folder / "target" / "dependency")


def _built(command: tuple[str, ...], where: Path, into: str = "") -> Path:
    """Return the program that a command builds; it knows by itself whether anything has changed."""
    if said := _building(command, where):
        _missing(f"the program in {where.name} cannot be built: {said}")
    return where / (into or command[command.index("-o") + 1])


@cache
def _building(command: tuple[str, ...], where: Path) -> str:
    """Build a program once; return what went wrong, or nothing."""
    try:
        subprocess.run(command, cwd=where, check=True, capture_output=True, text=True, timeout=_FETCHING)
    except (subprocess.SubprocessError, OSError) as error:
        return str(getattr(error, "stderr", None) or error).strip()[-500:]
    return ""


def _fetched(command: tuple[str, ...], wanted: Path, into: Path) -> Path:
    """Return the folder of packages, having fetched them unless the same are there already."""
    if said := _fetching(command, wanted, into):
        _missing(f"the packages of {wanted.name} cannot be had: {said}")
    return into


@cache
def _fetching(command: tuple[str, ...], wanted: Path, into: Path) -> str:
    """Fetch packages once; return what went wrong, or nothing."""
    hex_id, stamp = hashlib.sha256(wanted.read_bytes()).hexdigest(), into / ".fetched"
    if stamp.exists() and stamp.read_text(encoding="ascii") == hex_id:
        return ""
    try:
        subprocess.run(command, cwd=wanted.parent, check=True, capture_output=True, text=True, timeout=_FETCHING)
        stamp.write_text(hex_id, encoding="ascii")
    except (subprocess.SubprocessError, OSError) as error:
        said = getattr(error, "stderr", None) or getattr(error, "stdout", None) or error
        return str(said).strip()[-500:]
    return ""


@cache
def _version(tool: str) -> str:
    return subprocess.run([tool, "--version"], check=False, capture_output=True, text=True).stdout.strip()


def _printed(command: Sequence[str], where: Path, text: str | None = None, seconds: float = _RUNNING) -> str:
    done = subprocess.run(
        command, cwd=where, check=False, input=text, capture_output=True, text=True, timeout=seconds,
        env=os.environ | _DIRECT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _tool(name: str) -> str:
    found = shutil.which(name)
    return found or _missing(f"there is no {name}")


def _missing(reason: str) -> NoReturn:
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        pytest.fail(f"{reason}; in CI it must be there")
    pytest.skip(reason)
