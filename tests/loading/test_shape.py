"""Which elements are refused for their JSON type? Those that a search would look at, and what is around them."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import orjson
import pytest

from sandbox.fhir.repeating_elements import REPEATING
from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.loading.shape import Shape, refuse_misshapen, shape_of
from sandbox.search.parameters import SEARCH_PARAMETERS

FaultsOf = Callable[[dict[str, str | bytes]], list[str]]
NAME = {"resourceType": "Procedure", "id": "m1"}
PATIENT = {"resourceType": "Patient"}
FULL: dict[str, Any] = {
    "status": "completed", "subject": {"reference": "Patient/p"}, "code": {"coding": [{"code": "1"}], "text": "x"},
    "category": {"text": "y"}, "performer": [{"actor": {"display": "Dr"}}], "performedDateTime": "2024",
    "identifier": [{"system": "http://m.test", "value": "7", "type": {"text": "z"}}],
    "instantiatesUri": ["http://m.test/x"], "language": "en", "text": {"div": "<div/>"}, "extension": [{"url": "x"}],
    "note": [{"text": "unknown to any search"}], "meta": {"tag": [{"code": "t"}]},
}  # fmt: skip


def test_what_is_right_is_taken() -> None:
    """Every known element as R4 has it; what is missing is not missed, and what is null says nothing."""
    refuse_misshapen(NAME | FULL)
    refuse_misshapen(NAME)
    refuse_misshapen(NAME | {"status": None, "instantiatesUri": [None, "http://m.test"], "note": 7})


# What is said of a Procedure, and what is wrong with it.
@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"status": 5}, "status: this must be a string, not 5"),
        ({"status": True}, "status: this must be a string, not true"),
        ({"status": {"value": "x"}}, 'status: this must be a string, not {"value":"x"}'),
        ({"subject": "x"}, 'subject: this must be an object, not "x"'),
        ({"subject": ["Patient/p"]}, 'subject: this must be an object, not ["Patient/p"]'),
        ({"subject": [{"reference": "Patient/p"}]}, 'subject: this must be an object, not [{"reference":"Patient/p"}]'),
        ({"status": ["completed"]}, 'status: this must be a string, not ["completed"]'),
        ({"performedDateTime": 2024}, "performedDateTime: this must be a string, not 2024"),
        ({"performedDateTime": ["2024"]}, 'performedDateTime: this must be a string, not ["2024"]'),
        ({"performedPeriod": "2024"}, 'performedPeriod: this must be an object, not "2024"'),
        ({"reasonCode": {"text": "x"}}, 'reasonCode: this must be a list of objects, not {"text":"x"}'),
        ({"reasonCode": [{}, []]}, "reasonCode: this must be an object, not []"),
        ({"instantiatesUri": "x"}, 'instantiatesUri: this must be a list of strings, not "x"'),
        ({"subject": {"reference": 7}}, "subject.reference: this must be a string, not 7"),
        ({"subject": {"identifier": "x"}}, 'subject.identifier: this must be an object, not "x"'),
        ({"code": "80146002"}, 'code: this must be an object, not "80146002"'),
        ({"code": {"coding": "x"}}, 'code.coding: this must be a list of objects, not "x"'),
        ({"code": {"coding": {"code": "1"}}}, 'code.coding: this must be a list of objects, not {"code":"1"}'),
        ({"code": {"coding": [{"code": 80146002}]}}, "code.coding.code: this must be a string, not 80146002"),
        ({"performer": ["Practitioner/1"]}, 'performer: this must be an object, not "Practitioner/1"'),
        ({"performer": [{"actor": "x"}]}, 'performer.actor: this must be an object, not "x"'),
        ({"identifier": [{"value": 7}]}, "identifier.value: this must be a string, not 7"),
        ({"instantiatesUri": [1]}, "instantiatesUri: this must be a string, not 1"),
        ({"text": "<div/>"}, 'text: this must be an object, not "<div/>"'),
        ({"text": {"div": {}}}, "text.div: this must be a string, not {}"),
        ({"language": 1}, "language: this must be a string, not 1"),
        ({"extension": "x"}, 'extension: this must be a list of objects, not "x"'),
        ({"contained": {}}, "contained: this must be a list of objects, not {}"),
        ({"meta": {"tag": "x"}}, 'meta.tag: this must be a list of objects, not "x"'),
        ({"status": 1, "subject": 2}, "status: this must be a string, not 1"),
        ({"reasonReference": "x" * 200}, f'reasonReference: this must be a list of objects, not "{"x" * 99}…'),
    ],
)
def test_a_wrong_type_is_named_with_its_path(faults_of: FaultsOf, said: dict[str, Any], fault: str) -> None:
    """By file and line, with what would be right."""
    good = orjson.dumps(PATIENT | {"id": "p"}).decode()
    found = faults_of({"a.ndjson": f"{good}\n{orjson.dumps(NAME | said).decode()}\n"})

    assert [f"a.ndjson:2: Procedure/m1, {fault}"] == found


@pytest.mark.parametrize(
    ("resource", "fault"),
    [
        (PATIENT | {"active": "true"}, 'active: this must be true or false, not "true"'),
        (
            PATIENT | {"name": [{"given": [7]}]},
            "name.given: this must be a string or an object, not 7",
        ),
        (PATIENT | {"gender": 1}, "gender: this must be a string, not 1"),
        (PATIENT | {"address": 1}, "address: this must be a list of strings or objects, not 1"),
        ({"resourceType": "Basic", "text": 1}, "text: this must be an object, not 1"),
        ({"resourceType": "Group", "actual": "yes"}, 'actual: this must be true or false, not "yes"'),
    ],
)
def test_other_types_are_held_to_theirs(resource: dict[str, Any], fault: str) -> None:
    """By their own parameters, or by what every resource has."""
    with pytest.raises(ValueError, match="this must be") as raised:
        refuse_misshapen(resource | {"id": "1"})

    assert f"{resource['resourceType']}/1, {fault}" == str(raised.value)


def test_what_is_contained_is_held_to_its_own_type() -> None:
    """It is named by its container; what is contained and of no type is let be."""
    inner = [{"id": "x"}, {"resourceType": "Patient", "id": "in", "gender": 1}]
    with pytest.raises(ValueError, match=r"Procedure/m1#in, gender: this must be a string, not 1"):
        refuse_misshapen(NAME | {"contained": inner})


PLAIN: list[Any] = [None, True, 7, 1.5, orjson.Fragment("1.50"), "x", {}, []]
VALUES: list[Any] = [*PLAIN, [None], [7], ["x"], [{}], ["x", True], [[]]]


def ways_in(shape: Shape) -> Iterator[list[str]]:
    """Yield the names on the way to each element inside a shape."""
    for name, inner in shape.inner.items():
        yield [name]
        yield from ([name, *way] for way in ways_in(inner))


def with_value(type_: str, way: list[str], value: Any) -> dict[str, Any]:
    """Return a resource that has a value where a way leads to, lists on the way being where R4 has them."""
    for end in range(len(way) - 1, 0, -1):
        value = {way[end]: value}
        repeats = ".".join(way[:end]) in REPEATING[type_] or way[end - 1] == "coding"
        value = [value] if repeats else value
    return {"resourceType": type_, "id": "1", way[0]: value}


def is_right(members: dict[str, Any], shape: Shape) -> bool:
    """Read plainly, element by element: is everything inside an object what it must be?"""
    for name, inner in shape.inner.items():
        value = members.get(name)
        if name in shape.repeating and value is not None:
            if not isinstance(value, list):
                return False
            values = value
        else:
            values = [value]
        for one in values:
            if one is None:
                continue
            if type(one) not in inner.types or (isinstance(one, dict) and not is_right(one, inner)):
                return False
    return True


@pytest.mark.parametrize("type_", [*SEARCH_PARAMETERS, "Basic"])
def test_each_value_in_each_place_is_judged_as_by_a_plain_reading(type_: str) -> None:
    """Whatever JSON has stands in turn wherever an element is known; the fault names the element."""
    shape = shape_of(type_)
    for way, value in product(ways_in(shape), VALUES):
        if way != ["id"]:  # without which it has no name
            resource = with_value(type_, way, value)
            said = ""
            try:
                refuse_misshapen(resource)
            except ValueError as error:
                said = str(error)

            assert bool(said) != is_right(resource, shape), (resource, said)
            if said:
                assert said.startswith(f"{type_}/1, {'.'.join(way)}: this must be ")
                assert said.endswith((f", not {shown(value)}", *(f", not {shown(one)}" for one in members_of(value))))


def members_of(value: Any) -> list[Any]:
    """Return the members of a list, none of anything else."""
    return value if isinstance(value, list) else []


def shown(value: Any) -> str:
    """Return a value as JSON."""
    return orjson.dumps(value).decode()


def test_every_type_has_a_shape() -> None:
    """Those without parameters of their own have what all have."""
    assert all("meta" in shape_of(type_).inner for type_ in RESOURCE_TYPES)
