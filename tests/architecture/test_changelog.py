"""Is the changelog as Keep a Changelog has it? Sections of known names, in one order, and each line once.

Its lines are merged by union, which may bring one twice.
"""

from collections import Counter

from tests.architecture.code import ROOT

SECTIONS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
LINES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()


def test_each_version_has_sections_of_known_names_in_their_order() -> None:
    """As https://keepachangelog.com names them."""
    versions: list[list[str]] = []
    for line in LINES:
        if line.startswith("## "):
            versions.append([])
        elif line.startswith("### "):
            versions[-1].append(line.removeprefix("### "))

    assert versions
    assert versions == [[name for name in SECTIONS if name in sections] for sections in versions]


def test_each_line_stands_once() -> None:
    """In one section."""
    counts = Counter(line for line in LINES if line.startswith("- "))

    assert {} == {line: count for line, count in counts.items() if count > 1}
