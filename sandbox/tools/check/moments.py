"""Does one date come before another? A date of FHIR may be a year, a month, a day or a moment."""

# tested by: tests/tools/check/test_mutants.py

from datetime import UTC, datetime


def wrong_order(first: object, second: object) -> str:
    """Return what is wrong where *first* should not be after *second*: "" for nothing, or for what is not a text.

    A moment is taken in UTC where the other one is a date. Of two that differ in precision, one within the other, the
    order is not known.
    """
    if not isinstance(first, str) or not isinstance(second, str):
        return ""
    if "T" in first and "T" in second:
        if _seconds(first) > _seconds(second):
            return f"starts {first} and ends {second}"
        return ""
    one, other = _date(first), _date(second)
    length = min(len(one), len(other), 10)
    if one[:length] > other[:length]:
        return f"starts {first} and ends {second}"
    if one[:length] == other[:length] and len(one) != len(other):
        return f"starts {first} and ends {second}: of different precision, so that their order is not known"
    return ""


def _seconds(text: str) -> float:
    """Return a dateTime with a time in seconds since 1970; one that cannot be read comes before and after nothing."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return float("nan")


def _date(text: str) -> str:
    """Return a date as it is, and a moment as UTC has it."""
    if "T" not in text:
        return text
    try:
        return datetime.fromisoformat(text).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return text
