"""Where in a resource do a parameter's values stand? Follows a path such as `performer.actor`.

A path is made of names. ` | ` joins alternatives, and `telecom[system=email]` keeps only the elements whose child has
that value. The empty path is the resource itself. `deceased()` is the one value that R4 computes: whether a
Patient is dead.
"""

# tested by: docs/search/neighbours.md, docs/search/parameters.md

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

_STEP = re.compile(r"(\w+)(?:\[(\w+)=([\w-]+)\])?")

# A name of the path, and the child and value that an element must have, if any.
Step = tuple[str, str, str]
_Follower = Callable[[dict[str, Any]], list[Any]]


@lru_cache(maxsize=1024)
def follower(path: str) -> _Follower:
    """Return a function that finds all elements at the *path* of a resource.

    Lists on the way are walked through; what is not there is not found; nothing is ever raised.
    """
    if path == "deceased()":
        return lambda patient: ["deceasedDateTime" in patient or patient.get("deceasedBoolean") is True]
    ways = [_way_follower(steps) for steps in steps_of(path)]
    return ways[0] if len(ways) == 1 else _follower_of_all(ways)


def steps_of(path: str) -> list[list[Step]]:
    """Return the steps of a path, for each of its alternatives; none for the resource itself."""
    return [_STEP.findall(way) for way in path.split(" | ")]


def _way_follower(steps: list[Step]) -> _Follower:
    """Return the same for one way: most are a single name, which takes no walk."""
    if len(steps) == 1 and not steps[0][1]:
        return _child_follower(steps[0][0])
    return lambda resource: _walk(resource, steps)


def _child_follower(name: str) -> _Follower:

    def follow(resource: Any) -> list[Any]:
        value = None
        if isinstance(resource, dict):
            value = resource.get(name)
        if isinstance(value, list):
            return value
        return [] if value is None else [value]

    return follow


def _follower_of_all(ways: list[_Follower]) -> _Follower:
    """Return the same for several ways, one after the other."""
    return lambda resource: [element for follow in ways for element in follow(resource)]


def _walk(resource: dict[str, Any], steps: list[Step]) -> list[Any]:
    here: list[Any] = [resource]
    for name, child, wanted in steps:
        there: list[Any] = []
        for item in here:
            value = None
            if isinstance(item, dict):
                value = item.get(name)
            if isinstance(value, list):
                there += value
            elif value is not None:
                there.append(value)
        if child:
            there = [item for item in there if isinstance(item, dict) and item.get(child) == wanted]
        if not there:
            return there
        here = there
    return here


def dicts(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list, whatever a fixture has in the place of it."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict)]
    return []
