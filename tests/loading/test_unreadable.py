"""Is everything found at the start that a search could not read? By its place; and whatever passes harms no search."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest

from sandbox.fhir.path import follower
from sandbox.loading.unreadable import refuse_unreadable
from sandbox.search.columns.column import finish
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.parameters import SEARCH_PARAMETERS, search_parameters
from sandbox.search.types import registry
from sandbox.search.types.registry import CHECKS, MODIFIER_TYPES
from tests.search.parameters.unsearched import unsearched

FaultsOf = Callable[[dict[str, str | bytes]], list[str]]

PROCEDURE = {"resourceType": "Procedure", "id": "p"}
SOON = "'soon' is not a date: write 2019, 2019-03, 2019-03-26 or 2019-03-26T12:55:26Z"
# What stands where something else should, or has the wrong inside.
ODD: tuple[Any, ...] = (
    5, -0.5, True, "", "x", "2019", {}, [[]], [{}], [5, "x"], {"extension": 5},
    {"coding": 5}, {"coding": ["x", {"system": {}, "code": [], "display": 5}]}, {"text": {}},
    {"system": [], "value": {}},
    {"reference": 5}, {"reference": "#x", "type": []}, {"reference": "", "identifier": {"system": 5, "value": []}},
    {"reference": "http://"}, {"identifier": "x"}, {"type": {"coding": [{"system": [], "code": 5}]}, "value": []},
    {"start": 5, "end": {}}, {"start": "2019", "end": "2018"}, {"event": 5}, {"event": [5]}, {"repeat": []},
    {"repeat": {"boundsPeriod": []}}, {"code": {}}, {"value": 1, "system": "s", "code": {}, "unit": []},
    {"value": 1, "system": {}, "code": "c", "comparator": {}}, {"low": 5, "high": {}},
    {"low": {"value": 2, "code": []}, "high": {"value": 1}}, {"family": 5, "given": [5, {}], "line": "x"},
)  # fmt: skip


def _text(**more: Any) -> str:
    return orjson.dumps(PROCEDURE | more).decode()


# Columns: what stands in a Procedure, and what is said of it.
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"performedDateTime": "soon"}, f"Procedure/p, date: {SOON}"),
        ({"performedDateTime": "2021-02-29"}, "Procedure/p, date: '2021-02-29' is not a date: there is no such day"),
        ({"performedPeriod": {"start": "2020", "end": "soon"}}, f"Procedure/p, date: {SOON}"),
        (
            {"contained": [{"resourceType": "Observation", "id": "o", "valueQuantity": {"value": "1"}}]},
            "Procedure/p#o, combo-value-quantity: '1' is not a number",
        ),
        (
            {"contained": [{"resourceType": "Condition", "id": "c", "onsetRange": {"low": {"value": True}}}]},
            "Procedure/p#c, onset-age: True is not a number",
        ),
        (
            {"contained": [{"resourceType": "Practitioner", "id": "x", "meta": {"lastUpdated": "soon"}}]},
            f"Procedure/p#x, _lastUpdated: {SOON}",
        ),
    ],
)  # fmt: skip
def test_a_value_that_no_search_can_read_is_a_fault(faults_of: FaultsOf, more: dict[str, Any], says: str) -> None:
    """It is named with its parameter and its place: the line, and in a Bundle the entry."""
    bundle = f'{{"resourceType":"Bundle","type":"batch","entry":[{{}},{{"resource":{_text(**more)}}}]}}'

    assert [f"a.ndjson:2: {says}", f"b.ndjson:3 entry 2: {says}"] == faults_of(
        {"a.ndjson": f"\n{_text(**more)}", "b.ndjson": f"\n\n{bundle}"}
    )


def test_numbers_of_any_spelling_can_be_read() -> None:
    """Also those that are kept as they were written."""
    for value in (1, 1.5, orjson.Fragment("1.50"), orjson.Fragment("100")):
        refuse_unreadable({"resourceType": "Observation", "id": "o", "valueQuantity": {"value": value}})
        refuse_unreadable({"resourceType": "Condition", "id": "c", "onsetRange": {"high": {"value": value}}})


@pytest.mark.parametrize("date", ["2019", "2019-02-28", "2020-02-29", "1850-12-31", "2019-03-26T12:55Z", "2019-12"])
def test_dates_of_any_precision_can_be_read(date: str) -> None:
    """The usual ones, which are seen to be dates at a glance, and others."""
    refuse_unreadable(PROCEDURE | {"performedDateTime": date})


def test_the_parts_of_composites_are_parameters_by_themselves() -> None:
    """So that what can be wrong with them is found with these."""
    for table in SEARCH_PARAMETERS.values():
        single = {way for row in table.values() if row.type in CHECKS for way in row.path.split(" | ")}
        for composite in table.values():
            for part in composite.parts:
                assert part.type not in CHECKS or single.issuperset(_ways(composite, part)), composite.name


def _ways(composite: SearchParameter, part: SearchParameter) -> Iterator[str]:
    for outer in composite.path.split(" | "):
        yield from (f"{outer}.{inner}".removeprefix(".") for inner in part.path.split(" | "))


@pytest.mark.parametrize("type_", sorted(SEARCH_PARAMETERS))
def test_what_passes_harms_no_column(type_: str) -> None:
    """Whatever stands at the place of a parameter, under whatever modifier: it is taken in, sorted and taken out."""
    rows = [*search_parameters(type_).values(), *unsearched(type_)]
    for row in rows:
        for way in row.path.split(" | "):
            if way == "meta.lastUpdated":
                continue  # it is read with the stamps of a resource, and what cannot be read there is refused there
            for odd in ODD:
                resource = _with(way, odd) | {"resourceType": type_, "id": "odd"}
                if _is_refused(resource):
                    continue
                for modifier in ("", *MODIFIER_TYPES):
                    _pass_through(registry.parameter_under(row, modifier), resource)


def _with(way: str, odd: Any) -> dict[str, Any]:
    """Return a resource with an odd value at a place; whether lists stand on the way makes no difference."""
    if way in {"", "deceased()"}:
        return {"deceasedBoolean": odd}
    *outer, last = way.split(".")
    value: dict[str, Any] = {last.partition("[")[0]: odd}
    for name in reversed(outer):
        value = {name.partition("[")[0]: value}
    return value


def _is_refused(resource: dict[str, Any]) -> bool:
    try:
        refuse_unreadable(resource)
    except ValueError:
        return True
    return False


def _pass_through(row: SearchParameter, resource: dict[str, Any]) -> None:
    column, elements = registry.column(row), follower(row.path)(resource)
    column.add(0, elements, resource)
    finish(column.seal())
    finish(column.arrange())
    list(column.groups(descending=True))
    column.remove(0, elements, resource)
