"""How many steps does a column announce? So many as it makes, or nearly: whatever is long must not look short."""

from typing import Any

from sandbox.search.columns.column import Column, finish
from sandbox.search.model.values import (
    CompositeValue,
    ExactMatch,
    FullText,
    Interval,
    Predicate,
    StringMatch,
)
from sandbox.search.parameters import search_parameters
from sandbox.search.types import registry


def _filled(type_: str, name: str, elements: list[Any]) -> Column:
    """Return the column of a parameter, with an element for each resource."""
    column = registry.column(search_parameters(type_)[name])
    for number, element in enumerate(elements):
        column.add(number, [element], {"resourceType": type_})
    finish(column.seal())
    return column


def test_a_test_of_every_key_is_dearer_than_a_look_at_one() -> None:
    """Codes stand under two keys each, with a system and without."""
    codes = _filled("Procedure", "code", [{"coding": [{"code": f"c{number}"}]} for number in range(500)])

    assert codes.effort(ExactMatch(((None, "c1"),))) < 5
    assert codes.effort(ExactMatch(tuple((None, f"c{number}") for number in range(100)))) > 100
    assert codes.effort(Predicate(lambda _key: False)) > 400


def test_texts_that_contain_something_are_all_looked_at() -> None:
    """Of those that begin so, only these; an exact one is looked up."""
    names = _filled("Patient", "family", [f"{'ab'[number % 2]}{number:03}" for number in range(400)])
    steps = {relation: names.effort(StringMatch(relation, "a0")) for relation in ("exact", "starts", "contains")}

    assert steps["exact"] < steps["starts"] < steps["contains"]
    assert names.effort(StringMatch("starts", "a")) > names.effort(StringMatch("starts", "a00"))
    assert names.effort(StringMatch("starts", "zzz")) < 5


def test_words_are_counted_by_how_they_begin_and_phrases_by_the_texts() -> None:
    """A phrase looks at each text that has its last word; brackets add up what is inside."""
    texts = _filled("Procedure", "_content", [{"note": f"knee {number}"} for number in range(300)])
    word, phrase = (texts.effort(FullText(every=True, parts=(part,))) for part in ("knee", "of knee"))
    unknown = texts.effort(FullText(every=True, parts=("of hip",)))

    assert word < 10
    assert phrase > 300
    assert unknown < 10
    assert texts.effort(FullText(every=False, parts=(FullText(every=True, parts=("knee", "knee")),))) > word


def test_what_is_compared_costs_the_same_however_much_is_found() -> None:
    """A bisection, and a union of few."""
    dates = _filled("Procedure", "date", [f"20{number:02}" for number in range(99)])

    assert dates.effort(Interval("ge", 0, 1)) == dates.effort(Interval("lt", 10**18, 10**18 + 1))


def test_a_composite_costs_what_its_components_cost() -> None:
    """And what both have in common."""
    quantities = _filled(
        "Observation",
        "code-value-quantity",
        [{"code": {"coding": [{"code": "a"}]}, "valueQuantity": {"value": number}} for number in range(200)],
    )
    code, value = ExactMatch(((None, "a"),)), Interval("ge", 0, 1)
    every_code = Predicate(lambda _key: True)

    assert quantities.effort(CompositeValue((code, value))) > 40
    assert quantities.effort(CompositeValue((every_code, value))) >= quantities.effort(CompositeValue((code, value)))
