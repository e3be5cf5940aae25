"""Does the code keep the rules of the house? A walk over its syntax trees, `docs/design.md`, sections 3 and 10."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.layers import ONLY_THERE, ROOMS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "sandbox"
FILES = sorted(PACKAGE.rglob("*.py"))
EVERYWHERE = [*FILES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]
FREE = set(sys.stdlib_module_names)
UNWANTED_WORDS = {"manager", "service", "helper", "util", "utils", "context", "info"}


def name_of(file: Path) -> str:
    """Return a file's path inside the package."""
    return file.relative_to(PACKAGE).as_posix() if file.is_relative_to(PACKAGE) else file.relative_to(ROOT).as_posix()


def imports(file: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports, `sandbox` meaning its __init__."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            rooms = {alias.name for alias in node.names} & ROOMS.keys() if node.module == "sandbox" else set()
            yield from (f"sandbox.{room}" for room in rooms) if rooms else (node.module,)


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_room_imports_only_what_it_may(file: Path) -> None:
    """Every import is of the same room, of the standard library, or on the allow-list."""
    room = name_of(file).split("/")[0].removesuffix(".py")
    found = set()
    for name in imports(file):
        first, *rest = name.split(".")
        found.add((rest[0] if rest else "__init__") if first == "sandbox" else first)

    assert set() == found - ROOMS[room] - FREE - {room}


@pytest.mark.parametrize("module", ONLY_THERE)
def test_what_has_one_place_is_nowhere_else(module: str) -> None:
    """Sockets, dice and the time are each touched in the one file that owns them."""
    found = {name_of(file) for file in FILES if any(name.split(".")[0] == module for name in imports(file))}

    assert ONLY_THERE[module] == found


@pytest.mark.parametrize("file", EVERYWHERE, ids=name_of)
def test_a_file_is_small_and_says_what_it_is_for(file: Path) -> None:
    """No file passes 400 lines, and each begins with a docstring, unless it is empty."""
    text = file.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 400
    assert not text.strip() or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_only_the_rim_is_asynchronous(file: Path) -> None:
    """There is no `async` below the doors."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in ast.walk(tree))

    assert not found or name_of(file) in ONLY_THERE["aiohttp"] | ONLY_THERE["asyncio"] | {"web/long_poll.py"}


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_no_module_keeps_changing_state(file: Path) -> None:
    """At module level, nothing is bound but constants, tables and what is private and fixed."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        empty = isinstance(value := getattr(node, "value", None), ast.Dict | ast.List) and not ast.unparse(value)[1:-1]

        assert not empty, f"{ast.unparse(targets[0] or node)} starts empty, so somebody fills it"


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_names_are_words_of_the_house(file: Path) -> None:
    """No file or class is called manager, service, helper, util, context or info."""
    classes = [
        node.name for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.ClassDef)
    ]
    words = {word.lower() for name in [file.stem, *classes] for word in name.replace("_", " ").split()}

    assert set() == words & UNWANTED_WORDS


@pytest.mark.parametrize("file", EVERYWHERE, ids=name_of)
def test_every_silenced_warning_has_its_reason_beside_it(file: Path) -> None:
    """A noqa names its rule and says why."""
    marked = [
        line for line in file.read_text(encoding="utf-8").splitlines() if "# noqa" in line and '"# noqa"' not in line
    ]

    assert [] == [line for line in marked if not (line.count(" - ") and ": " in line.split("# noqa")[1])]


@pytest.mark.parametrize("room", ["backend", "search", "loading", "scenario", "sessions"])
def test_the_rooms_run_without_the_web(room: str) -> None:
    """Whoever imports a room gets neither aiohttp nor faker."""
    code = f"import sys, sandbox.{room}; sys.exit(bool(sys.modules.keys() & {{'aiohttp', 'faker', 'asyncio', 'tqdm'}}))"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


def test_importing_the_package_imports_nothing_else() -> None:
    """`import sandbox` costs nothing; its public names come on first use."""
    code = "import sys, sandbox; sys.exit(len([name for name in sys.modules if name.startswith('sandbox.')]))"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
