"""Does the code keep the rules of `docs/design.md`? One test for each rule; a failing one lists all offenders."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture.code import (
    EVERYWHERE,
    FILES,
    PACKAGE,
    PLUGIN,
    ROOT,
    imported_packages,
    imports,
    name_of,
    nodes,
    package_of,
    text,
    top_of,
    tree,
)
from tests.architecture.density import MOST, density
from tests.architecture.layers import (
    ASYNCHRONOUS,
    LAYERS,
    ONLY_THERE,
    OTHERS,
    REPEATED_CLASSES,
    REPEATED_MODULES,
    SLEEPERS,
    UNWANTED_WORDS,
    WRITERS,
)
from tests.architecture.words import WORDS, rows

LAYER = {package: height for height, packages in enumerate(LAYERS) for package in packages}
LONGEST_FILE = 400  # lines
MANY_FIELDS = 6
_COUNT = re.compile(r"^len\(|, 0\)$")
_PLURAL = re.compile(r" ([a-z]+ )?[a-z]*[a-rt-z]s\b")


def _classes(file: Path) -> Iterator[ast.ClassDef]:
    return (node for node in nodes(file) if isinstance(node, ast.ClassDef))


def test_every_package_has_its_layer() -> None:
    """And no layer names a package that is not there."""
    assert {package_of(file) for file in FILES} - {"__init__"} == LAYER.keys() | _empty_packages()


def _empty_packages() -> set[str]:
    """Return the packages that hold nothing but others."""
    return {package_of(file) for file in FILES if file.name == "__init__.py" and package_of(file) not in LAYER} - {
        "__init__"
    }


def test_a_package_imports_only_what_is_below_it() -> None:
    """At sub-package depth; so there is no cycle among packages."""
    wrong = [
        f"{name_of(file)} imports {other}"
        for file in FILES
        for other in sorted(imported_packages(file))
        if LAYER.get(other, -1) >= LAYER.get(package_of(file), len(LAYERS))
    ]

    assert [] == wrong


def test_packages_by_others_are_imported_where_they_belong() -> None:
    """Every import is of ours, of the standard library, or on the list of the package."""
    free = {*sys.stdlib_module_names, "sandbox"}
    wrong = [
        f"{name_of(file)} imports {name}"
        for file in FILES
        for name in sorted({name.split(".")[0] for name in imports(file)} - free)
        if not any(name in OTHERS.get(package, ()) for package in (package_of(file), package_of(file).split(".")[0]))
    ]

    assert [] == wrong


@pytest.mark.parametrize("module", ONLY_THERE)
def test_what_has_one_place_is_nowhere_else(module: str) -> None:
    """Sockets, randomness and the time are each touched only in the files that own them."""
    found = {name_of(file) for file in FILES if any(name.split(".")[0] == module for name in imports(file))}

    assert ONLY_THERE[module] == found


def test_only_few_sleep() -> None:
    """Whoever else wants to wait asks one of those."""
    sleeps = {"asyncio.sleep", "time.sleep", "sleep"}
    found = {
        name_of(file)
        for file in FILES
        for node in nodes(file)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in sleeps
    }

    assert SLEEPERS.keys() == found


def test_only_the_rim_is_asynchronous() -> None:
    """There is no `async` below the server."""
    allowed = ONLY_THERE["aiohttp"] | ONLY_THERE["asyncio"] | ASYNCHRONOUS
    waiting = [
        name_of(file)
        for file in FILES
        if any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in nodes(file))
    ]

    assert [] == sorted(set(waiting) - allowed)


def test_a_file_is_short_and_says_which_question_it_answers() -> None:
    """No file passes 400 lines, and each begins with a docstring, unless it is empty."""
    long = [name_of(file) for file in EVERYWHERE if len(text(file).splitlines()) > LONGEST_FILE]
    silent = [name_of(file) for file in EVERYWHERE if text(file).strip() and not ast.get_docstring(tree(file))]

    assert ([], []) == (long, silent)


def test_a_class_name_stands_once() -> None:
    """Whoever reads a class's name knows which one is meant."""
    modules = [*FILES, *PLUGIN]
    counts = Counter(node.name for file in modules for node in _classes(file) if not node.name.startswith("_"))
    repeated = {name for name, count in counts.items() if count > 1}

    assert REPEATED_CLASSES.keys() == repeated


def test_a_module_name_stands_once_in_a_top_level_package() -> None:
    """Or the list says why it stands there twice."""
    counts = Counter(f"{top_of(file)}/{file.stem}" for file in FILES if file.stem != "__init__")
    repeated = {name for name, count in counts.items() if count > 1}

    assert REPEATED_MODULES.keys() == repeated


def test_every_word_of_the_table_is_a_class() -> None:
    """The word table of docs/design.md names no class that is gone."""
    assert len(WORDS) == len(rows())


def test_names_are_the_field_s_words() -> None:
    """No file or class is called manager, service, helper, util, context or info."""
    wrong = [
        f"{name_of(file)}: {name}"
        for file in FILES
        for name in (file.stem, *(node.name for node in _classes(file)))
        if {word.lower() for word in name.replace("_", " ").split()} & UNWANTED_WORDS
    ]

    assert [] == wrong


def test_no_module_keeps_changing_state() -> None:
    """At module level, nothing is bound but constants, tables and what is private and fixed."""
    wrong = [
        f"{name_of(file)}:{node.lineno}"
        for file in FILES
        for node in tree(file).body
        if isinstance(value := getattr(node, "value", None), ast.Dict | ast.List) and not ast.unparse(value)[1:-1]
    ]

    assert [] == wrong


def test_nobody_writes_another_package_s_fields() -> None:
    """No function assigns to an attribute of a parameter whose class belongs to another top-level package."""
    homes = {node.name: top_of(file) for file in FILES for node in _classes(file)}
    wrong = [
        f"{name_of(file)}:{target.lineno} {ast.unparse(target)}"
        for file in FILES
        for function in nodes(file)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for target in _written(function)
        if homes.get(_annotated(function).get(ast.unparse(target.value), ""), top_of(file)) != top_of(file)
        if name_of(file) not in WRITERS
    ]

    assert [] == wrong


def _annotated(function: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, str]:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return {one.arg: ast.unparse(one.annotation).strip("'\"") for one in arguments if one.annotation}


def _written(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.Attribute]:
    for node in ast.walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            yield from (target for target in targets if isinstance(target, ast.Attribute))


def test_a_value_of_many_fields_documents_each() -> None:
    """By a comment on its line, or by a string below it."""
    wrong = [
        f"{name_of(file)}: {node.name}.{field}"
        for file in FILES
        for node in _classes(file)
        if any("dataclass" in ast.unparse(one) for one in node.decorator_list) or "NamedTuple" in ast.unparse(node)
        for field in _undocumented(file, node)
    ]

    assert [] == wrong


def _undocumented(file: Path, node: ast.ClassDef) -> list[str]:
    """Return the public fields of a class of many that say nothing of themselves."""
    lines = text(file).splitlines()
    fields = [one for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
    public = [one for one in fields if not ast.unparse(one.target).startswith("_")]
    if len(public) < MANY_FIELDS:
        return []
    followed = {
        first for first, second in zip(node.body, node.body[1:], strict=False)
        if isinstance(second, ast.Expr) and isinstance(second.value, ast.Constant)
    }  # fmt: skip
    said = [one for one in public if one in followed or "#" in lines[(one.end_lineno or one.lineno) - 1]]
    return [ast.unparse(one.target) for one in public if one not in said and "_option(" not in ast.unparse(one)]


def test_the_code_breathes() -> None:
    """No package has more than 12 conditional expressions per 1,000 lines."""
    assert [] == [f"{name}: {share:.1f}" for name, (_, _, share) in density().items() if share > MOST]


def test_no_generator_stands_inside_another() -> None:
    """Two loops in one expression cannot be read."""
    wrong = [
        f"{name_of(file)}:{inner.lineno}"
        for file in FILES
        for outer in nodes(file)
        if isinstance(outer, ast.GeneratorExp)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.GeneratorExp) and inner is not outer
    ]

    assert [] == wrong


def test_a_sentence_counts_by_plural_or_by_times() -> None:
    """A length or a count before a noun in the plural would say `1 rows`: `counted_as` and `times` do not."""
    wrong = [
        f"{name_of(file)}:{number.lineno}"
        for file in [*FILES, *PLUGIN]
        for sentence in nodes(file)
        if isinstance(sentence, ast.JoinedStr)
        for number, after in pairwise(sentence.values)
        if isinstance(number, ast.FormattedValue) and _COUNT.search(ast.unparse(number.value))
        if isinstance(after, ast.Constant) and _PLURAL.match(str(after.value))
    ]

    assert [] == wrong


def test_every_module_is_tested() -> None:
    """By a twin in the mirrored place, or as a line `# tested by: ...` says; and what that names is there."""
    modules = [*FILES, *PLUGIN]
    untested = [name_of(file) for file in modules if file.name != "__init__.py" and not (_twins(file) or _named(file))]
    missing = [f"{name_of(file)}: {name}" for file in modules for name in _named(file) if not list(ROOT.glob(name))]

    assert ([], []) == (untested, missing)


def _twins(file: Path) -> list[Path]:
    """Return the test files of a module: `test_parser.py`, or `test_parser_....py`, where the module is mirrored."""
    root = PACKAGE.parent if file in PLUGIN else PACKAGE
    place = ROOT / "tests" / file.relative_to(root).parent
    return [*place.glob(f"test_{file.stem}.py"), *place.glob(f"test_{file.stem}_*.py")]


def _named(file: Path) -> list[str]:
    lines = [line for line in text(file).splitlines() if line.startswith("# tested by: ")]
    return [name for line in lines for name in line.removeprefix("# tested by: ").split(", ")]


def test_every_silenced_warning_has_its_reason_beside_it() -> None:
    """A noqa names its rule and says why."""
    wrong = [
        f"{name_of(file)}: {line.strip()}"
        for file in EVERYWHERE
        for line in text(file).splitlines()
        if "# noqa" in line and '"# noqa"' not in line
        if not (line.count(" - ") and ": " in line.split("# noqa")[1])
    ]

    assert [] == wrong


@pytest.mark.parametrize("package", ["backend", "search", "loading", "scenario", "sessions", "verdict"])
def test_the_core_runs_without_the_web(package: str) -> None:
    """Whoever imports it gets neither aiohttp nor faker."""
    unwanted = "{'aiohttp', 'faker', 'asyncio', 'tqdm'}"
    code = f"import sys, sandbox.{package}; sys.exit(bool(sys.modules.keys() & {unwanted}))"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


def test_importing_the_package_imports_nothing_else() -> None:
    """`import sandbox` costs nothing; its public names come on first use."""
    code = "import sys, sandbox; sys.exit(len([name for name in sys.modules if name.startswith('sandbox.')]))"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
