"""Are the search parameters those of R4? Compared with `r4_parameters.txt`, which has a line for each published one."""

import re
from pathlib import Path
from typing import Any

import pytest

from sandbox.fhir.path import follower
from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.parameters import SEARCH_PARAMETERS
from sandbox.search.parameters.common import COMMON
from sandbox.search.parameters.other_types import NOT_SEARCHABLE, OTHER_TYPES

# Columns: type, name, search type, and the types that may be referred to: `*` is any, `-` is none.
PUBLISHED = [line.split() for line in Path(__file__).with_name("r4_parameters.txt").read_text("utf-8").splitlines()]
TABLES = {"Resource": COMMON, "DomainResource": COMMON, "Procedure": SEARCH_PARAMETERS["Procedure"], **OTHER_TYPES}
ROWS = [
    (type_, row) for type_, table in OTHER_TYPES.items() for whole in table.values() for row in (whole, *whole.parts)
]
KINDS = {"canonical", "composite", "date", "id", "quantity", "reference", "string", "token", "uri"}
ELEMENTS = {"", "ContactPoint", "Identifier", "boolean", "code", "string"}

_STEP = r"[a-z]\w*(?:\[[a-z]+=[a-z-]+\])?"
_WAY = re.compile(rf"{_STEP}(?:\.{_STEP})*")


@pytest.mark.parametrize(("type_", "name", "search_type", "targets"), PUBLISHED, ids=lambda word: word[:40])
def test_a_published_parameter_is_a_row_or_has_a_reason(type_: str, name: str, search_type: str, targets: str) -> None:
    """The row has the published search type and refers to the published types."""
    row = TABLES[type_].get(name)

    assert (row is None) == (f"{type_}.{name}" in NOT_SEARCHABLE)
    assert row is None or (row.type, ",".join(sorted(row.targets)) or "-") == (search_type, targets)


def test_no_row_and_no_reason_is_made_up() -> None:
    """What R4 does not publish is not there; nothing is there twice."""
    published = {f"{type_}.{name}" for type_, name, _, _ in PUBLISHED}
    known = [f"{type_}.{name}" for type_, table in OTHER_TYPES.items() for name in table]

    assert len(published) == len(PUBLISHED) == 534
    assert set() == {*known, *NOT_SEARCHABLE} - published
    assert set() == OTHER_TYPES.keys() - RESOURCE_TYPES


@pytest.mark.parametrize("type_", OTHER_TYPES)
def test_rows_stand_by_name_and_in_order(type_: str) -> None:
    """Each under its own name."""
    table = OTHER_TYPES[type_]

    assert sorted(table) == list(table) == [row.name for row in table.values()]


@pytest.mark.parametrize(("type_", "row"), ROWS, ids=lambda value: getattr(value, "name", value))
def test_a_row_is_well_formed(type_: str, row: SearchParameter) -> None:
    """Its path can be followed, and it says nothing that its search type does not use."""
    ways = [way for way in row.path.split(" | ") if way != "deceased()"]

    assert all(_WAY.fullmatch(way) or (row.parts and not way) for way in ways), f"{type_}: {row.path!r}"
    assert row.search_type in KINDS
    assert row.element in ELEMENTS
    assert row.type == "token" or not row.element
    assert row.element == "code" or not row.system
    assert (row.type == "reference") == bool(row.targets)
    assert not row.narrow or len(row.targets) == 1
    assert (row.type == "composite") == (len(row.parts) == 2)


# Columns: type, parameter, a resource, what its path finds there.
@pytest.mark.parametrize(
    ("type_", "name", "resource", "found"),
    [
        ("Patient", "email", {"telecom": [{"system": "email", "value": "a"}, {"system": "sms"}]}, ["a"]),
        ("Patient", "deceased", {"deceasedDateTime": "2020"}, [True]),
        ("Patient", "deceased", {"deceasedBoolean": False}, [False]),
        ("Patient", "deceased", {}, [False]),
        ("Organization", "name", {"name": "a", "alias": ["b", "c"]}, ["a", "b", "c"]),
        ("PlanDefinition", "depends-on", {"relatedArtifact": [{"type": "depends-on", "resource": "a"}]}, ["a"]),
        ("PlanDefinition", "successor", {"relatedArtifact": [{"type": "depends-on", "resource": "a"}]}, []),
        ("Observation", "code-value-string", {"value": "a", "component": [{"value": "b"}]}, ["a"]),
        ("Observation", "combo-code-value-concept", {"value": "a", "component": [{"value": "b"}]}, ["a", "b"]),
        ("Observation", "component-code-value-concept", {"value": "a", "component": [{"value": "b"}]}, ["b"]),
    ],
)
def test_a_path_leads_to_the_values(type_: str, name: str, resource: dict[str, Any], found: list[Any]) -> None:
    """Filters, alternatives and the resource itself, as the rows use them."""
    elements = follower(OTHER_TYPES[type_][name].path)(resource)

    assert found == [element["value"] if isinstance(element, dict) else element for element in elements]
