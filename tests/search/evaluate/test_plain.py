"""Is a page that is cut from terms the one that `execute` finds? And what is left to that, since it takes more?"""

import json
from itertools import product

import pytest
from pyroaring import BitMap

from sandbox.fhir.store import Resource, Store
from sandbox.problem import Problem
from sandbox.query_string import pairs
from sandbox.search import Page, ParseOptions, Scope, SearchEngine, Viewer
from sandbox.search.evaluate import plain
from sandbox.search.evaluate.execute import execute
from sandbox.search.evaluate.plain import PlainSearches
from sandbox.search.parse.parser import parse
from sandbox.stepwise import whole

OPTIONS = ParseOptions(bases=("http://m.test/fhir",))
LENIENT = ParseOptions(bases=("http://m.test/fhir",), lenient=True)
SCOPE = Scope("Procedure", "/Procedure")
NOON = 1_700_000_000


def _procedure(number: int) -> Resource:
    body = {
        "resourceType": "Procedure",
        "id": f"p{number}",
        "status": ("completed", "completed", "stopped")[number % 3],
        "subject": {"reference": f"Patient/q{number % 7}"},
        "performedDateTime": f"20{10 + number % 10}-0{1 + number % 9}",
        "code": {"coding": [{"system": "http://c.test", "code": f"c{number % 4}"}]},
    }
    return Resource("Procedure", f"p{number}", "1", number % 50, json.dumps(body).encode())


@pytest.fixture(name="engine", scope="module")
def _engine() -> SearchEngine:
    return SearchEngine(Store([_procedure(number) for number in range(100)]))


def _plain(
    engine: SearchEngine, raw: str, options: ParseOptions = OPTIONS, viewer: Viewer | None = None
) -> Page | None:
    seen = None
    if viewer is not None and viewer.visible is not None:
        seen = viewer.visible["Procedure"]
    return PlainSearches().page(engine.indexes["Procedure"], raw, options, seen)


WHO = ("", "patient=q3", "patient=Patient/q3", "subject=Patient%2Fq3", "patient=nobody", "patient=")
WHAT = ("", "code=c1", "code=http://c.test|c1", "code=http%3A%2F%2Fc.test%7C", "status=completed", "status:missing=")
WHEN = ("", "date=ge2014", "date=ge2012&date=le2016", "date=2014-05", "date=ne2014&", "date=sa2012&date=ge2013")
HOW = ("", "_count=3", "_offset=2&_count=4", "_count=0", "_count=5000&_total=accurate", "_format=json", "_offset=999")


@pytest.mark.parametrize("pieces", list(product(WHO, WHAT, WHEN)), ids="&".join)
def test_it_is_the_page_that_execute_finds(engine: SearchEngine, pieces: tuple[str, ...]) -> None:
    """The same resources in the same order, the same number, and the same links; for whoever sees a part, too."""
    part = Viewer("half", {"Procedure": BitMap(range(0, 100, 2))}, NOON)
    for how, viewer in product(HOW, (Viewer("all", None, NOON), part)):
        raw = "&".join([*pieces, how])
        expected = whole(execute(parse(SCOPE, pairs(raw), OPTIONS), engine.view(viewer, OPTIONS)))
        found = _plain(engine, raw, viewer=viewer)

        assert found is not None
        assert (expected.entries, expected.total) == (found.entries, found.total)
        assert (expected.links, expected.next) == (found.links, found.next)


@pytest.mark.parametrize(
    "raw",
    [
        "status=completed,stopped",
        "status:not=completed",
        "date:missing=true",
        "date=ap2014",
        "performer=x",
        "patient.name=x",
        "_has:Observation:part-of:code=x",
        "_filter=status%20eq%20completed",
        "_list=x",
        "_type=Procedure",
        "_include=Procedure:patient",
        "_sort=date",
        "_elements=status",
        "_summary=true",
        "code:in=http://v.test",
        "_contained=both",
    ],
)
def test_what_takes_more_is_not_plain(engine: SearchEngine, raw: str) -> None:
    """Wherever it stands."""
    assert _plain(engine, f"status=completed&{raw}") is None
    assert _plain(engine, f"{raw}&status=completed") is None


@pytest.mark.parametrize(
    "raw", ["foo=1", "date=yesterday", "_count=1&_count=2", "_count=x", "code=%ff", "date:foo=2014"]
)
def test_a_mistake_is_told_by_who_reads_the_whole_query(engine: SearchEngine, raw: str) -> None:
    """So that of two mistakes the same one is told."""
    assert _plain(engine, raw) is None
    with pytest.raises(Problem):
        engine.search(SCOPE, raw, OPTIONS, Viewer("all", None, NOON))


@pytest.mark.parametrize("raw", ["foo=1", "_total=many", "_sort=foo"])
def test_what_is_ignored_needs_a_note(engine: SearchEngine, raw: str) -> None:
    """Which is an entry of the page that only the long way knows."""
    assert _plain(engine, raw, LENIENT) is None
    assert engine.search(SCOPE, raw, LENIENT, Viewer("all", None, NOON)).notes


def test_a_term_means_the_same_to_all_who_ask(engine: SearchEngine) -> None:
    """It is kept for the next query, whoever sees how much of what it finds."""
    searches, index = PlainSearches(), engine.indexes["Procedure"]
    everything, nothing = (searches.page(index, "code=c1", OPTIONS, seen) for seen in (None, BitMap()))

    assert everything is not None
    assert nothing is not None
    assert (25, 0) == (everything.total, nothing.total)


def test_the_terms_are_bounded(engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there are too many, all are forgotten; long pieces are never kept."""
    monkeypatch.setattr(plain, "_TERMS_KEPT", 3)
    searches, index = PlainSearches(), engine.indexes["Procedure"]
    for number in range(20):
        searches.page(index, f"patient=q{number}", OPTIONS, None)
        searches.page(index, f"code=c{number}{'x' * 300}", OPTIONS, None)

    assert 2 == len(searches.terms)


def test_a_change_is_seen_by_the_next_query() -> None:
    """What was known of a piece is forgotten."""
    engine, viewer = SearchEngine(Store([_procedure(0)])), Viewer("all", None, NOON)
    before = engine.search(SCOPE, "patient=q0", OPTIONS, viewer).total
    engine.change([], [_procedure(7)])

    assert (1, 2) == (before, engine.search(SCOPE, "patient=q0", OPTIONS, viewer).total)
