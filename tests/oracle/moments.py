"""What stretch of time does a date mean, and how do two stretches lie to each other? In nanoseconds, half open."""

import math
import re
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from tests.oracle.values import Refused

Span = tuple[float | int | Fraction, float | int | Fraction]

PREFIXES = ("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap")
SECOND = 1_000_000_000
DAY = 86_400 * SECOND

_SHAPE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
)
_LOST_PLUS = re.compile(r" (\d\d:\d\d)$")


@cache
def span(text: str) -> Span:
    """Return the stretch that a date or time means, without a zone in UTC; ValueError if it is none."""
    shape = _SHAPE.fullmatch(_LOST_PLUS.sub(r"+\1", text))
    if shape is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part) if part else None for part in shape.groups()[:6])
    if month is None:
        return _midnight(_year(year), 1, 1), _midnight(_year(year) + 1, 1, 1)
    if day is None:
        after = (_year(year) + month // 12, month % 12 + 1)
        return _midnight(_year(year), month, 1), _midnight(*after, 1)
    start = _midnight(_year(year), month, day)
    if hour is None or minute is None:
        return start, start + DAY
    if hour > 23 or minute > 59 or (second or 0) > 60:
        raise ValueError(text)
    start += ((hour * 60 + minute) * 60 + (second or 0)) * SECOND - _offset(shape[8])
    if second is None:
        return start, start + 60 * SECOND
    if shape[7] is None:
        return start, start + SECOND
    width = Fraction(SECOND, 10 ** len(shape[7]))
    return start + int(shape[7]) * width, start + (int(shape[7]) + 1) * width


def _year(year: int | None) -> int:
    if not year:
        raise ValueError("the year 0")
    return year


def _midnight(year: int, month: int, day: int) -> int:
    if year == 10_000:
        return (date(9999, 12, 31).toordinal() + 1) * DAY
    return date(year, month, day).toordinal() * DAY


def _offset(zone: str | None) -> int:
    if zone is None or zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[4:])
    if hours > 14 or minutes > 59:
        raise ValueError(zone)
    return (hours * 60 + minutes) * 60 * SECOND * (-1 if zone[0] == "-" else 1)


def stored(value: Any) -> Span:
    """Return the stretch of a stored dateTime, instant, date or Period, which is endless where it has no bound."""
    if isinstance(value, str):
        return span(value)
    start = span(value["start"])[0] if "start" in value else -math.inf
    end = span(value["end"])[1] if "end" in value else math.inf
    return start, end


def asked(value: str) -> tuple[str, Span]:
    """Return the prefix and the stretch of a searched date; Refused if it cannot be read."""
    prefix = value[:2] if value[:2] in PREFIXES else "eq"
    try:
        return prefix, span(value[2:] if value[:2] in PREFIXES else value)
    except ValueError:
        raise Refused(f"no date: {value}") from None


def fits(prefix: str, searched: Span, found: Span, now: int) -> bool:
    """Say whether a stored stretch lies to the searched one as the prefix demands."""
    (low, high), (start, end) = searched, found
    within = low <= start and end <= high
    slack = abs(Fraction(now) - Fraction(low + high) / 2) / 10 if prefix == "ap" else 0
    return {
        "eq": within,
        "ne": not within,
        "gt": end > high,
        "lt": start < low,
        "ge": end > high or within,
        "le": start < low or within,
        "sa": start >= high,
        "eb": end <= low,
        "ap": start < high + slack and end > low - slack,
    }[prefix]
