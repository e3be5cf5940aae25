"""Is everything where `docs/design.md` says that it is? Its table of what is looked for, held against the code."""

import ast
import re

import pytest

from tests.architecture.code import PACKAGE, ROOT, nodes

HEAD = "| Looked for | File | By the name of |\n| --- | --- | --- |\n"
ROW = re.compile(r"\| (?P<wanted>[^|]+) \| `(?P<file>[^`]+)` \| `(?P<name>\w+)` \|")


def _rows() -> list[tuple[str, str, str]]:
    table = (ROOT / "docs/design.md").read_text(encoding="utf-8").partition(HEAD)[2].partition("\n\n")[0]
    found = [ROW.fullmatch(line) for line in table.splitlines()]
    return [(row["wanted"], row["file"], row["name"]) for row in found if row]


@pytest.mark.parametrize(("wanted", "file", "name"), _rows(), ids=[row[0] for row in _rows()])
def test_it_is_where_the_table_says(wanted: str, file: str, name: str) -> None:
    """The file is there, and defines a function, a class or a table of that name."""
    defined = set()
    for node in nodes(PACKAGE / file):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            defined.add(node.target.id)

    assert name in defined, f"{wanted}: {file} has no {name}"


def test_the_table_has_what_is_looked_for() -> None:
    """Each row can be read, and nothing stands twice."""
    wanted = [row[0] for row in _rows()]

    assert 26 == len(set(wanted)) == len(wanted)
