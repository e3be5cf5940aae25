"""What does a JSON text of somebody else's say? Only what JSON is; whatever else it holds is one kind of error.

Python's own reader takes NaN and Infinity for numbers, makes infinity of what is too large, and gives up on what is
nested too deeply with an error that nobody expects. Its own words for values are no JSON either.
"""

import json
from math import isfinite
from typing import Any, NoReturn


def read_json(text: str) -> Any:
    """Return the value of a JSON text; raises ValueError, whose message says what is wrong with it."""
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_number)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def read_unambiguous_json(text: str) -> Any:
    """Return the value of a JSON text that somebody wrote for us; besides, a name that stands twice is a ValueError."""
    value = read_json(text)
    check_names(text)
    return value


def check_names(text: str | bytes) -> None:
    """Raise ValueError where a name stands twice in an object of a JSON text: readers take one of the two in silence.

    The text is JSON, as has been seen before.
    """
    try:
        json.loads(text, object_pairs_hook=_checked)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def in_json(value: Any) -> str:
    """Return a value of JSON as it is written there, a text in single quotes: what a sentence quotes."""
    if isinstance(value, str):
        return repr(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "what is nested so deeply"


def _checked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{in_json(twice)} stands twice in one object")
    return found


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number of JSON")


def _number(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError(f"the number {digits[:20]} is too large")
    return number
