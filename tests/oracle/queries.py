"""Which queries are asked at random? Up to four conditions, an order, perhaps includes; all made from a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle import seeds
from tests.oracle.charts import Chart
from tests.oracle.clauses import Clauses
from tests.oracle.includes import Pairs
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
    rng = seeds.rng(name)
    clauses = Clauses(Vocabulary(chart, rng), features)
    others = [type_ for type_ in clauses.words.types if type_ in TABLE and type_ != "Procedure"]
    for _ in range(number):
        elsewhere = "other types" in features and others and rng.random() < 0.3
        type_ = rng.choice(others) if elsewhere else "Procedure"
        clauses.words.look_at(type_)
        pairs = [clauses.clause(type_) for _ in range(rng.choice((0, 1, 1, 1, 1, 2, 2, 2, 3, 4)))]
        pairs += _order(rng, type_) + (_included(rng, clauses.words, type_) if "includes" in features else [])
        rng.shuffle(pairs)
        yield Question(type_, tuple(pairs), form=rng.random() < 0.2)


def _order(rng: random.Random, type_: str) -> Pairs:
    sortable = [name for name, row in known(type_).items() if row.kind != "composite"]
    keys = [rng.choice(("", "-")) + rng.choice(sortable) for _ in range(rng.choice((0, 0, 0, 1, 1, 2)))]
    if len(keys) == 2 and rng.random() < 0.5:
        return [("_sort", key) for key in keys]
    return [("_sort", ",".join(keys))] if keys else []


def _included(rng: random.Random, words: Vocabulary, type_: str) -> Pairs:
    pairs = []
    for _ in range(rng.choice((0, 0, 0, 1, 2))):
        backwards, again = rng.random() < 0.4, rng.choice(("", "", ":iterate"))
        sources = [one for one in words.types if one in TABLE] if backwards or again else [type_]
        source = rng.choice(sources)
        rows = references_of(source)
        if not rows:
            continue
        name = rng.choice([*rows, "*"])
        targets = [one for one in rows[name].targets if one != "*"] if name in rows else []
        target = f":{rng.choice(targets)}" if targets and rng.random() < 0.2 else ""
        pairs.append((f"{'_revinclude' if backwards else '_include'}{again}", f"{source}:{name}{target}"))
    return pairs
