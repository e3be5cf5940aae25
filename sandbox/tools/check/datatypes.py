"""Does a value keep the invariants of its datatype? Asked by the name of the datatype, as R4 has it.

Each is a function from the JSON of the value to what is wrong with it, "" for nothing. The ids are those of R4.
"""

# tested by: tests/tools/check/test_mutants.py

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from sandbox.fhir.resource_types import ID
from sandbox.plural import counted_as
from sandbox.tools.check.addresses import is_base64
from sandbox.tools.check.issue import Violation, Way
from sandbox.tools.check.moments import wrong_order
from sandbox.tools.check.narrative import narrative

UCUM = "http://unitsofmeasure.org"

Value = Mapping[str, Any]


def invariants_of_datatype(name: str, value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield the invariants of a datatype that a value breaks."""
    for id_, wrong in _INVARIANTS.get(name, ()):
        if said := wrong(value):
            yield Violation("r4-invariant", way, f"{id_}: {said}")
    if name == "Narrative":
        yield from narrative(value, way)


def simple_quantity(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield a violation by a Quantity that stands where R4 has a SimpleQuantity."""
    if "comparator" in value:
        yield Violation("r4-invariant", (*way, "comparator"), "sqty-1: stands where only an exact quantity may be")


def wrong_text(datatype: str, text: str) -> str:
    """Return what is wrong with an id or with base64, "" for nothing, or where *datatype* is another one."""
    if datatype == "id" and not ID.fullmatch(text):
        return "is not an id: an id is 1 to 64 letters, digits, '-' and '.'"
    if datatype == "base64binary" and not is_base64(text):
        return "is not base64"
    return ""


def number(value: Any) -> Decimal | None:
    """Return a JSON number, None for anything else."""
    if isinstance(value, orjson.Fragment):
        value = orjson.dumps(value).decode()
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def period(value: Value, way: Way) -> Iterator[Violation]:
    """Yield a violation by a Period, or by any object that has a start and an end."""
    if said := wrong_order(value.get("start"), value.get("end")):
        yield Violation("per-1", way, said)


def _range(value: Value) -> str:
    low, high = value.get("low"), value.get("high")
    if not isinstance(low, dict) or not isinstance(high, dict):
        return ""
    least, most = number(low.get("value")), number(high.get("value"))
    if least is None or most is None:
        return "low and high need a value each, for their order is not known"
    if low.get("system") == UCUM == high.get("system") and low.get("code") != high.get("code"):
        return ""  # 1 g and 2 kg can be compared, by who knows UCUM
    if any(low.get(name) != high.get(name) for name in ("unit", "system", "code")):
        return "low and high have different units, so that their order is not known"
    if least > most:
        return f"low is {least} and high is {most}"
    return ""


def _code_needs_system(value: Value) -> str:
    if "code" in value and "system" not in value:
        return "a code needs the system that it is from"
    return ""


def _measured(value: Value) -> str:
    """Say what is wrong with a quantity whose unit has to be one of UCUM."""
    if "value" in value and "code" not in value:
        return "a value needs the code of its unit"
    if value.get("system", UCUM) != UCUM:
        return f"the unit is to be one of {UCUM}"
    return ""


def _age(value: Value) -> str:
    years = number(value.get("value"))
    if years is not None and years <= 0:
        return f"is {years}, and is to be above 0"
    return _measured(value)


def _count(value: Value) -> str:
    if value.get("code", "1") != "1":
        return "the code of its unit is to be 1"
    counted = number(value.get("value"))
    if counted is not None and "." in str(counted):
        return f"is {counted}, and is to be a whole number, without a point"
    return _measured(value)


def _duration(value: Value) -> str:
    if "code" in value and (value.get("system") != UCUM or "value" not in value):
        return f"a code needs a value, and {UCUM} as its system"
    return ""


def _ratio(value: Value) -> str:
    if ("numerator" in value) != ("denominator" in value):
        return "has a numerator or a denominator, and needs both"
    if "numerator" not in value and "extension" not in value:
        return "has neither a numerator nor an extension"
    return ""


def _size(value: Value) -> str:
    data, size = value.get("data"), number(value.get("size"))
    if not isinstance(data, str) or size is None:
        return ""
    letters = re.sub(r"\s", "", data)
    there = len(letters) // 4 * 3 - letters[-2:].count("=")
    if size != there:
        return f"size is {size}, and its data has {counted_as(there, 'byte')}"
    return ""


def _needs(name: str, *others: str) -> Callable[[Value], str]:
    """Return what demands one of *others* beside an element."""

    def wrong(value: Value) -> str:
        if name in value and not any(other in value or f"_{other}" in value for other in others):
            return f"{name} needs {' or '.join(others)}"
        return ""

    return wrong


def _excludes(name: str, other: str) -> Callable[[Value], str]:
    def wrong(value: Value) -> str:
        if name in value and other in value:
            return f"{name} and {other} exclude each other"
        return ""

    return wrong


def _not_negative(name: str) -> Callable[[Value], str]:
    def wrong(value: Value) -> str:
        found = number(value.get(name))
        if found is not None and found < 0:
            return f"{name} is {found}, and may not be below 0"
        return ""

    return wrong


def _offset(value: Value) -> str:
    when = value.get("when")
    if "offset" in value and (not isinstance(when, list) or {"C", "CM", "CD", "CV"} & set(map(str, when))):
        return "offset needs a when that is not a meal as such"
    return ""


def _expression(value: Value) -> str:
    if "expression" not in value and "reference" not in value:
        return "has neither an expression nor a reference to one"
    return ""


_QUANTITY = ("qty-3", _code_needs_system)

# datatype, or part of one -> its invariants: id, and what says what is wrong. http://hl7.org/fhir/R4/datatypes.html
_INVARIANTS: dict[str, tuple[tuple[str, Callable[[Value], str]], ...]] = {
    "Age": (_QUANTITY, ("age-1", _age)),
    "Attachment": (("att-1", _needs("data", "contentType")), ("size", _size)),
    "ContactPoint": (("cpt-2", _needs("value", "system")),),
    "Count": (_QUANTITY, ("cnt-3", _count)),
    "Distance": (_QUANTITY, ("dis-1", _measured)),
    "Duration": (_QUANTITY, ("drt-1", _duration)),
    "Expression": (("exp-1", _expression),),
    "Quantity": (_QUANTITY,),
    "Range": (("rng-2", _range),),
    "Ratio": (("rat-1", _ratio),),
    "TimingRepeat": (
        ("tim-1", _needs("duration", "durationUnit")),
        ("tim-2", _needs("period", "periodUnit")),
        ("tim-4", _not_negative("duration")),
        ("tim-5", _not_negative("period")),
        ("tim-6", _needs("periodMax", "period")),
        ("tim-7", _needs("durationMax", "duration")),
        ("tim-8", _needs("countMax", "count")),
        ("tim-9", _offset),
        ("tim-10", _excludes("timeOfDay", "when")),
    ),
}
