"""What is to be made? A Recipe; and which patients are a shard's."""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How many patients, from which seed, over how many years; which part of them; and whether `edge` comes too.

    `shard` is (i, n): the i-th of n parts, counted from 1. The parts follow one another without overlap, so what n
    shards write, one after the other, is what one run writes.
    """

    patients: int
    seed: int = 1
    years: int = 10
    edge_cases: bool = False
    shard: tuple[int, int] = (1, 1)

    @property
    def numbers(self) -> range:
        """The numbers of the patients to make."""
        part, parts = self.shard
        return range(self.patients * (part - 1) // parts, self.patients * part // parts)

    @property
    def leads(self) -> bool:
        """Whether this shard brings what everybody shares: the first one does."""
        return self.shard[0] == 1
