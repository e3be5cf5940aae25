"""Which elements are refused for their JSON type? Those that a search would look at, and what is around them."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from sandbox.loading.shape import refuse_misshapen

FaultsOf = Callable[[dict[str, str | bytes]], list[str]]
NAME = {"resourceType": "Procedure", "id": "m1"}
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
        ({"subject": ["Patient/p"]}, 'subject: this must be an object, not "Patient/p"'),
        ({"subject": {"reference": 7}}, "subject.reference: this must be a string, not 7"),
        ({"subject": {"identifier": "x"}}, 'subject.identifier: this must be an object, not "x"'),
        ({"code": "80146002"}, 'code: this must be an object, not "80146002"'),
        ({"code": {"coding": "x"}}, 'code.coding: this must be an object, not "x"'),
        ({"code": {"coding": [{"code": 80146002}]}}, "code.coding.code: this must be a string, not 80146002"),
        ({"performer": ["Practitioner/1"]}, 'performer: this must be an object, not "Practitioner/1"'),
        ({"performer": [{"actor": "x"}]}, 'performer.actor: this must be an object, not "x"'),
        ({"identifier": [{"value": 7}]}, "identifier.value: this must be a string, not 7"),
        ({"instantiatesUri": [1]}, "instantiatesUri: this must be a string, not 1"),
        ({"text": "<div/>"}, 'text: this must be an object, not "<div/>"'),
        ({"text": {"div": {}}}, "text.div: this must be a string, not {}"),
        ({"language": 1}, "language: this must be a string, not 1"),
        ({"extension": "x"}, 'extension: this must be an object, not "x"'),
        ({"meta": {"tag": "x"}}, 'meta.tag: this must be an object, not "x"'),
        ({"status": 1, "subject": 2}, "status: this must be a string, not 1"),
        ({"reasonReference": "x" * 200}, f'reasonReference: this must be an object, not "{"x" * 99}…'),
    ],
)
def test_a_wrong_type_is_named_with_its_path(faults_of: FaultsOf, said: dict[str, Any], fault: str) -> None:
    """By file and line, with what would be right."""
    good = orjson.dumps({"resourceType": "Patient", "id": "p"}).decode()
    found = faults_of({"a.ndjson": f"{good}\n{orjson.dumps(NAME | said).decode()}\n"})

    assert [f"a.ndjson:2: Procedure/m1, {fault}"] == found


@pytest.mark.parametrize(
    ("resource", "fault"),
    [
        ({"resourceType": "Patient", "active": "true"}, 'active: this must be true or false, not "true"'),
        ({"resourceType": "Patient", "name": [{"given": 7}]}, "name.given: this must be a string or an object, not 7"),
        ({"resourceType": "Patient", "gender": 1}, "gender: this must be a string, not 1"),
        ({"resourceType": "Patient", "address": 1}, "address: this must be a string or an object, not 1"),
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
