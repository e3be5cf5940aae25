"""Is every order the same, whichever way it is read off: from a few resources, along a column, from the whole?"""

import json
from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

import pytest
from pyroaring import BitMap

from sandbox.fhir.store import Resource
from sandbox.search.evaluate import sorting
from sandbox.search.evaluate.paging import mixed_page_of
from sandbox.search.evaluate.sorting import sorted_page
from sandbox.search.index.index import Index
from sandbox.search.model.result_parameters import ResultParameters, SortKey
from sandbox.seed import Seed
from sandbox.stepwise import whole

KEYS = [
    (SortKey("status", descending=False),),
    (SortKey("date", descending=True),),
    (SortKey("_id", descending=True),),
    (SortKey("status", descending=True), SortKey("date", descending=False)),
    (SortKey("date", descending=False), SortKey("status", descending=False), SortKey("_lastUpdated", descending=True)),
]


def _index(type_: str, size: int) -> Index:
    dice = Seed(1).stream(f"{type_} {size}")
    found = []
    for number in range(size):
        value: dict[str, Any] = {"resourceType": type_, "id": f"r{number * 7919 % size}"}
        if dice.random() < 0.9:
            value["status"] = dice.choice(["completed", "stopped"])
        if dice.random() < 0.8:
            value["performedDateTime"] = value["authoredOn"] = f"20{dice.randrange(10, 14)}"
        if type_ == "ServiceRequest":
            value["occurrenceDateTime"] = value.get("authoredOn")
        found.append(Resource(type_, value["id"], "1", dice.randrange(3), json.dumps(value).encode()))
    return Index(type_, found)


def _plain(index: Index, found: BitMap, keys: tuple[SortKey, ...]) -> list[int]:
    """Return the numbers sorted by what stands in the resources."""

    def value(number: int, key: SortKey) -> Any:
        resource = json.loads(index.resources[number].body)
        if key.name == "_lastUpdated":
            return resource.get("meta", {}).get("lastUpdated")
        return resource.get({"date": "performedDateTime", "_id": "id"}.get(key.name, key.name))

    def compare(one: int, other: int) -> int:
        for key in keys:
            left, right = value(one, key), value(other, key)
            if left != right:
                if left is None or right is None:
                    return 1 if left is None else -1
                return (1 if left > right else -1) * (-1 if key.descending else 1)
        return 1 if index.resources[one].id > index.resources[other].id else -1

    return sorted(found, key=cmp_to_key(compare))


@pytest.mark.parametrize("keys", KEYS)
@pytest.mark.parametrize(("dear", "far"), [(10**9, 10**9), (0, 10**9), (10**9, 0)])
def test_all_ways_lead_to_the_same_order(
    monkeypatch: pytest.MonkeyPatch, dear: int, far: int, keys: tuple[SortKey, ...]
) -> None:
    """From what some resources say, along the columns, and from an order of everything."""
    monkeypatch.setattr(sorting, "_DEAR", dear)
    monkeypatch.setattr(sorting, "_FAR", far)
    index = _index("Procedure", 90)
    for found in (index.all, BitMap(range(0, 90, 7)), BitMap([3])):
        expected = _plain(index, found, keys)
        for start, stop in ((0, len(found)), (0, 2), (5, 9), (len(found), len(found) + 5)):
            assert expected[start:stop] == whole(sorted_page(found, keys, index, start, stop))


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ((), lambda one: (-one[0], one[2], one[3])),
        # Codes of each type have a system of their own, which counts.
        ((SortKey("status", descending=False),), lambda one: (one[1], one[1] != "~" and one[3], one[2], one[3])),
        ((SortKey("_lastUpdated", descending=False),), lambda one: (one[2], one[3])),
    ],
)
def test_several_types_are_merged(sort: tuple[SortKey, ...], key: Callable[[Any], Any]) -> None:
    """In one order, on all pages; what is equal goes by id, then by type."""
    some = _index("Procedure", 40), _index("ServiceRequest", 30)
    found = [(index, index.all) for index in some]
    everything = _facts(whole(mixed_page_of(found, ResultParameters(sort=sort, count=100))))
    pages = [mixed_page_of(found, ResultParameters(sort=sort, count=9, offset=at)) for at in range(0, 72, 9)]
    parts = [_facts(whole(page)) for page in pages]

    assert 70 == len(set(everything))
    assert everything == [one for part in parts for one in part]
    assert sorted(everything, key=key) == everything
    assert [] == whole(mixed_page_of(found, ResultParameters(count=0)))


def _facts(page: list[tuple[Index, int]]) -> list[tuple[int, str, str, str]]:
    """Return of each resource its age, its status ("~" is none, and last), its id and its type."""
    found = [(index.type, index.resources[number]) for index, number in page]
    return [(one.updated, json.loads(one.body).get("status", "~"), one.id, type_) for type_, one in found]
