"""How is a quantity searched? `[prefix]number|system|code`, `number||unit`, or the number alone.

`5.4` means 5.35 to 5.45, as many digits as were written; after any prefix but eq, ne and ap the number is exact. `ap`
widens by a tenth of the number. Units are compared, not converted. A stored comparator such as `<5` is a range that
has no end.
http://hl7.org/fhir/R4/search.html#quantity
"""

# tested by: docs/search/quantity.md

import re
from dataclasses import replace
from decimal import Decimal
from math import inf, nextafter
from typing import Any

import orjson

from sandbox.search.columns.spans import PREFIXES, Read, Spans
from sandbox.search.model.escape import split, unescape
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import Interval

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")
_EXPONENT = 400  # of larger ones a float knows nothing
_ROUNDED = frozenset({"eq", "ne", "ap"})


def modifiers(_param: SearchParameter) -> frozenset[str]:
    """Return what a quantity takes besides a prefix."""
    return frozenset({"missing"})


def column(_param: SearchParameter) -> Spans:
    """Return an empty column of Quantities (Age and Duration are such) and Ranges."""
    return Spans(_read, _widen, whole=False)


def parse_value(raw: str, _modifier: str, _param: SearchParameter, _bases: tuple[str, ...]) -> Interval:
    """Read a prefix (eq where there is none), a number and a unit."""
    parts = [unescape(part) for part in split(raw, "|")]
    if len(parts) not in {1, 3}:
        raise ValueError(f"{raw!r} is not a quantity: write 5.4, 5.4|system|code or 5.4||unit")
    if parts[0][:2] in PREFIXES:
        prefix = parts[0][:2]
    else:
        prefix = "eq"
    low, high = _around(parts[0].removeprefix(prefix), prefix)
    return Interval(prefix, low, high, _unit(*parts[1:]) if any(parts[1:]) else None)


def _around(text: str, prefix: str) -> tuple[float, float]:
    """Return what a written number comes to: half a unit of its last digit to either side, or exactly itself."""
    if _NUMBER.fullmatch(text):
        number = Decimal(text)
    else:
        number = Decimal("NaN")
    digits = number.as_tuple().exponent
    if not isinstance(digits, int) or abs(digits) > _EXPONENT:
        raise ValueError(f"{text!r} is not a number such as 5.4, -3 or 1e2")
    if "e" in text.lower() and "." not in text:
        digits -= 1  # 1e2 is 95 to 105
    if prefix not in _ROUNDED:
        return float(number), nextafter(float(number), inf)
    half = Decimal(5).scaleb(digits - 1)
    return float(number - half), float(number + half)


def _widen(sought: Interval, _now: float) -> Interval:
    tenth = abs(sought.low + sought.high) / 20
    return replace(sought, low=sought.low - tenth, high=nextafter(sought.high + tenth, inf))


def _unit(system: str, code: str) -> tuple[str, str | None]:
    if system:
        return (system, code or None)
    return ("", code)


def _read(element: Any) -> Read | None:
    """Return the interval of a Quantity or a Range; a ValueError if a value is no number."""
    if not isinstance(element, dict):
        return None
    if "low" in element or "high" in element:
        ends = [element[end] for end in ("low", "high") if isinstance(element.get(end), dict)]
        low, high = (_number(element.get(end)) for end in ("low", "high"))
        units = tuple(dict.fromkeys(unit for end in ends for unit in _units(end)))
        return -inf if low is None else low, inf if high is None else nextafter(high, inf), units
    if (value := _number(element)) is None:
        return None
    after = nextafter(value, inf)
    low, high = {"<": (-inf, value), "<=": (-inf, after), ">": (after, inf), ">=": (value, inf)}.get(
        str(element.get("comparator")), (value, after)
    )
    return low, high, tuple(dict.fromkeys(_units(element)))


def check(element: Any) -> None:
    """Raise ValueError where the value of a Quantity, or of an end of a Range, is not a number."""
    if not isinstance(element, dict):
        return
    if "low" in element or "high" in element:
        _value(element.get("low"))
        _value(element.get("high"))
    else:
        _value(element)


def _number(quantity: Any) -> float | None:
    value = _value(quantity)
    return None if value is None else float(value)


def _value(quantity: Any) -> Any:
    """Return the value of a Quantity, None if it has none; loading has numbers as they were written, as Fragments."""
    value = None
    if isinstance(quantity, dict):
        value = quantity.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float | orjson.Fragment | None):
        raise ValueError(f"{value!r} is not a number")
    return value


def _units(quantity: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Return the keys of a stored unit: its system and code, its system alone, and code and text without system."""
    system, code, unit = (quantity.get(name) for name in ("system", "code", "unit"))
    found: list[tuple[str, str | None]] = [("", text) for text in (code, unit) if isinstance(text, str)]
    if isinstance(system, str):
        found.append((system, None))
        if isinstance(code, str):
            found.append((system, code))
    return found
