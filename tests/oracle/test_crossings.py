"""Does each condition mean the same inside a chain, a `_has`, both, and a compartment as it means alone?"""

import random
from dataclasses import replace

import pytest

from tests.oracle import seeds
from tests.oracle.conftest import Pair, Pairs
from tests.oracle.crossings import TYPES, Frames, conditions
from tests.oracle.differences import difference, smallest, told
from tests.oracle.queries import Question

WHOLE = 1000


@pytest.fixture
def pair(pairs: Pairs) -> Pair:
    """Give the server and the oracle of the heap, in which everything occurs that is awkward."""
    return pairs["heap"]


def _asked(pair: Pair, type_: str, dice: random.Random) -> list[Question]:
    """Return every condition on a type, in every frame."""
    chart = pair[1].chart
    frames = Frames(chart, dice)
    return [
        Question(outer, (framed,))
        for condition in conditions(chart, type_, dice)
        for outer, framed in frames.around(type_, condition)
    ]


@pytest.mark.parametrize("type_", TYPES)
def test_a_condition_means_the_same_in_every_frame(pair: Pair, type_: str) -> None:
    """Each parameter with each modifier, along chains of one and two links, backwards once and twice, and mixed."""
    asker, oracle = pair
    questions = _asked(pair, type_, seeds.rng(f"crossings of {type_}"))
    wrong = [one for one in questions if difference(asker, oracle, one, WHOLE)]

    assert len(questions) > 100
    assert not wrong, "\n".join(smallest(asker, oracle, question, WHOLE) for question in wrong)


def test_a_condition_means_the_same_in_a_compartment(pair: Pair) -> None:
    """`Patient/x/Procedure?...` and `_compartment=Patient/x` find what both ask for, whatever the condition is."""
    asker, oracle = pair
    dice = seeds.rng("crossings with compartments")
    patients = [thing.id for thing in oracle.chart.of("Patient")]
    for question in _asked(pair, "Procedure", dice):
        if question.type != "Procedure":
            continue
        patient = dice.choice(patients)
        alone, inside, named, all_of_it = (
            asker.ask(one, WHOLE)
            for one in (
                question,
                replace(question, type=f"Patient/{patient}/Procedure"),
                replace(question, pairs=(*question.pairs, ("_compartment", f"Patient/{patient}"))),
                Question(f"Patient/{patient}/Procedure", ()),
            )
        )
        both = [id_ for id_ in alone.matches if id_ in all_of_it.matches]

        assert [alone.status] * 2 == [inside.status, named.status], told(question, patient, None)
        assert [both, both] == [inside.matches, named.matches], told(question, patient, None)
