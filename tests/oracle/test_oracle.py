"""Can the oracle be trusted? It gives the worked answers of the specification, row by row, and those of the manual."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from tests.manual.pages import DOCS, Row, data, rows
from tests.oracle.data import BASE, STAMPS, example
from tests.oracle.oracle import Oracle, Pairs, Refused
from tests.oracle.worked import COMPANY, FOUND, ORDERED, REFUSED, SYSTEMS

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
    type_, hex_id, rest = query.rpartition("?")

    assert ids.replace("none", "").split() == sorted(oracle.matches(type_ if hex_id else "Procedure", _pairs(rest)))


@pytest.mark.parametrize(("query", "ids"), _lines(ORDERED))
def test_it_orders_as_the_specification_works_out(oracle: Oracle, query: str, ids: str) -> None:
    """The rows of section 3.5."""
    assert ids.split() == oracle.matches("Procedure", _pairs(query))


@pytest.mark.parametrize(("query", "names"), _lines(COMPANY))
def test_it_brings_along_what_the_specification_works_out(oracle: Oracle, query: str, names: str) -> None:
    """The rows of section 3.8."""
    pairs = _pairs(query)

    assert set(names.replace("none", "").split()) == oracle.included(
        "Procedure", pairs, oracle.found("Procedure", pairs)
    )


@pytest.mark.parametrize("query", [line.strip() for line in REFUSED.strip().splitlines()])
def test_it_refuses_what_the_specification_refuses(oracle: Oracle, query: str) -> None:
    """The rows that end in status 400."""
    with pytest.raises(Refused):
        oracle.matches("Procedure", _pairs(query))


# Claims about the resources that are found, which are what the oracle knows; and parameters that it does not know.
CLAIMS = {"finds", "finds in order", "brings", "refuses"}
BEYOND = re.compile(
    r"_compartment|_contained|contenttype|language|format|relationship|PlanDefinition.(version|context|definition|depends-on)"
    r"|ValueSet.(code|version)|Group.(value|characteristic-value)|phonetic"
)


def _of_page(page: Path) -> Oracle:
    stored = [json.loads(line) for line in data(page).splitlines() if line.strip()]
    return Oracle([one | {"meta": STAMPS | one.get("meta", {})} for one in stored], BASE, NOW)


def _judged(row: Row) -> bool:
    path = row.asked()[1].removeprefix("/fhir").partition("?")[0]
    known = path.count("/") == 1 and not BEYOND.search(row.query)
    return row.head == "query" and known and bool(CLAIMS & dict(row.claims).keys())


ORACLES = {page.name: _of_page(page) for page in PAGES if data(page)}
JUDGED = [row for page in PAGES for row in rows(page) if page.name in ORACLES and _judged(row)]


def _ids(words: str) -> list[str]:
    return [name.rpartition("/")[2] for name in words.replace("none", "").split()]


@pytest.mark.parametrize("row", JUDGED, ids=str)
def test_it_agrees_with_the_manual(row: Row) -> None:
    """What the pages of the manual say of a query, the plain reader says too."""
    type_, _, query = row.asked()[1].removeprefix("/fhir/").partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    oracle, claims = ORACLES[row.page], dict(row.claims)
    if "refuses" in claims:
        with pytest.raises(Refused):
            oracle.page(type_, pairs)
        return
    found = oracle.page(type_, pairs)
    came = oracle.included(type_, pairs, [thing for thing in oracle.found(type_, pairs) if thing.id in found])

    assert _ids(claims.get("finds in order", " ".join(found))) == found
    assert sorted(_ids(claims.get("finds", " ".join(found)))) == sorted(found)
    assert sorted(_ids(claims.get("brings", " ".join(came)))) == sorted(_ids(" ".join(came)))


def test_it_is_held_against_most_of_the_manual() -> None:
    """Few rows are beyond it."""
    assert len(JUDGED) >= 1700, len(JUDGED)
