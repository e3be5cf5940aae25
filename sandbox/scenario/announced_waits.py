"""Which wait do the headers of an answer announce? For what is sent here, and for what was recorded elsewhere.

HTTP knows a number of seconds, in digits alone, and a date: http://www.rfc-editor.org/rfc/rfc9110#name-retry-after
"""

# tested by: tests/scenario/test_announced_waits.py

import re
from collections.abc import Iterable, Mapping

from sandbox.http_dates import read_http_date
from sandbox.scenario.retry_after import DAY

STANDARD, VENDOR, MILLISECONDS = "retry-after", "x-retry-after", "retry-after-ms"
WAIT_HEADERS = frozenset({STANDARD, VENDOR, MILLISECONDS})
EPOCH = 1_000_000_000  # seconds: 31 years, or, as a moment since 1970, the year 2001
LONGEST = 1e11  # seconds: what is more says no more

_SPELLINGS = (
    (re.compile(r""), "empty"),
    (re.compile(r"0+"), "zero"),
    (re.compile(r"0[0-9]+"), "padded"),
    (re.compile(r"[0-9]+"), "standard"),
    (re.compile(r"-[0-9.]+"), "negative"),
    (re.compile(r"\+[0-9.]+"), "plus-sign"),
    (re.compile(r"[0-9]*\.[0-9]+"), "fractional"),
    (re.compile(r"([0-9]+)(, *\1)+"), "duplicate"),
)
_NUMBERS = frozenset({"padded", "standard", "duplicate"})


def folded(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers by their names in lower case; one that comes twice is folded, as HTTP has it."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = ", ".join(part for part in (found.get(key, ""), value) if part)
    return found


def announced(headers: Mapping[str, str], answered_at: float) -> tuple[float | None, str]:
    """Return the wait in seconds, None if there is none to obey, and how it is spelled; "none" where nothing is said.

    The names of *headers* are in lower case. A date is held against the `Date` header, or, where that is missing,
    against the moment of the answer, in seconds since 1970.
    """
    vendor = _digits(headers.get(VENDOR))
    milliseconds = _digits(headers.get(MILLISECONDS))
    if STANDARD not in headers:
        return _beside(vendor, milliseconds)
    value = headers[STANDARD].strip(" \t")
    spelling = next((name for pattern, name in _SPELLINGS if pattern.fullmatch(value)), "")
    if not spelling:
        return _date(value, headers.get("date", ""), answered_at)
    if spelling not in _NUMBERS:
        return None, spelling
    wait = min(float(value.partition(",")[0]), LONGEST)
    if milliseconds == 0:
        return None, "zero"
    if milliseconds is not None:
        return min(wait, milliseconds / 1000), "milliseconds"
    return wait, _number(spelling, wait, is_both=vendor == wait, is_padded=value != headers[STANDARD])


def _beside(vendor: float | None, milliseconds: float | None) -> tuple[float | None, str]:
    """Return the wait that stands only where HTTP does not look for it."""
    if milliseconds is not None:
        wait = milliseconds / 1000
    elif vendor is not None:
        wait = vendor
    else:
        return None, "none"
    if wait > 0:
        return wait, "vendor"
    return None, "zero"


def _number(spelling: str, wait: float, *, is_both: bool, is_padded: bool) -> str:
    """Return how a number of seconds is spelled, by what stands around it and how large it is."""
    if spelling != "standard":
        return spelling
    if wait >= EPOCH:
        return "epoch"
    if wait >= DAY:
        return "huge"
    if is_padded:
        return "padded"
    if is_both:
        return "both"
    return spelling


def _digits(value: str | None) -> float | None:
    """Return a header's number, None if it has none."""
    text = (value or "").strip()
    if not text.isascii() or not text.isdecimal():
        return None
    return min(float(text), LONGEST)


def _date(value: str, date: str, answered_at: float) -> tuple[float | None, str]:
    answered = read_http_date(date, answered_at)
    if answered is None:
        now = answered_at
    else:
        now = answered[0]
    due = read_http_date(value, now)
    if due is None:
        return None, "garbage"
    if due[0] <= now:
        return None, "past-date"
    return round(due[0] - now, 6), due[1]
