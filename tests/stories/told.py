"""Which rule does a story show, and on which side? Noted on the story itself, so that a test can count."""

from collections.abc import Callable
from types import ModuleType
from typing import ParamSpec

P = ParamSpec("P")


def tells(rule: str, result: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Note that a story ends with this result of this rule."""

    def note(story: Callable[P, None]) -> Callable[P, None]:
        story.__dict__.setdefault("tells", []).append((rule, result))
        return story

    return note


def told_in(module: ModuleType) -> list[tuple[str, str]]:
    """Return the rules and results that the stories of a module tell."""
    return [told for story in vars(module).values() for told in getattr(story, "__dict__", {}).get("tells", [])]
