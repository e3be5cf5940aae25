"""Is the manual true? Its tables are those of the code, its addresses answer, and its first lines are as printed."""

import re
from pathlib import Path

import httpx
import pytest

from sandbox.api.admin import routes as admin_routes
from sandbox.api.fhir import routes as fhir_routes
from sandbox.api.oauth import routes as oauth_routes
from tests.manual.tables import ROOT, pages, written

README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


NAME = "procedure-sandbox"
_UNCLAIMED = re.compile(rf"\b(?:pip|pipx|pip3|uv|uvx)\b[^\n`]*[ '\"]{NAME}(?:\[[a-z,]+\])?(?:[ '\"`]|$)", re.MULTILINE)


def test_nothing_is_installed_by_a_name_that_nobody_has_claimed() -> None:
    """Until something is published, by path: somebody else could publish whatever they like under the name."""
    files = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "examples").rglob("*.md"),
        ROOT / "Dockerfile",
    ]
    files += [*(ROOT / "sandbox").rglob("*.py"), *(ROOT / ".github").rglob("*.yml")]
    wrong = {str(file): found[0] for file in files if (found := _UNCLAIMED.search(file.read_text(encoding="utf-8")))}

    assert {} == wrong
    assert all(_UNCLAIMED.search(line) for line in ("pip install 'procedure-sandbox[watch]'", f"uvx {NAME} serve"))
    assert not _UNCLAIMED.search("pip install ./procedure-sandbox && .venv/bin/procedure-sandbox serve")


def test_a_container_is_bound_to_this_machine() -> None:
    """Wherever a port of it is published."""
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "SECURITY.md"]
    published = re.compile(r"(?:-p |ports: \[\")(\S*12429:12429)")
    found = [port for page in pages for port in published.findall(page.read_text(encoding="utf-8"))]

    assert len(found) > 3
    assert {"127.0.0.1:12429:12429"} == set(found)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_the_tables_of_a_page_are_those_of_the_code(page: Path) -> None:
    """`make docs` would change nothing."""
    text = page.read_text(encoding="utf-8")

    assert written(text) == text


@pytest.mark.parametrize(
    "route",
    [
        *(f"/fhir{route.pattern}" for route in fhir_routes.ROUTES),
        *(f"/_sandbox{route.pattern}" for route in admin_routes.ROUTES),
        *(route.pattern for route in oauth_routes.ROUTES),
    ],
)
def test_every_address_is_in_the_reference(route: str) -> None:
    """Whoever reads it knows each address."""
    assert f"{route}`" in REFERENCE or f"{route}?" in REFERENCE


def test_the_readme_can_be_read_in_a_few_minutes() -> None:
    """What is longer stands in the manual."""
    assert len(README.splitlines()) < 250


def test_the_curl_line_of_the_readme_gives_its_answer(client: httpx.Client) -> None:
    """The first request that a reader copies is answered as printed."""
    line = next(line for line in README.splitlines() if line.startswith("curl -H"))
    token, address = re.findall(r"Bearer (\S+)' '(\S+)'", line)[0]
    answer = client.get(
        address.replace("http://127.0.0.1:12429", ""), headers={"Authorization": f"Bearer {token}"}
    ).json()

    assert ["ada-mammogram"] == [entry["resource"]["id"] for entry in answer["entry"]]
    assert ["self", "first", "next"] == [link["relation"] for link in answer["link"]]
    assert answer["link"][2]["url"].endswith("/fhir/Procedure?_count=1&_offset=1&date=ge2025")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    """There is one line that installs and tests, and CI takes it from the README."""
    lines = [line for line in README.splitlines() if "pip install -q -e '.[dev]'" in line]

    assert 1 == len(lines)
    assert lines[0].endswith("-m pytest")


def test_make_tells_what_it_can_do() -> None:
    """Each target that a person calls has its line in `make help`, and CONTRIBUTING names no other."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    told = set(re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE))
    listed = re.findall(r"^\.PHONY:((?:.*\\\n)*.*)$", makefile, re.MULTILINE)[0].replace("\\", "").split()
    named = re.findall(r"`make ([a-z]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8") + README)

    assert set(listed) - {"all", "install", "clean"} == told
    assert set(named) <= told
