"""How is a number with a unit compared? Equal means: within half of the last digit that was written."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.properties.moments import PREFIXES
from tests.properties.values import Refused, cut, plain

_NUMBER = re.compile(r"[+-]?\d+(?:\.(?P<digits>\d+))?", re.ASCII)


def asked(value: str) -> Callable[[Any], bool]:
    """Return the test for `[prefix]number|system|code`; Refused if it cannot be read."""
    number, *unit = [plain(piece) for piece in cut(value, "|")]
    prefix = number[:2] if number[:2] in PREFIXES else ""
    shape = _NUMBER.fullmatch(number.removeprefix(prefix))
    if shape is None or len(unit) not in {0, 2}:
        raise Refused(f"no quantity: {value}")
    compared = _compared(prefix or "eq", Decimal(shape[0]), len(shape["digits"] or ""))

    def test(quantity: Any) -> bool:
        if not isinstance(quantity, dict) or "value" not in quantity:
            return False
        return _measured(quantity, unit) and compared(Decimal(str(quantity["value"])))

    return test


def _measured(quantity: dict[str, Any], unit: list[str]) -> bool:
    if not unit or unit == ["", ""]:
        return True
    system, code = unit
    if system:
        return quantity.get("system") == system and quantity.get("code") == code
    return code in {quantity.get("code"), quantity.get("unit")}


def _compared(prefix: str, wanted: Decimal, digits: int) -> Callable[[Decimal], bool]:
    half = Decimal(5).scaleb(-digits - 1)
    tenth = abs(wanted) / 10

    def equal(found: Decimal) -> bool:
        return wanted - half <= found < wanted + half

    return {
        "eq": equal,
        "ne": lambda found: not equal(found),
        "gt": lambda found: found > wanted,
        "lt": lambda found: found < wanted,
        "ge": lambda found: found >= wanted,
        "le": lambda found: found <= wanted,
        "sa": lambda found: found > wanted,
        "eb": lambda found: found < wanted,
        "ap": lambda found: wanted - tenth <= found <= wanted + tenth,
    }[prefix]
