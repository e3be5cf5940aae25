"""Which pages are remembered? Those that are asked for again, and their Bundles up to so many bytes, till a change."""

import json
from datetime import UTC, datetime

import pytest

from sandbox.fhir.store import Resource, Store
from sandbox.search import Page, ParseOptions, Scope, SearchEngine, UnderWay, UnpreparedError, Viewer
from sandbox.search.index import preparation
from sandbox.search.index.preparation import at_once

OPTIONS = ParseOptions(bases=("http://m.test/fhir",))


def _procedure(id_: str) -> Resource:
    body = {"resourceType": "Procedure", "id": id_, "status": "completed", "performedDateTime": "2020"}
    return Resource("Procedure", id_, "1", 0, json.dumps(body).encode())


def _engine(most_bytes: int) -> SearchEngine:
    return SearchEngine(Store([_procedure(f"p{number}") for number in range(20)]), most_bytes=most_bytes)


def _ask(engine: SearchEngine, raw: str, name: str = "all") -> Page:
    return engine.search(Scope("Procedure", "/Procedure"), raw, OPTIONS, Viewer(name, None, 1_700_000_000))


def test_a_page_that_is_asked_for_again_is_remembered_with_its_bundle() -> None:
    """From the second time on: most queries of a test suite never come again."""
    engine = _engine(1_000_000)
    pages = [_ask(engine, "_count=3") for _ in range(4)]
    bundles = [engine.bundle(page, with_total=False) for page in pages]

    assert pages[0] is not pages[1] is pages[2] is pages[3]
    assert 1 == len(set(bundles))
    assert bundles[2] is bundles[3]
    assert pages[0].body is None


def test_each_viewer_has_pages_of_its_own() -> None:
    """Since each sees something else."""
    engine = _engine(1_000_000)
    mine, yours = ([_ask(engine, "_count=3", name) for _ in "123"][-1] for name in ("me", "you"))

    assert mine is not yours


@pytest.mark.parametrize(("most_bytes", "kept"), [(0, 0), (3_000, 1), (8_000, 3), (10**6, 6)])
def test_bundles_are_kept_up_to_so_many_bytes(most_bytes: int, kept: int) -> None:
    """What does not fit is made anew each time; the next one that does not fit takes the place of all."""
    engine = _engine(most_bytes)
    size = len(engine.bundle(_ask(engine, "_count=10&_id:not=x"), with_total=False))
    assert 2_000 < size < 3_000
    for number in range(6):
        for _ in "123":
            engine.bundle(_ask(engine, f"_count=10&_id:not={number}"), with_total=False)
    last = [_ask(engine, f"_count=10&_id:not={number}") for number in range(6)]

    assert kept == sum(page.body is not None for page in last)


def test_a_change_forgets_every_page() -> None:
    """What was added is found at once."""
    engine = _engine(1_000_000)
    for _ in "123":
        engine.bundle(_ask(engine, "_total=accurate"), with_total=False)
    engine.change([], [_procedure("new")])

    assert 21 == _ask(engine, "_total=accurate").total
    assert b'"total":21' in engine.bundle(_ask(engine, "_total=accurate"), with_total=False)


def test_what_depends_on_the_time_is_not_remembered() -> None:
    """An approximate date is so by its distance from now."""
    engine = _engine(1_000_000)

    assert _ask(engine, "date=ap2020") is not [_ask(engine, "date=ap2020") for _ in "123"][-1]


def test_whoever_asks_at_another_time_meanwhile_is_told_of_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions have clocks of their own, and what is approximate is so by its distance from now."""
    monkeypatch.setattr(preparation, "SLICE", 1)
    engine = _engine(0)

    def ask(year: int) -> Page:
        viewer = Viewer("all", None, datetime(year, 1, 1, tzinfo=UTC).timestamp())
        return engine.search(Scope("Procedure", "/Procedure"), "date=ap1990&_sort=-date", OPTIONS, viewer)

    with pytest.raises(UnpreparedError) as under_way:
        ask(2021)

    assert 20 == at_once(lambda: ask(2400)).total
    assert isinstance(under_way.value.preparation, UnderWay)
    assert 0 == at_once(lambda: ask(2021)).total
