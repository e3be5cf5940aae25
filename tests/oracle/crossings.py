"""What becomes of a condition inside another? Each modifier and each form of a value, in each frame that holds it."""

import random
from collections.abc import Iterator

from tests.oracle.charts import Chart
from tests.oracle.clauses import MODIFIERS, Clauses, Pair
from tests.oracle.joins import references_of
from tests.oracle.parameters import TABLE, Parameter, known
from tests.oracle.references import branch
from tests.oracle.vocabulary import Vocabulary

# The types about which something is asked, inside a frame; of the others the random queries tell.
TYPES = ("Condition", "Encounter", "Location", "Observation", "Patient", "Practitioner", "Procedure")
SPECIAL = frozenset({"text", "lists", "filters"})


def conditions(chart: Chart, type_: str, dice: random.Random) -> Iterator[Pair]:
    """Yield a condition on a type for each parameter with each of its modifiers, and of each kind without parameter."""
    words = Vocabulary(chart, dice)
    for parameter in known(type_).values():
        for modifier in ("", *_modifiers(parameter)):
            value = ",".join(words.value(type_, parameter, modifier) for _ in range(dice.choice((1, 2))))
            yield f"{parameter.name}:{modifier}" if modifier else parameter.name, value
        if parameter.kind != "composite":
            yield f"{parameter.name}:missing", dice.choice(("true", "false"))
    for feature in sorted(SPECIAL):
        yield Clauses(words, frozenset({feature})).clause(type_)


def _modifiers(parameter: Parameter) -> list[str]:
    found = [one for one in dict.fromkeys(MODIFIERS.get(parameter.datatype, ())) if one not in {"above", "below"}]
    if parameter.kind != "reference" or branch(parameter):
        found += [one for one in ("above", "below") if one in MODIFIERS.get(parameter.datatype, ())]
    if parameter.kind == "reference" and parameter.targets != ("*",):
        found.append(parameter.targets[0])
    return found


class Frames:
    """What can be put around a condition, out of the references that occur in a chart."""

    def __init__(self, chart: Chart, dice: random.Random) -> None:
        self._chart = chart
        self._dice = dice

    def around(self, type_: str, condition: Pair) -> Iterator[tuple[str, Pair]]:
        """Yield the condition as it is, along chains, backwards, and along both in both orders; each with its type."""
        name, value = condition
        yield type_, condition
        for source, link in self._one(self._to(type_)):
            yield source, (f"{link.name}:{type_}.{name}", value)
            yield source, (f"{link.name}.{name}", value)
            for further, second in self._one(self._to(source)):
                yield further, (f"{second.name}:{source}.{link.name}:{type_}.{name}", value)
            for target, back in self._one(self._from(source)):
                yield target, (f"_has:{source}:{back.name}:{link.name}:{type_}.{name}", value)
        for target, back in self._one(self._from(type_)):
            yield target, (f"_has:{type_}:{back.name}:{name}", value)
            for source, link in self._one(self._to(target)):
                yield source, (f"{link.name}:{target}._has:{type_}:{back.name}:{name}", value)
                yield source, (f"{link.name}._has:{type_}:{back.name}:{name}", value)
            for further, second in self._one(self._from(target)):
                yield further, (f"_has:{target}:{second.name}:_has:{type_}:{back.name}:{name}", value)

    def _one(self, ways: list[tuple[str, Parameter]]) -> list[tuple[str, Parameter]]:
        """Return one of several ways, or none."""
        return [self._dice.choice(ways)] if ways else []

    def _to(self, type_: str) -> list[tuple[str, Parameter]]:
        """Return the references that lead to a type, each with the type that has it."""
        return [
            (source, row)
            for source in TABLE
            for row in references_of(source).values()
            if row.kind == "reference" and type_ in row.targets and self._chart.stored(source, row)
        ]

    def _from(self, type_: str) -> list[tuple[str, Parameter]]:
        """Return the references of a type, each with a type to which it leads."""
        return [
            (target, row)
            for row in references_of(type_).values()
            if row.kind == "reference" and row.targets != ("*",) and self._chart.stored(type_, row)
            for target in row.targets
            if self._chart.of(target)
        ]
