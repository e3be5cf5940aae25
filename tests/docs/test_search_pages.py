"""Every row of the search manual is true: what a query finds, in which order, and what it refuses."""

from collections.abc import Iterator

import httpx
import pytest

from sandbox.loading import load
from sandbox.server import Sandbox
from sandbox.settings import Settings
from sandbox.world import World
from tests.docs.pages import DOCS, Row, data, rows

PAGES = sorted((DOCS / "search").glob("*.md"))
ROWS = [row for page in PAGES for row in rows(page)]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, httpx.Client]]:
    """One client a page, each of a server that holds just the data of its page."""
    folder = tmp_path_factory.mktemp("pages")
    opened: dict[str, httpx.Client] = {}
    sandboxes = []
    headers = {"Authorization": "Bearer aat_test_ready", "Host": "m.test"}
    for page in PAGES:
        file = folder / f"{page.stem}.ndjson"
        file.write_text(data(page), encoding="utf-8")
        sandboxes.append(Sandbox(World(load([file]), Settings())).__enter__())
        opened[page.name] = httpx.Client(base_url=sandboxes[-1].url, verify=False, headers=headers)
    yield opened
    for http in opened.values():
        http.close()
    for sandbox in sandboxes:
        sandbox.__exit__(None, None, None)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.page}:{row.line} {row.query}")
def test_a_row_of_the_manual_is_true(row: Row, servers: dict[str, httpx.Client]) -> None:
    """The server answers as the page says."""
    http = servers[row.page]
    answer = http.send(httpx.Request("GET", f"{http.base_url}".rstrip("/") + row.path, headers=http.headers))
    body = answer.json()

    if row.column == "refuses":
        assert row.expected == f"{answer.status_code} {body['issue'][0]['code']}"
        return
    found = [entry["resource"]["id"] for entry in body.get("entry", []) if entry["search"]["mode"] == "match"]
    expected = [] if row.expected == "none" else row.expected.split()
    if row.column == "finds":
        assert sorted(expected) == sorted(found)
    else:
        assert row.column == "finds in order"
        assert expected == found


def test_the_manual_has_hundreds_of_rows() -> None:
    """A page that loses its tables is noticed."""
    assert len(ROWS) >= 550, len(ROWS)
