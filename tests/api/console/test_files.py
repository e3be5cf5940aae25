"""What are the files of the console? Whole, from here alone, and such that no text becomes markup."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from sandbox.api.console.files import PAGE, POLICY, STATIC, static_files
from sandbox.reports.timeline import timeline
from sandbox.reports.timeline_svg import timeline_svg

FILES = sorted(STATIC.iterdir())
SCRIPTS = [path for path in FILES if path.suffix == ".js"]
NAMESPACE = "http://www.w3.org/2000/svg"  # a name, which nobody asks for
FORM = "http://…"  # how an address begins, as an example for a reader
# How a text becomes markup or code, or a page leaves what its policy permits.
FORBIDDEN = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "createContextualFragment", "parseFromString",
    "srcdoc", "eval(", "new Function", "localStorage", "document.cookie", "import(", "setHTML",
)  # fmt: skip


def text(path: Path) -> str:
    """Return what stands in a file."""
    return path.read_text(encoding="utf-8")


def test_every_file_is_served() -> None:
    """None lies there in vain, and there is a page, a style and a script."""
    assert [path.name for path in FILES] == list(static_files())
    assert {PAGE, "console.css", "console.js", "icon.svg"} <= static_files().keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_comes_from_outside(path: Path) -> None:
    """No address of another server stands in any file."""
    written = text(path).replace(NAMESPACE, "").replace(FORM, "").replace("http://127.0.0.1", "")

    assert [] == re.findall(r"(?:https?://|wss?://|@import|[\"'(]//)[^\s\"')]*", written)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_says_first_which_question_it_answers(path: Path) -> None:
    """As every module does."""
    assert re.match(r"// [A-Z][^\n]*\?", text(path))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_never_makes_markup_of_a_text(path: Path) -> None:
    """Nor does it keep anything where it would outlive the tab."""
    written = text(path)

    assert [] == [word for word in FORBIDDEN if word in written]
    assert ("sessionStorage" in written) == (path.name == "server.js")


def test_the_page_has_no_script_and_no_style_in_it() -> None:
    """Neither as elements nor as attributes: the policy would stop them."""
    page = text(STATIC / PAGE)

    assert [] == re.findall(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|javascript:", page)


def test_every_file_that_is_named_is_there() -> None:
    """By the page, and by the scripts among each other."""
    page = re.findall(r'(?:href|src)="console/([^"]+)"', text(STATIC / PAGE))
    scripts = [name for path in SCRIPTS for name in re.findall(r'from "\./([^"]+)"', text(path))]

    assert set() == {*page, *scripts} - static_files().keys()
    assert {path.name for path in SCRIPTS} == {*page, *scripts} - {"console.css", "icon.svg"}


def test_the_policy_permits_what_is_here_alone() -> None:
    """No word of it lets in what stands in the markup, or comes from elsewhere."""
    directives = dict(part.split(" ", 1) for part in POLICY.split("; "))

    assert "'none'" == directives["default-src"] == directives["frame-ancestors"] == directives["base-uri"]
    assert "'self'" == directives["script-src"] == directives["connect-src"] == directives["img-src"]
    assert "'none'" == directives["trusted-types"]
    assert [] == [word for word in ("unsafe", "*", "http", "data:", "blob:") if word in POLICY]


def test_the_one_style_that_is_permitted_is_that_of_the_timeline() -> None:
    """By the hash of what the picture really brings."""
    entry = {"n": 1, "at": 1.0, "method": "GET", "path": "/fhir/Procedure", "query": "", "status": 200}
    style = re.findall(r"<style>(.*?)</style>", timeline_svg(timeline([entry])), re.DOTALL)
    digest = b64encode(sha256(style[0].encode()).digest()).decode()

    assert 1 == len(style)
    assert f"style-src 'self' 'sha256-{digest}'" in POLICY
    assert not {"&", "<"} & set(style[0])
