"""What is done to see what grows? Operations of a running sandbox, each as often as it takes to be sure of it."""

from collections.abc import Iterator

from bench.admin_calls import admin_calls
from bench.dear_calls import dear_calls
from bench.oauth_calls import oauth_calls
from bench.operation import Ask, Operation
from bench.resource_calls import few_resources, many_resources
from bench.search_calls import large_answers, searches
from sandbox.seed import Seed


def operations(chance: Seed, size: int, ask: Ask) -> Iterator[Operation]:
    """Yield what is done where there are so many Procedures, in this order: the first use of something is among it.

    Each is to be done before the next is asked for. *ask* is for what an operation needs, and is not measured.
    """
    yield from few_resources(chance, size)
    yield from searches(chance, size)
    yield from large_answers(chance, size)
    yield from dear_calls(size)
    yield from oauth_calls(ask)
    yield from admin_calls(size, ask)
    yield from many_resources(chance, size, ask)
