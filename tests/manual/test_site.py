"""Does the site of the manual have every page, and no link that leads nowhere?"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.manual.links import documents, targets
from tests.manual.site import on_the_site, write
from tests.manual.tables import ROOT

ELSEWHERE = "https://github.example/o/r/blob/main"


def test_no_link_of_the_site_leads_nowhere(tmp_path: Path) -> None:
    """Whatever is not a page is not linked, unless the repository is known."""
    write(tmp_path)
    copies = [tmp_path / page.relative_to(ROOT) for page in documents()]

    assert [] == [(page, target) for page in copies for target, _ in targets(page) if not target.is_file()]
    assert (tmp_path / "docs" / "images" / "console-session.png").is_file()


def test_files_that_are_not_pages_are_in_the_repository() -> None:
    """A folder with a README is a page; blocks of code, addresses and anchors stay as they are."""
    page = ROOT / "docs" / "ci.md"
    text = page.read_text(encoding="utf-8")

    assert f"]({ELSEWHERE}/action.yml)" in on_the_site(page, ELSEWHERE)
    assert "and an action, `action.yml`." in on_the_site(page)
    assert "](../examples/README.md)" in on_the_site(ROOT / "docs" / "certify.md")
    assert "](#the-action-of-this-repository)" in text
    assert re.findall(r"^```.*?^```", text, re.DOTALL | re.MULTILINE) == re.findall(
        r"^```.*?^```", on_the_site(page), re.DOTALL | re.MULTILINE
    )


def test_a_fence_has_one_word() -> None:
    """`text scorecard` would make the rest of the page a block of code."""
    assert "```text scorecard\n" in (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    assert not any(re.search(r"^ *```\S+ ", on_the_site(page), re.MULTILINE) for page in documents())


def test_the_navigation_names_every_page_once() -> None:
    """What is not named could not be found."""
    named = list(_pages_of(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]))

    assert sorted(str(page.relative_to(ROOT)) for page in documents()) == sorted(named)


def _pages_of(entries: Any) -> Iterator[str]:
    if isinstance(entries, str):
        yield entries
    elif isinstance(entries, dict):
        for entry in entries.values():
            yield from _pages_of(entry)
    else:
        for entry in entries:
            yield from _pages_of(entry)


def test_no_font_of_the_site_comes_from_outside() -> None:
    """Who reads the manual is seen by nobody else."""
    assert False is yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["theme"]["font"]
