"""Where do the links of a page lead, and which headings can be linked to?"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.manual.tables import ROOT

_BLOCK = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#+ (.+?)\s*$", re.MULTILINE)
_LINKED = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


def documents() -> list[Path]:
    """Return every page that a person reads on GitHub: those at the top, the manual, and those beside examples."""
    folders = ("docs", "examples", "fixtures", "integrations")
    return [*sorted(ROOT.glob("*.md")), *(page for name in folders for page in sorted((ROOT / name).rglob("*.md")))]


def targets(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield file and anchor, perhaps empty, of each link of a page that does not leave the repository."""
    for link in _LINK.findall(_prose(page)):
        if "://" not in link and not link.startswith("mailto:"):
            path, _, anchor = link.partition("#")
            yield (page.parent / path).resolve() if path else page, anchor


def anchors(page: Path) -> set[str]:
    """Return what can stand behind `#` in a link to this page, as GitHub makes it of the headings."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in _HEADING.findall(_prose(page)):
        name = _NOT_IN_ANCHORS.sub("", _LINKED.sub(r"\1", heading).lower()).replace(" ", "-")
        found.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


def _prose(page: Path) -> str:
    """Return a page without its blocks of code, in which `#` begins a comment and brackets are not links."""
    return _BLOCK.sub("", page.read_text(encoding="utf-8"))
