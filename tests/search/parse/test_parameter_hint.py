"""Which search parameter was meant?"""

import pytest

from sandbox.search.parse.parameter_hint import parameter_hint

OTHERS = ("_count", "_elements", "_include", "_has", "_type")


@pytest.mark.parametrize(
    ("type_", "name", "meant"),
    [
        ("Procedure", "stats", "status"),
        ("Procedure", "Status", "status"),
        ("Procedure", "reasonCode", "reason-code"),
        ("Procedure", "ident", "identifier"),
        ("Procedure", "performed", "date"),
        ("Procedure", "performedPeriod", "date"),
        ("ExplanationOfBenefit", "careTeam", "care-team"),
        ("Patient", "birthDate", "birthdate"),
        ("Procedure", "count", "_count"),
        ("Procedure", "lastUpdated", "_lastUpdated"),
        ("Procedure", "_cuont", "_count"),
        ("Procedure", "_typ", "_type"),
        ("Encounter", "typ", "type"),
    ],
)
def test_the_parameter_of_the_type_is_meant_first(type_: str, name: str, meant: str) -> None:
    """Then what every type has, where the name is spelled like it."""
    assert f' Did you mean "{meant}"?' == parameter_hint([type_], name, OTHERS)


@pytest.mark.parametrize("name", ["type", "typ", "use", "x" * 200, ""])
def test_where_none_is_near_those_of_the_type_are_named(name: str) -> None:
    """No word is stretched: an ExplanationOfBenefit has a type by which R4 does not search, and `_type` is another."""
    hint = parameter_hint(["ExplanationOfBenefit"], name, OTHERS)

    assert hint.startswith(" There are: care-team, claim, coverage, created, ")
    assert "_" not in hint


def test_several_types_are_not_listed() -> None:
    """A chain may lead to dozens; what is near in one of them is named."""
    types = ["Group", "Patient"]

    assert [' Did you mean "name"?', ""] == [parameter_hint(types, name) for name in ("nam", "wxyz")]


def test_a_type_without_parameters_has_none() -> None:
    """Types that are only stored are searched by what every type has."""
    assert ["", ' Did you mean "_id"?'] == [parameter_hint(["Basic"], name) for name in ("type", "id")]
