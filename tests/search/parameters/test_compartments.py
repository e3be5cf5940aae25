"""Are the compartments those of R4? Compared with `r4_compartments.txt`, which has a line for each published member."""

from pathlib import Path

import pytest

from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.search.parameters.compartments import COMPARTMENTS, membership
from tests.search.parameters.unsearched import unsearched

# Columns: type of the owner, type of the member, and the parameters; `{def}` is the owner itself.
PUBLISHED = [line.split() for line in Path(__file__).with_name("r4_compartments.txt").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("owner", COMPARTMENTS)
def test_a_compartment_holds_what_r4_says_and_itself(owner: str) -> None:
    """The members are the published ones, by the published parameters; a Device is in its own compartment as well."""
    expected = {type_: names.replace("{def}", "").split(",") for of, type_, names in PUBLISHED if of == owner}
    expected.setdefault(owner, [""])

    assert expected == {type_: names.split(" ") for type_, names in COMPARTMENTS[owner].items()}
    assert set() == expected.keys() - RESOURCE_TYPES


def test_every_member_has_a_parameter_that_can_be_followed() -> None:
    """Types without search parameters of their own get them for this purpose, each leading to references."""
    for owner, members in COMPARTMENTS.items():
        for type_, names in members.items():
            rows = membership(owner, type_)

            assert names.split() == [row.name for row in rows]
            assert {"reference"} >= {row.type for row in rows}


def test_what_no_search_takes_is_named_once() -> None:
    """A Claim belongs to its patient, payee, providers, encounters and devices; a Procedure needs nothing more."""
    assert {"patient", "payee", "encounter", "care-team", "enterer", "provider"} == {
        row.name for row in unsearched("Claim") if not row.name.endswith("udi")
    }
    assert () == unsearched("Procedure")
