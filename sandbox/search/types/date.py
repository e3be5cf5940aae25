"""How is a date searched? As an interval: `2019` is the whole year. See `spans.py` for the prefixes.

`ap` widens the search by a tenth of its distance from now. http://hl7.org/fhir/R4/search.html#date
"""

# tested by: docs/search/date.md

import re
from dataclasses import replace
from typing import Any

from sandbox.fhir import dates
from sandbox.search.columns.spans import PREFIXES, Read, Spans
from sandbox.search.model.escape import unescape
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import Interval

_LOST_PLUS = re.compile(r" (?=\d\d:\d\d$)")  # "+07:00" that travelled raw arrives as " 07:00"


def modifiers(_param: SearchParameter) -> frozenset[str]:
    """Return what a date takes besides a prefix."""
    return frozenset({"missing"})


def column(param: SearchParameter) -> Spans:
    """Return an empty column of dates, dateTimes, instants, Periods or Timings."""

    def read(element: Any) -> Read | None:
        found = dates.of(element, param.zone)
        return found and (*found, ())

    return Spans(read, _widen, whole=True)


def _widen(sought: Interval, now: float) -> Interval:
    tenth = abs(int(now * dates.SECOND) - (int(sought.low) + int(sought.high)) // 2) // 10
    return replace(sought, low=sought.low - tenth, high=sought.high + tenth)


def parse_value(raw: str, _modifier: str, param: SearchParameter, _bases: tuple[str, ...]) -> Interval:
    """Read a prefix (eq where there is none) and a date."""
    text = _LOST_PLUS.sub("+", unescape(raw))
    prefix, rest = "eq", text
    if text[:2] in PREFIXES:
        prefix, rest = text[:2], text[2:]
    try:
        low, high = dates.parse(rest, param.zone)
    except ValueError as error:
        if rest[:1].isalpha() and len(rest) > 2:
            raise ValueError(f"{raw!r} begins with no known prefix: they are {' '.join(PREFIXES)}") from None
        raise ValueError(str(error).replace(repr(rest), repr(raw), 1)) from None
    return Interval(prefix, low, high)
