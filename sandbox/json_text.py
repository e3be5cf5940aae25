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


def in_json(value: Any) -> str:
    """Return a value of JSON as it is written there, a text in single quotes: what a sentence quotes."""
    if isinstance(value, str):
        return repr(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "what is nested so deeply"


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number of JSON")


def _number(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError(f"the number {digits[:20]} is too large")
    return number
