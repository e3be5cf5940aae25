"""Which pages is the site of the manual made of? `python -m tests.manual.site` writes them into build/manual.

They stand as in the repository, so that a link from page to page holds. A link to anything else leads to the
repository, if the variable SITE_REPOSITORY says where that is (`https://github.com/OWNER/procedure-sandbox/blob/main`);
or else its words stay, and nothing is to be clicked.
"""

import os
import re
import shutil
from pathlib import Path

from tests.manual.links import documents
from tests.manual.tables import ROOT

BUILT = ROOT / "build" / "manual"
PICTURES = ROOT / "docs" / "images"

_BLOCK_OR_LINK = re.compile(r"^ *```.*?^ *```|(?<!!)\[([^\]]*)\]\(([^()\s]+)\)", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^( *```[a-z]+) +.*$", re.MULTILINE)


def on_the_site(page: Path, repository: str = "") -> str:
    """Return a page as the site has it; *repository* is where files are that are not pages, "" if nobody knows."""
    pages = set(documents())

    def link(found: re.Match[str]) -> str:
        words, target = found[1], found[2]
        if words is None or "://" in target or target.startswith(("#", "mailto:")):
            return found[0]
        path, hash_, anchor = target.partition("#")
        file = (page.parent / path).resolve()
        if file in pages:
            return found[0]
        if file / "README.md" in pages:
            return f"[{words}]({path.rstrip('/')}/README.md{hash_}{anchor})"
        if repository:
            return f"[{words}]({repository}/{file.relative_to(ROOT)}{hash_}{anchor})"
        return words

    # A fence has one word here: with more of them the rest of the page would be taken for code.
    return _FENCE.sub(r"\1", _BLOCK_OR_LINK.sub(link, page.read_text(encoding="utf-8")))


def write(folder: Path, repository: str = "") -> None:
    """Write every page, and the pictures, into an empty *folder*."""
    for page in documents():
        copy = folder / page.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(on_the_site(page, repository), encoding="utf-8")
    shutil.copytree(PICTURES, folder / PICTURES.relative_to(ROOT))


if __name__ == "__main__":
    shutil.rmtree(BUILT, ignore_errors=True)
    write(BUILT, os.environ.get("SITE_REPOSITORY", "").rstrip("/"))
