"""Which stretch of time does a FHIR date mean? Every date is a half-open interval of microseconds since 1970.

`2019` is the whole year, `2019-03-26T12:55Z` one minute, `...:26.5Z` a tenth of a second. What is written without a
zone is UTC. http://hl7.org/fhir/R4/search.html#date
"""

import re
from calendar import isleap, monthrange
from datetime import date
from typing import Any

SECOND = 1_000_000
DAY = 86_400 * SECOND
BEGINNING = -(2**63)
END = 2**63 - 1

_EPOCH = date(1970, 1, 1).toordinal()
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:\.(\d+))?)?"
    r"(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?)?)?",
    re.ASCII,
)

# What surely is a date: no month lacks these days.
_PLAIN = re.compile(
    r"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]0\d:[0-5]\d))?",
    re.ASCII,
)

DateRange = tuple[int, int]


def parse(text: str, zone_of_others: int = 0) -> DateRange:
    """Return the interval of a date, dateTime or instant; seconds and zone may be missing. ValueError if it is none.

    *zone_of_others* is the zone of what has none, in microseconds east of UTC.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date: write 2019, 2019-03, 2019-03-26 or 2019-03-26T12:55:26Z")
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        start = (date(int(year), int(month or 1), int(day or 1)).toordinal() - _EPOCH) * DAY
        if zone is None:
            start -= zone_of_others
    except ValueError:
        raise ValueError(f"{text!r} is not a date: there is no such day") from None
    if month is None:
        return start, start + (365 + isleap(int(year))) * DAY
    if day is None:
        return start, start + monthrange(int(year), int(month))[1] * DAY
    if hour is None:
        return start, start + DAY
    start += (int(hour) * 3600 + int(minute) * 60 + int(second or 0)) * SECOND - offset_of(zone)
    if second is None:
        return start, start + 60 * SECOND
    if fraction is None:
        return start, start + SECOND
    start += int(fraction[:6].ljust(6, "0"))
    return start, start + 10 ** max(6 - len(fraction), 0)


def of(element: Any, zone: int = 0) -> DateRange | None:
    """Return the interval of a stored dateTime, Period or Timing, None for what is none of them.

    An open end is open for ever. Of a Timing only the outer limits count. *zone* is that of what has none.
    """
    if isinstance(element, str):
        return parse(element, zone)
    if not isinstance(element, dict):
        return None
    if "event" in element or "repeat" in element or "code" in element:
        return _limits(element, zone)
    start, end = element.get("start"), element.get("end")
    low, high = BEGINNING, END
    if isinstance(start, str):
        low = parse(start, zone)[0]
    if isinstance(end, str):
        high = parse(end, zone)[1]
    return low, high


def check(element: Any) -> None:
    """Raise ValueError where a stored element has what is not a date; most dates are seen to be one at a glance."""
    if not (isinstance(element, str) and _PLAIN.fullmatch(element)):
        of(element)


def _limits(timing: dict[str, Any], zone: int) -> DateRange | None:
    events = timing.get("event", ())
    if isinstance(events, list):
        found = [parse(event, zone) for event in events if isinstance(event, str)]
    else:
        found = []
    repeat = timing.get("repeat")
    bounds = None
    if isinstance(repeat, dict):
        bounds = repeat.get("boundsPeriod")
    if isinstance(bounds, dict) and (period := of(bounds, zone)):
        found.append(period)
    if found:
        return (min(low for low, _ in found), max(high for _, high in found))
    return None


def offset_of(zone: str | None) -> int:
    """Return the microseconds by which a zone such as `+02:00` is east of UTC; 0 for `Z` and for None."""
    if zone is None or zone == "Z":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
    return (-seconds if zone[0] == "-" else seconds) * SECOND
