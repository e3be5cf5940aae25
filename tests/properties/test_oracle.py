"""Can the oracle be trusted? It gives the worked answers of the specification, row by row, and those of the manual."""

import json
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from tests.docs.pages import DOCS, Row, data, rows
from tests.properties.data import BASE, STAMPS, example
from tests.properties.oracle import Oracle, Pairs, Refused
from tests.properties.worked import COMPANY, FOUND, ORDERED, REFUSED, SYSTEMS

NOW = 1_772_323_200.0  # the first of March 2026
PAGES = sorted((DOCS / "search").glob("*.md"))


def _pairs(query: str) -> Pairs:
    """Return the pairs of a query as the tables write it: nothing encoded, `sct|` for the system of SNOMED CT."""
    for short, system in SYSTEMS.items():
        query = query.replace(f"{short}|", f"{system}|")
    return [(name, value) for name, _, value in (piece.partition("=") for piece in query.split("&"))]


def _lines(table: str) -> list[tuple[str, str]]:
    lines = [line.split(" -> ") for line in table.strip().splitlines()]
    return [(query.strip(), ids.strip()) for queries, ids in lines for query in queries.split(" ~ ")]


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    """Give an oracle that knows the example."""
    return Oracle(example(), BASE, NOW)


@pytest.mark.parametrize(("query", "ids"), _lines(FOUND))
def test_it_finds_what_the_specification_works_out(oracle: Oracle, query: str, ids: str) -> None:
    """The rows of sections 2 and 3, and the tricky cases that are sets."""
    type_, mark, rest = query.rpartition("?")

    assert ids.replace("none", "").split() == sorted(oracle.matches(type_ if mark else "Procedure", _pairs(rest)))


@pytest.mark.parametrize(("query", "ids"), _lines(ORDERED))
def test_it_orders_as_the_specification_works_out(oracle: Oracle, query: str, ids: str) -> None:
    """The rows of section 3.5."""
    assert ids.split() == oracle.matches("Procedure", _pairs(query))


@pytest.mark.parametrize(("query", "names"), _lines(COMPANY))
def test_it_brings_along_what_the_specification_works_out(oracle: Oracle, query: str, names: str) -> None:
    """The rows of section 3.8."""
    pairs = _pairs(query)

    assert set(names.replace("none", "").split()) == oracle.company(pairs, oracle.found("Procedure", pairs))


@pytest.mark.parametrize("query", [line.strip() for line in REFUSED.strip().splitlines()])
def test_it_refuses_what_the_specification_refuses(oracle: Oracle, query: str) -> None:
    """The rows that end in status 400."""
    with pytest.raises(Refused):
        oracle.matches("Procedure", _pairs(query))


def _of_page(page: Path) -> Oracle:
    stored = [json.loads(line) for line in data(page).splitlines() if line.strip()]
    return Oracle([one | {"meta": STAMPS | one.get("meta", {})} for one in stored], BASE, NOW)


ORACLES = {page.name: _of_page(page) for page in PAGES}


@pytest.mark.parametrize(
    "row", [row for page in PAGES for row in rows(page)], ids=lambda row: f"{row.page}:{row.line} {row.query}"
)
def test_it_agrees_with_the_manual(row: Row) -> None:
    """What the pages of the manual say of a query, the plain reader says too."""
    type_, _, query = row.path.removeprefix("/fhir/").partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    oracle = ORACLES[row.page]
    if row.column == "refuses":
        with pytest.raises(Refused):
            oracle.page(type_, pairs)
        return
    expected = row.expected.replace("none", "").split()
    found = oracle.page(type_, pairs)

    assert (expected if row.column == "finds in order" else sorted(expected)) == (
        found if row.column == "finds in order" else sorted(found)
    )
