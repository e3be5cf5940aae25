"""Where in a resource do a parameter's values stand? Follows a path such as `performer.actor`."""

from collections.abc import Callable
from typing import Any


def follower(path: str) -> Callable[[dict[str, Any]], list[Any]]:
    """Return a function that finds all elements at the *path* of a resource; ` | ` joins alternatives.

    Lists on the way are walked through; what is not there is not found; nothing is ever raised.
    """
    ways = [way.split(".") for way in path.split(" | ")]

    def follow(resource: dict[str, Any]) -> list[Any]:
        found: list[Any] = []
        for steps in ways:
            found += _walk(resource, steps)
        return found

    return follow


def _walk(resource: dict[str, Any], steps: list[str]) -> list[Any]:
    here: list[Any] = [resource]
    for step in steps:
        there: list[Any] = []
        for item in here:
            value = item.get(step) if isinstance(item, dict) else None
            if isinstance(value, list):
                there += value
            elif value is not None:
                there.append(value)
        if not there:
            return there
        here = there
    return here
