"""Is all said at once that a model does not take, and in words of FHIR and JSON?"""

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.loading.shape import refuse_misshapen
from sandbox.loading.unreadable import refuse_unreadable
from sandbox.tools.check.misfits import DEMANDED
from sandbox.tools.check.model import UNCHECKED, model_named, rows_of
from sandbox.tools.check.resource import violations
from tests.tools.check.conftest import PIA, FlawsOf, procedure
from tests.tools.check.mutants import RIGHT

DATE = "must be a date such as 2024, 2024-03 or 2024-03-01, not"
DATE_TIME = "must be a dateTime such as 2024, 2024-03, 2024-03-01 or 2024-03-01T10:00:00Z, not"
FEMAL = '"femal" is not one of its codes. Did you mean "female"?'
WRONG: tuple[Any, ...] = (
    5,
    1.5,
    True,
    "x",
    "",
    "12.3",
    "20240101",
    [],
    {},
    ["x"],
    [5],
    [{}],
    {"a": 1},
    [[]],
    "é",
    None,
)


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (procedure(status=["completed"]),
         {"status": 'must be a code: a string without blanks at its ends, and with single ones inside it, '
                    'not ["completed"]'}),
        (PIA | {"multipleBirthInteger": "two"},
         {"multipleBirthInteger": 'must be a whole number, without quotes and point, not "two"'}),
        (PIA | {"birthDate": ["1980"]}, {"birthDate": f'{DATE} ["1980"]'}),
        (PIA | {"birthDate": "2024-02-30"}, {"birthDate": f'{DATE} "2024-02-30"'}),
        (PIA | {"_birthDate": 5}, {"_birthDate": "must be an object, not 5"}),
        (PIA | {"extension": [{"url": "http://x.example", "valueUrl": True}]},
         {"extension[0].valueUrl": "must be a URL: a string without white space, not true"}),
        (PIA | {"gender": "femal", "name": {"family": "A"}},
         {"name": 'must be a list, not {"family":"A"}', "gender": FEMAL}),
        (PIA | {"deceasedBoolean": "no", "birthDate": "soon"},
         {"deceasedBoolean": 'must be true or false, without quotes, not "no"', "birthDate": f'{DATE} "soon"'}),
        (procedure(performedDateTime=20240101, status="complete"),
         {"performedDateTime": f"{DATE_TIME} 20240101",
          "status": '"complete" is not one of its codes. Did you mean "completed"?'}),
        (procedure(performedDateTime=None, performedRange={"low": {"value": "12.3", "unit": 5}}),
         {"performedRange.low.value": 'must be a number, without quotes, not "12.3"',
          "performedRange.low.unit": "must be a string, not 5"}),
        (PIA | {"gender": "femal", "contact": [7, {"gender": "mal", "name": 1}], "link": [{"type": "seealso"}]},
         {"gender": FEMAL, "contact[0]": "must be an object, not 7", "contact[1].name": "must be an object, not 1",
          "contact[1].gender": '"mal" is not one of its codes. Did you mean "male"?',
          "link[0].other": "is missing"}),
        (PIA | {"gender": "femal", "contained": [{"resourceType": "Nonsense", "id": "n"}],
                "managingOrganization": {"reference": "#n"}},
         {"gender": FEMAL, "contained[0].resourceType": '"Nonsense" is not a resource type. Did you mean "Consent"?'}),
        (PIA | {"birthDate": "x" * 80}, {"birthDate": f'{DATE} "{"x" * 56}...'}),
    ],
)  # fmt: skip
def test_every_fault_is_said_in_one_run(flaws_of: FlawsOf, resource: dict[str, Any], said: dict[str, str]) -> None:
    """None is hidden behind another, and each quotes the value as JSON has it."""
    type_ = resource["resourceType"]
    people = [PIA] * (type_ != "Patient")

    assert {(f"{type_}.{name}", says) for name, says in said.items()} == {
        (element, says) for _, element, says in flaws_of(a__ndjson=[*people, resource])
    }


def test_what_was_left_out_is_not_missed(flaws_of: FlawsOf) -> None:
    """An element that is wrong is there: neither R4 nor an invariant says that it is missing."""
    contact = {"name": 5}  # pat-1 wants one
    wrong = [PIA | {"contact": [contact]}, procedure(status=7)]

    assert ["Patient.contact[0].name", "Procedure.status"] == [row[1] for row in flaws_of(a__ndjson=wrong)]


def test_every_datatype_has_words() -> None:
    """There is no element of any type of which it could not be said what it must be."""
    seen, names, waiting = set(), set(), [model_named(type_) for type_ in RESOURCE_TYPES - UNCHECKED]
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for row in rows_of(model).values():
            if row.datatype:
                names.add(row.datatype)
            else:
                waiting.append(row.annotation.get_model_klass())

    assert names <= DEMANDED.keys()
    assert len(names) > 15


def test_what_serve_refuses_is_never_silent_in_check() -> None:
    """Whatever stands in the place of whatever, `check` finds an error where loading does, and never stumbles."""
    drawn = random.Random(1)  # noqa: S311 - no secret
    refused = 0
    exact = sorted(text for text in RIGHT.values() if not re.search(r"\d{17}", text))  # others are read otherwise
    for text in drawn.sample(exact, 25):
        whole = json.loads(text)
        for holder, name in list(_places(whole)):
            value, holder[name] = holder[name], drawn.choice(WRONG)
            written = json.dumps(whole).encode()
            holder[name], changed = value, json.loads(written)
            if _is_refused(changed):
                refused += 1
                assert [row for row in violations(changed, written) if row.rule != "r4-unchecked"], written
            else:
                assert isinstance(list(violations(changed, written)), list)

    assert refused > 20


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each object or list inside a value with the name or number of one of its members."""
    if isinstance(value, dict):
        members = [(name, inner) for name, inner in value.items() if name not in {"resourceType", "meta"}]
    elif isinstance(value, list):
        members = list(enumerate(value))
    else:
        members = []
    for name, inner in members:
        if name != "id":
            yield value, name
        yield from _places(inner)


def _is_refused(resource: dict[str, Any]) -> bool:
    """Say whether loading refuses a resource for its elements."""
    try:
        refuse_misshapen(resource)
        refuse_unreadable(resource)
    except ValueError:
        return True
    return False
