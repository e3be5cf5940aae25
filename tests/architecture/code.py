"""What does the code look like? Its files, syntax trees, packages and imports, for the rules to look at."""

import ast
from functools import cache
from pathlib import Path

import sandbox

ROOT = Path(__file__).parents[2]
PACKAGE = Path(sandbox.__file__).parent  # in a checkout, or where the wheel was installed
FILES = sorted(PACKAGE.rglob("*.py"))
PLUGIN = sorted((PACKAGE.parent / "pytest_procedure_sandbox").glob("*.py"))  # beside the package, see there
EVERYWHERE = [*FILES, *PLUGIN, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]


@cache
def text(file: Path) -> str:
    """Return what stands in a file."""
    return file.read_text(encoding="utf-8")


@cache
def tree(file: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(text(file))


def name_of(file: Path) -> str:
    """Return a file's path inside the package, or of what stands beside it, inside the project."""
    if file in PLUGIN:
        return file.relative_to(PACKAGE.parent).as_posix()
    return file.relative_to(PACKAGE).as_posix() if file.is_relative_to(PACKAGE) else file.relative_to(ROOT).as_posix()


def package_of(file: Path) -> str:
    """Return the package of a file in dotted form, `search.parse`; a module of the top level is one by itself."""
    parent = file.relative_to(PACKAGE).parent.as_posix()
    return file.stem if parent == "." else parent.replace("/", ".")


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of the syntax tree of a file."""
    return tuple(ast.walk(tree(file)))


@cache
def imports(file: Path) -> tuple[str, ...]:
    """Return the dotted names that a file imports, those of modules as far down as they are named."""
    found: list[str] = []
    for node in nodes(file):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(found)


@cache
def imported_packages(file: Path) -> set[str]:
    """Return the packages of ours that a file imports, without its own."""
    found = set()
    for name in imports(file):
        parts = name.split(".")
        if parts[0] == "sandbox" and len(parts) > 1:
            found.add(_package(tuple(parts[1:])))
    return found - {package_of(file), "__init__"}


@cache
def _package(parts: tuple[str, ...]) -> str:
    """Return the package that a dotted name below `sandbox` stands in."""
    if PACKAGE.joinpath(*parts).is_dir():
        return ".".join(parts)
    if PACKAGE.joinpath(*parts).with_suffix(".py").exists():
        return ".".join(parts[:-1]) or parts[0]
    return _package(parts[:-1]) if len(parts) > 1 else "__init__"


def top_of(file: Path) -> str:
    """Return the top-level package of a file; all modules of the top level together are one."""
    if file in PLUGIN:
        return file.parent.name
    parts = file.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else "(top level)"
