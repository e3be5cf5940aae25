"""Which JSON values may stand at a place of a plan? Checks that name the place, what was wrong, what would be right."""

# tested by: tests/scenario/test_plan_bodies.py

from collections.abc import Iterable, Mapping
from math import inf
from typing import Any

from sandbox.json_text import in_json
from sandbox.scenario.retry_after import DAY, RETRY_AFTER_FORMATS, SHORTEST
from sandbox.suggest import did_you_mean

LONGEST = 31_536_000  # a year, in seconds: nobody waits longer


def checked_number(value: Any, where: str, *, whole: bool = False, least: int = 0) -> float:
    """Return a number from *least* to a year of seconds; raises ValueError for anything else."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    kind = "whole number" if whole else "number"
    if not is_number or (whole and not isinstance(value, int)) or not least <= value < inf:
        raise ValueError(f"{where} takes a {kind} from {least}, not {in_json(value)}.")
    if value > LONGEST:
        raise ValueError(f"{where} takes a {kind} from {least} to {LONGEST}, not {in_json(value)}.")
    number: float = value
    return number


def checked_wait(holder: Mapping[str, Any], where: str) -> float | None:
    """Return the `wait` of a plan or a step in seconds, None if it says none; raises ValueError for a bad one."""
    if "wait" not in holder:
        return None
    value = holder["wait"]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not SHORTEST <= value <= DAY:
        raise ValueError(f"{where} takes a number of seconds from {SHORTEST} to {DAY}, not {in_json(value)}.")
    return float(value)


def checked_spelling(holder: Mapping[str, Any], where: str) -> str:
    """Return the `retry_after` of a plan or a step, "" if it says none; raises ValueError for an unknown one."""
    if "retry_after" not in holder:
        return ""
    check_known(where, holder["retry_after"], RETRY_AFTER_FORMATS)
    return str(holder["retry_after"])


def check_spelled(where: str, wait: float | None, spelling: str) -> None:
    """Raise ValueError if a wait is said that its spelling never shows."""
    if wait is None or RETRY_AFTER_FORMATS[spelling or "both"].takes_wait:
        return
    taking = ", ".join(row.name for row in RETRY_AFTER_FORMATS.values() if row.takes_wait)
    raise ValueError(
        f"{where} has no effect: {spelling!r} always sends the same. Spellings that take a wait: {taking}."
    )


def check_known(where: str, word: Any, known: Iterable[str]) -> None:
    """Raise ValueError unless a word is among those that are known."""
    names = list(known)
    if not isinstance(word, str) or word not in names:
        raise ValueError(
            f"{where} {in_json(word)} is not known.{did_you_mean(str(word), names)} Known: {', '.join(names)}."
        )


def check_keys(where: str, value: Any, known: set[str]) -> None:
    """Raise ValueError unless a value is a JSON object that has no other keys."""
    if not isinstance(value, dict):
        raise ValueError(f"{where} must be a JSON object.")
    for key in value:
        if key not in known:
            raise ValueError(
                f"{where} has no key {key!r}.{did_you_mean(key, known)} Known: {', '.join(sorted(known))}."
            )
