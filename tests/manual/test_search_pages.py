"""Every row of the search manual is true: what a query finds, in which order, what it brings, and what it refuses."""

from collections.abc import Iterator

import httpx
import pytest

from sandbox.server import Sandbox
from tests.manual.claims import expected_words, true_words
from tests.manual.pages import DOCS, Row, below_the_door, data, rows

PAGES = sorted((DOCS / "search").glob("*.md"))
ROWS = [row for page in PAGES for row in rows(page)]
CASES = range(1, 107)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, httpx.Client]]:
    """One client a page, each of a server that holds just the data of its page."""
    folder = tmp_path_factory.mktemp("pages")
    opened: dict[str, httpx.Client] = {}
    sandboxes = []
    headers = {"Authorization": "Bearer aat_test_ready", "Host": "m.test"}
    for page in PAGES:
        if not (resources := data(page)):
            continue
        file = folder / f"{page.stem}.ndjson"
        file.write_text(resources, encoding="utf-8")
        sandboxes.append(Sandbox(file).__enter__())
        opened[page.name] = httpx.Client(base_url=sandboxes[-1].url, verify=False, headers=headers)
    yield opened
    for http in opened.values():
        http.close()
    for sandbox in sandboxes:
        sandbox.__exit__(None, None, None)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_row_of_the_manual_is_true(row: Row, servers: dict[str, httpx.Client]) -> None:
    """The server answers as the page says."""
    http = servers[row.page]

    def ask(method: str, path: str, headers: dict[str, str], body: str) -> httpx.Response:
        both = httpx.Headers(http.headers)
        both.update(headers)
        return http.send(httpx.Request(method, f"{http.base_url}".rstrip("/") + path, headers=both, content=body))

    def follow(link: str) -> httpx.Response:
        return ask("GET", below_the_door(link), {}, "")

    answer = ask(*row.asked())

    for column, expected in row.claims:
        assert expected_words(column, expected) == true_words(column, expected, answer, follow), column


def test_every_row_claims_something() -> None:
    """No cell of an executed table is empty, but for remarks."""
    assert [] == [str(row) for row in ROWS if not row.claims or not all(expected for _, expected in row.claims)]


def test_every_tricky_case_is_a_row() -> None:
    """Each of the 106 cases that are known to go wrong elsewhere is asked here."""
    assert [] == sorted(set(CASES) - {case for row in ROWS for case in row.cases})


def test_the_manual_has_its_rows() -> None:
    """A page that loses its tables is noticed."""
    assert len(ROWS) >= 1900, len(ROWS)
