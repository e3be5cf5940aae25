"""How does HTTP write a moment, and how is one read? In three forms, of which only the first is still written.

Whoever reads a date must read all three: http://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats
"""

# tested by: tests/test_http_dates.py

import re
from datetime import UTC, datetime
from email.utils import formatdate
from functools import lru_cache

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = f"(?:{'|'.join(day[:3] for day in _DAYS)})"
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_FIFTY_YEARS = 50 * 365.25 * 86_400  # seconds
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"

# Form -> how it is written; the names are those of the spellings of a wait.
FORMS: dict[str, re.Pattern[str]] = {
    "http-date": re.compile(rf"{_SHORT}, (?P<day>[0-9]{{2}}) {_MONTH} (?P<year>[0-9]{{4}}) {_TIME} GMT"),
    "rfc850-date": re.compile(rf"(?:{'|'.join(_DAYS)}), (?P<day>[0-9]{{2}})-{_MONTH}-(?P<year>[0-9]{{2}}) {_TIME} GMT"),
    "asctime-date": re.compile(rf"{_SHORT} {_MONTH} (?P<day>[0-9 ][0-9]) {_TIME} (?P<year>[0-9]{{4}})"),
}


@lru_cache(maxsize=4096)
def http_date(seconds: int) -> str:
    """Return a moment, in seconds since 1970, as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`."""
    return formatdate(seconds, usegmt=True)


def rfc850_date(seconds: int) -> str:
    """Return it in the first of the obsolete forms: `Sunday, 06-Nov-94 08:49:37 GMT`."""
    moment = datetime.fromtimestamp(seconds, UTC)
    day = f"{moment.day:02d}-{_MONTHS[moment.month - 1]}-{moment.year % 100:02d}"
    return f"{_DAYS[moment.weekday()]}, {day} {moment:%H:%M:%S} GMT"


def asctime_date(seconds: int) -> str:
    """Return it in the second of the obsolete forms: `Sun Nov  6 08:49:37 1994`."""
    return datetime.fromtimestamp(seconds, UTC).ctime()


def read_http_date(text: str, now: float) -> tuple[float, str] | None:
    """Return a date in seconds since 1970, and its form, a key of FORMS; None if it is none.

    A year of two digits is the last one that ends so and is not more than 50 years ahead of *now*.
    """
    for form, pattern in FORMS.items():
        found = pattern.fullmatch(text)
        if found is None:
            continue
        for year in _years(found["year"], now):
            seconds = _moment(found, year)
            if seconds is not None and (len(found["year"]) > 2 or seconds <= now + _FIFTY_YEARS):
                return seconds, form
    return None


def _years(written: str, now: float) -> tuple[int, ...]:
    """Return the years that may be meant, the latest first."""
    if len(written) > 2:
        return (int(written),)
    century = datetime.fromtimestamp(now, UTC).year // 100 * 100
    return tuple(century + offset + int(written) for offset in (100, 0, -100))


def _moment(found: re.Match[str], year: int) -> float | None:
    """Return the moment of a date in seconds since 1970; None for a day or an hour that there is not."""
    day, hour, minute, second = (int(found[name]) for name in ("day", "hour", "minute", "second"))
    month = _MONTHS.index(found["month"]) + 1
    try:  # the second 60 is a leap second
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC).timestamp()
    except ValueError:
        return None
