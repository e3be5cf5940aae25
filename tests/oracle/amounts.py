"""How is a number with a unit compared? Equal means: within half of the last digit that was written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.oracle.moments import PREFIXES
from tests.oracle.values import Refused, cut, plain

_NUMBER = re.compile(r"[+-]?\d+(?:\.(?P<digits>\d+))?(?:[eE](?P<power>[+-]?\d+))?", re.ASCII)
ENDLESS = Decimal("Infinity")


@dataclass(frozen=True)
class Reach:
    """From where to where a stored number may lie, and whether the ends are left out."""

    low: Decimal
    high: Decimal
    beyond_low: bool = False
    beyond_high: bool = False


def asked(value: str) -> Callable[[Any], bool]:
    """Return the test for `[prefix]number|system|code`; Refused if it cannot be read."""
    number, *unit = [plain(piece) for piece in cut(value, "|")]
    prefix = number[:2] if number[:2] in PREFIXES else ""
    shape = _NUMBER.fullmatch(number.removeprefix(prefix))
    if shape is None or len(unit) not in {0, 2}:
        raise Refused(f"no quantity: {value}")
    compared = _compared(prefix or "eq", Decimal(shape[0]), _half(shape))

    def test(quantity: Any) -> bool:
        if not isinstance(quantity, dict) or "value" not in quantity:
            return False
        return _measured(quantity, unit) and compared(reach(quantity))

    return test


def _half(shape: re.Match[str]) -> Decimal:
    """Return half a unit of the last digit; `1e2` is 95 up to 105, as the specification has it."""
    digits, power = len(shape["digits"] or ""), int(shape["power"] or 0)
    return Decimal(5).scaleb(power - digits - (1 if not power else 1 + (power > 0)))


def reach(quantity: dict[str, Any]) -> Reach:
    """Return where a stored number may lie: `<5` anywhere below."""
    number, sign = Decimal(str(quantity["value"])), quantity.get("comparator", "")
    if sign.startswith("<"):
        return Reach(-ENDLESS, number, beyond_high=sign == "<")
    if sign.startswith(">"):
        return Reach(number, ENDLESS, beyond_low=sign == ">")
    return Reach(number, number)


def _measured(quantity: dict[str, Any], unit: list[str]) -> bool:
    if not unit or unit == ["", ""]:
        return True
    system, code = unit
    if system:
        return quantity.get("system") == system and quantity.get("code") == code
    return code in {quantity.get("code"), quantity.get("unit")}


def _compared(prefix: str, wanted: Decimal, half: Decimal) -> Callable[[Reach], bool]:
    slack = half + abs(wanted) / 10

    def equal(found: Reach) -> bool:
        return wanted - half <= found.low and found.high < wanted + half

    def exact(found: Reach) -> bool:
        return found.low == wanted == found.high

    return {
        "eq": equal,
        "ne": lambda found: not equal(found),
        "gt": lambda found: found.high > wanted,
        "lt": lambda found: found.low < wanted,
        "ge": lambda found: found.high > wanted or exact(found),
        "le": lambda found: found.low < wanted or exact(found),
        "sa": lambda found: found.low > wanted or (found.low == wanted and found.beyond_low),
        "eb": lambda found: found.high < wanted or (found.high == wanted and found.beyond_high),
        "ap": lambda found: found.low <= wanted + slack and found.high >= wanted - slack,
    }[prefix]
