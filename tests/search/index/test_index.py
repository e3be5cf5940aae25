"""In which order does an Index give its resources? By age and id, or by any keys, always whole and without ties."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from pyroaring import BitMap

from sandbox.fhir.store import Resource
from sandbox.fhir.terminology import Terminology
from sandbox.search.evaluate.evaluate import evaluate
from sandbox.search.evaluate.sorting import in_order
from sandbox.search.evaluate.view import View
from sandbox.search.index.index import Index
from sandbox.search.index.preparation import at_once
from sandbox.search.model.conditions import Clause
from sandbox.search.model.result_parameters import SortKey
from sandbox.search.model.values import ExactMatch
from sandbox.search.parameters import search_parameters
from sandbox.stepwise import whole


def _resource(id_: str, updated: int = 0, **more: Any) -> Resource:
    body = json.dumps({"resourceType": "Procedure", "id": id_, **more}).encode()
    return Resource("Procedure", id_, "1", updated, body)


def _index(*resources: Resource) -> Index:
    return Index("Procedure", resources)


def _select(index: Index, clause: Clause) -> BitMap:
    none = Terminology((), ())
    view = View(
        indexes={"Procedure": index}, contained={}, load_terminology=lambda: none, visible=None, bases=(), now=0
    )
    return at_once(lambda: whole(evaluate(clause, index, view)))


def _ids(index: Index, numbers: Sequence[int]) -> list[str]:
    return [index.resources[number].id for number in numbers]


def _sorted(index: Index, *keys: SortKey) -> list[str]:
    return _ids(index, [number for _, number in whole(in_order(index.all, keys, index, 0, len(index.all)))])


def _codes(*codes: str) -> dict[str, Any]:
    return {"code": {"coding": [{"code": code} for code in codes]}}


def test_numbers_fall_from_the_newest_and_ties_go_by_id() -> None:
    """So the default order is that of falling numbers."""
    index = _index(_resource("b", 5), _resource("a", 5), _resource("c", 9), _resource("d", 1), _resource("B", 5))

    assert ["c", "B", "a", "b", "d"] == _ids(index, sorted(index.all, reverse=True))
    assert {"c": 4, "B": 3, "a": 2, "b": 1, "d": 0} == index.numbers


@pytest.mark.parametrize("descending", [False, True])
def test_ties_are_broken_by_id_upwards(*, descending: bool) -> None:
    """In either direction, whatever the age."""
    index = _index(*(_resource(id_, age, status="completed") for age, id_ in enumerate("cabd")))

    assert ["a", "b", "c", "d"] == _sorted(index, SortKey("status", descending))


@pytest.mark.parametrize(("descending", "expected"), [(False, "b a c d".split()), (True, "c a b d".split())])
def test_the_smallest_counts_upwards_and_the_largest_downwards(*, descending: bool, expected: list[str]) -> None:
    """And who has no value is last either way."""
    index = _index(
        _resource("a", **_codes("3", "4")),
        _resource("b", **_codes("1", "4")),
        _resource("c", **_codes("3", "5")),
        _resource("d"),
    )

    assert expected == _sorted(index, SortKey("code", descending))


def test_a_later_key_breaks_the_ties_of_an_earlier_one() -> None:
    """Each with its own direction."""
    index = _index(
        _resource("a", status="stopped", performedDateTime="2019"),
        _resource("b", status="completed", performedDateTime="2019"),
        _resource("c", status="completed", performedDateTime="2021"),
        _resource("d", status="completed"),
    )

    assert list("cbda") == _sorted(index, SortKey("status", False), SortKey("date", True))
    assert list("abcd") == _sorted(index, SortKey("status", True), SortKey("date", False))


def test_a_page_is_a_part_of_the_order() -> None:
    """From any place to any other, by few matches and by many."""
    index = _index(*(_resource(f"p{n * 7 % 11}", n % 3, **_codes(str(n % 4))) for n in range(11)))
    keys = (SortKey("code", True), SortKey("_lastUpdated", False))
    everything = _sorted(index, *keys)

    assert list(range(11)) == sorted(index.numbers[id_] for id_ in everything)
    for start in range(11):
        page = whole(in_order(index.all, keys, index, start, start + 3))
        assert everything[start : start + 3] == _ids(index, [number for _, number in page])


def test_an_empty_index_answers() -> None:
    """With nothing."""
    index = _index()

    assert ([], 0) == (_sorted(index, SortKey("date", False)), len(index.all))


@pytest.mark.parametrize("missing", [True, False])
def test_missing_parts_the_resources_in_two(*, missing: bool) -> None:
    """Who has a value and who has none; an element with only an extension has none."""
    only_extension = {"code": {"extension": [{"url": "http://m.test/x"}]}}
    index = _index(_resource("a", **_codes("1")), _resource("b"), _resource("c", 0, **only_extension))
    found = _select(index, Clause(param=search_parameters("Procedure")["code"], missing=missing))

    assert (["b", "c"] if missing else ["a"]) == sorted(_ids(index, list(found)))


def test_a_question_does_not_change_the_index() -> None:
    """Asked again, it says the same."""
    index = _index(*(_resource(f"p{n}", **_codes("x")) for n in range(400)), _resource("q", **_codes("y")))
    clause = Clause(
        param=search_parameters("Procedure")["code"],
        alternatives=(ExactMatch(((None, "x"),)), ExactMatch(((None, "y"),))),
    )

    assert [401, 401, 401] == [len(_select(index, clause)) for _ in "123"]
    assert 400 == len(_select(index, Clause(param=clause.param, alternatives=clause.alternatives[:1])))


def test_what_is_removed_is_not_held_on_to() -> None:
    """Its number never comes again, but its bytes are free: a server may be changed for months."""
    index = _index(_resource("a"), _resource("b"))
    for _ in range(5):
        old = index.resources[index.numbers["a"]]
        index.remove(index.numbers["a"])
        index.add(_resource("a"))
        index.seal()

        assert not [resource for resource in index.resources if resource is old]
        assert 2 == len([resource for resource in index.resources if resource.body])
        assert len(index.all) == sum(b"resourceType" in entry for entry in index.entries)
    assert {"a", "b"} == {index.resources[number].id for number in index.all}
