"""Which wait do the headers of a recorded answer announce? For what the sandbox did not answer itself."""

# tested by: tests/verdict/test_recordings.py

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SPELLINGS = (
    (re.compile(r""), "empty"),
    (re.compile(r"0+"), "zero"),
    (re.compile(r"[0-9]+"), "standard"),
    (re.compile(r"-[0-9.]+"), "negative"),
    (re.compile(r"[0-9]*\.[0-9]+"), "fractional"),
    (re.compile(r"([0-9]+)(, *\1)+"), "duplicate"),
)


def announced(headers: Mapping[str, str], answered_at: float) -> tuple[float | None, str]:
    """Return the wait in seconds, None if nothing can be read, and how it is spelled; "none" where nothing is said.

    The names of *headers* are in lower case. A date is held against the `Date` header, or, where that is missing,
    against the moment of the answer, in seconds since 1970.
    """
    value = headers.get("retry-after")
    if value is None:
        return _vendor(headers.get("x-retry-after"))
    value = value.strip()
    spelling = next((name for pattern, name in _SPELLINGS if pattern.fullmatch(value)), "")
    if spelling == "standard":
        return float(value), spelling
    if spelling == "duplicate":
        return float(value.partition(",")[0]), spelling
    if spelling:
        return None, spelling
    return _date(value, headers.get("date", ""), answered_at)


def _vendor(value: str | None) -> tuple[float | None, str]:
    if value is None or not value.strip().isdecimal():
        return None, "none"
    return float(value), "vendor"


def _date(value: str, date: str, answered_at: float) -> tuple[float | None, str]:
    due = _moment(value)
    if due is None:
        return None, "garbage"
    now = _moment(date)
    if now is None:
        now = answered_at
    if due <= now:
        return None, "past-date"
    return round(due - now, 6), "http-date"


def _moment(value: str) -> float | None:
    """Return an HTTP date in seconds since 1970, in any of its three forms; None if it is none."""
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return (found - datetime.fromtimestamp(0, UTC)).total_seconds()
