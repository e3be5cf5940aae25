"""Do a few intervals, looked at one by one, stand as all of them do? Under every prefix, at every edge."""

import pytest
from pyroaring import BitMap

from sandbox.fhir import dates
from sandbox.search.columns.column import finish
from sandbox.search.columns.spans import HOLDS, RELATIONS, Spans
from sandbox.search.model.values import Interval
from sandbox.search.parameters import search_parameters
from sandbox.search.types import date
from sandbox.stepwise import whole

VALUES = ("2019", "2019-02", "2019-02-03", "2020", "2020-01-01", "2020-12-31T23:59:59Z", "2021")


def _column(*resources: list[str]) -> Spans:
    column = date.column(search_parameters("Procedure")["date"])
    for number, elements in enumerate(resources):
        if elements:
            column.add(number, [*elements], {})
    finish(column.seal())
    return column


@pytest.mark.parametrize("prefix", RELATIONS)
@pytest.mark.parametrize("text", VALUES)
def test_a_few_stand_as_all_do(prefix: str, text: str) -> None:
    """With gaps, and where a resource has two values."""
    sought = Interval(prefix, *dates.parse(text))
    for column in (_column([], *([one] for one in VALUES), []), _column(["2019", "2021"], ["2020"], [], ["2018"])):
        everything = BitMap(range(9))
        found = whole(column.select(sought, 1_600_000_000))
        for numbers in (everything, BitMap([0, 2, 3]), BitMap()):
            assert numbers & found == column.select_among(numbers, sought, 1_600_000_000)
            backwards = [*numbers][::-1]
            assert [one for one in backwards if one in found] == column.select_of_few(backwards, sought, 1_600_000_000)


def test_both_tables_have_the_same_prefixes() -> None:
    """One says it of sets, the other of one value."""
    assert RELATIONS.keys() == HOLDS.keys()
