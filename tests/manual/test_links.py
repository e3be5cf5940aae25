"""Does every link of the manual lead to a file and a heading that are there, and is every page found from its map?"""

import re
from pathlib import Path

import pytest

from tests.manual.links import anchors, documents, targets
from tests.manual.tables import ROOT

_NAMED = re.compile(r"(?<![\w/.-])(docs/[\w/-]+\.md)(?:#([\w-]+))?")
FOLDERS = ("sandbox", "pytest_procedure_sandbox", "examples", "integrations")
SUFFIXES = {".py", ".js", ".html", ".toml", ".yml", ".yaml", ".json"}
OTHERS = {("docs/api/RetryHandler.md", "")}  # of undici, which the hints of the verdict rest on
MAP = ROOT / "docs" / "README.md"


@pytest.mark.parametrize("page", documents(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """To a file, and where they name a heading, to that."""
    wrong = [
        f"{target.relative_to(ROOT)}#{anchor}"
        for target, anchor in targets(page)
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target))
    ]

    assert [] == wrong


def test_a_page_that_code_or_help_names_is_there() -> None:
    """Sentences of the program, settings and examples send readers to pages too."""
    inside = (file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.suffix in SUFFIXES)
    named = {found for file in inside for found in _NAMED.findall(file.read_text(encoding="utf-8"))} - OTHERS

    assert ("docs/fidelity.md", "") in named
    assert set() == {
        (name, anchor)
        for name, anchor in named
        if not (ROOT / name).exists() or (anchor and anchor not in anchors(ROOT / name))
    }


def test_the_map_names_every_page() -> None:
    """Each page of the manual is one link from the map, and each of the search manual two."""
    near = {target for target, _ in targets(MAP)}
    far = {target for page in near if page.suffix == ".md" for target, _ in targets(page)}
    pages = set((ROOT / "docs").rglob("*.md")) - {MAP}

    assert set() == {page for page in pages if page.parent == MAP.parent} - near
    assert set() == pages - near - far


def test_anchors_are_those_of_github(tmp_path: Path) -> None:
    """Small letters, no signs, a hyphen for each blank, a number for the second of the same name; none in code."""
    page = tmp_path / "page.md"
    page.write_text(
        "# A `b_c`, [d](e.md#f)!\n\n## Twice\n\n## Twice\n\n```sh\n# not me [x](y)\n```\n", encoding="utf-8"
    )

    assert {"a-b_c-d", "twice", "twice-1"} == anchors(page)
    assert [(tmp_path / "e.md", "f")] == list(targets(page))
