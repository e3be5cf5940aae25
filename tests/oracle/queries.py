"""Which queries are asked at random? Up to four conditions, an order, perhaps company; all made from a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle import seeds
from tests.oracle.charts import Chart
from tests.oracle.clauses import Clauses
from tests.oracle.company import Pairs
from tests.oracle.joins import references_of
from tests.oracle.parameters import TABLE, known
from tests.oracle.vocabulary import Vocabulary


@dataclass(frozen=True)
class Question:
    """A type, the pairs of a query, and whether it is sent as a form."""

    type: str
    pairs: tuple[tuple[str, str], ...]
    form: bool = False

    @property
    def filters(self) -> Pairs:
        """The pairs, as a list."""
        return list(self.pairs)


def questions(chart: Chart, features: frozenset[str], name: str, number: int) -> Iterator[Question]:
    """Yield so many random questions about what is in a chart; the name and the seed decide which."""
    dice = seeds.dice(name)
    clauses = Clauses(Vocabulary(chart, dice), features)
    others = [type_ for type_ in clauses.words.types if type_ in TABLE and type_ != "Procedure"]
    for _ in range(number):
        elsewhere = "neighbours" in features and others and dice.random() < 0.3
        type_ = dice.choice(others) if elsewhere else "Procedure"
        clauses.words.look_at(type_)
        pairs = [clauses.clause(type_) for _ in range(dice.choice((0, 1, 1, 1, 1, 2, 2, 2, 3, 4)))]
        pairs += _order(dice, type_) + (_company(dice, clauses.words, type_) if "includes" in features else [])
        dice.shuffle(pairs)
        yield Question(type_, tuple(pairs), form=dice.random() < 0.2)


def _order(dice: random.Random, type_: str) -> Pairs:
    sortable = [name for name, row in known(type_).items() if row.kind != "composite"]
    keys = [dice.choice(("", "-")) + dice.choice(sortable) for _ in range(dice.choice((0, 0, 0, 1, 1, 2)))]
    if len(keys) == 2 and dice.random() < 0.5:
        return [("_sort", key) for key in keys]
    return [("_sort", ",".join(keys))] if keys else []


def _company(dice: random.Random, words: Vocabulary, type_: str) -> Pairs:
    pairs = []
    for _ in range(dice.choice((0, 0, 0, 1, 2))):
        backwards, again = dice.random() < 0.4, dice.choice(("", "", ":iterate"))
        sources = [one for one in words.types if one in TABLE] if backwards or again else [type_]
        source = dice.choice(sources)
        rows = references_of(source)
        if not rows:
            continue
        name = dice.choice([*rows, "*"])
        targets = [one for one in rows[name].targets if one != "*"] if name in rows else []
        target = f":{dice.choice(targets)}" if targets and dice.random() < 0.2 else ""
        pairs.append((f"{'_revinclude' if backwards else '_include'}{again}", f"{source}:{name}{target}"))
    return pairs
