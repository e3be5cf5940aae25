"""From which number does everything random here follow? The variable QUERY_SEED, or always the same."""

import os
import random

VARIABLE = "QUERY_SEED"


def seed() -> str:
    """Return what the dice of this run begin with."""
    return os.environ.get(VARIABLE, "1")


def rng(name: str) -> random.Random:
    """Return dice for a purpose, which fall the same for the same seed."""
    return random.Random(f"{seed()} {name}")  # noqa: S311 - a seed is wanted, not a secret
