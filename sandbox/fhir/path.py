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


@lru_cache(maxsize=1024)
def follower(path: str) -> Callable[[dict[str, Any]], list[Any]]:
    """Return a function that finds all elements at the *path* of a resource.

    Lists on the way are walked through; what is not there is not found; nothing is ever raised.
    """
    if path == "deceased()":
        return lambda patient: ["deceasedDateTime" in patient or patient.get("deceasedBoolean") is True]
    ways = steps_of(path)
    if all(len(steps) == 1 and not steps[0][1] for steps in ways):
        names = [steps[0][0] for steps in ways]
        return _child_follower(names[0]) if len(names) == 1 else _children_follower(names)

    def follow(resource: dict[str, Any]) -> list[Any]:
        found: list[Any] = []
        for steps in ways:
            found += _walk(resource, steps)
        return found

    return follow


def steps_of(path: str) -> list[list[Step]]:
    """Return the steps of a path, for each of its alternatives; none for the resource itself."""
    return [_STEP.findall(way) for way in path.split(" | ")]


def _child_follower(name: str) -> Callable[[dict[str, Any]], list[Any]]:
    """Return the same for a path of one name, which most paths are."""

    def follow(resource: Any) -> list[Any]:
        value = None
        if isinstance(resource, dict):
            value = resource.get(name)
        if isinstance(value, list):
            return value
        return [] if value is None else [value]

    return follow


def _children_follower(names: list[str]) -> Callable[[dict[str, Any]], list[Any]]:
    """Return the same for alternatives of one name each."""

    def follow(resource: Any) -> list[Any]:
        found: list[Any] = []
        if isinstance(resource, dict):
            for name in names:
                value = resource.get(name)
                if isinstance(value, list):
                    found += value
                elif value is not None:
                    found.append(value)
        return found

    return follow


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
