"""What does a resource hold that its model does not take? All of it at once, in the words of FHIR and JSON.

The models stop at the first layer of faults, and say what is wrong in words of Python. They are asked whether a
resource is right; why it is not is found here, element by element, and only the form of a text or number is theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.suggest import did_you_mean
from sandbox.tools.check.issue import Violation, Way, in_json
from sandbox.tools.check.model import Row, model_of, rows_of, takes


@dataclass(slots=True)
class Misfits:
    """What does not fit a model, and the ways of all that was left out of the copy for it."""

    violations: list[Violation] = field(default_factory=list)
    left_out: list[Way] = field(default_factory=list)

    def say(self, rule: str, way: Way, says: str) -> None:
        """Note a violation."""
        self.violations.append(Violation(rule, way, says))

    def concerns(self, violation: Violation) -> bool:
        """Say whether a violation may come of what was left out, as an invariant of its holder does."""
        way = violation.way
        if violation.rule == "r4-invariant":
            way = way[:-1]
        return any(other[: len(way)] == way for other in self.left_out)


def without_misfits(model: Any, value: dict[str, Any], way: Way, found: Misfits) -> dict[str, Any]:
    """Return what of an object fits its model, null in a list for what does not; note the rest in *found*."""
    rows, copy = rows_of(model), dict[str, Any]()
    for name, inner in value.items():
        there = (*way, name)
        if name == "resourceType":
            copy[name] = inner
        elif name not in rows:
            found.say("r4-unknown-element", there, f"R4 knows no such element.{did_you_mean(name, rows)}")
        elif inner is not None:
            fitting = _fitting(rows[name], inner, there, found)
            if fitting is not None:
                copy[name] = fitting
                continue
        if name not in copy:
            found.left_out.append(there)
    found.violations += _missing(rows, value, way)
    return copy


def _fitting(row: Row, value: Any, way: Way, found: Misfits) -> Any:
    """Return what fits an element, None if nothing does."""
    if not row.repeats:
        return _item(row, value, way, found)
    if not isinstance(value, list):
        found.say("r4-value", way, f"must be a list, not {in_json(value)}")
        return None
    items = []
    for number, item in enumerate(value):
        there = (*way, number)
        fitting = None
        if item is not None:
            fitting = _item(row, item, there, found)
        if fitting is None:
            found.left_out.append(there)
        items.append(fitting)
    return items


def _item(row: Row, value: Any, way: Way, found: Misfits) -> Any:
    """Return what fits of one value of an element, None if nothing does."""
    if row.type_name:
        if not isinstance(value, dict):
            found.say("r4-value", way, f"must be an object, not {in_json(value)}")
            return None
        if row.type_name == _BESIDE and not {"id", "extension"} & value.keys():
            found.say("r4-value", way, f"must have an id or an extension, not {in_json(value)}")
            return None
        model = model_of(row, value)
        if model is None:  # `structure` says so
            return None
        return without_misfits(model, value, way, found)
    if takes(row, value):
        return value
    found.say("r4-value", way, must_be(row, value))
    return None


def must_be(row: Row, value: Any) -> str:
    """Return what a text, number or boolean must be, and what is there."""
    return f"must be {DEMANDED[row.datatype]}, not {in_json(value)}"


def _missing(rows: dict[str, Row], value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield what is mandatory and not there, and of each choice what is there twice."""
    choices: dict[str, list[str]] = {}
    needed: set[str] = set()
    for name, row in rows.items():
        there = name in value or f"_{name}" in value
        if row.needed and not there:
            yield Violation("r4-missing-element", (*way, name), "is missing")
        if row.choice:
            choices.setdefault(row.choice, []).extend([name] * there)
            if row.needs_choice:
                needed.add(row.choice)
    for choice, names in choices.items():
        if len(names) > 1:
            yield Violation("r4-choice", (*way, f"{choice}[x]"), f"{' and '.join(sorted(names))} exclude each other")
        elif not names and choice in needed:
            yield Violation("r4-missing-element", (*way, f"{choice}[x]"), "is missing")


_BESIDE = "FHIRPrimitiveExtension"  # what stands under a name with an underscore
_TEXT = "a string"
# Primitive datatype in lower case -> what a value of it must be.
DEMANDED = {
    "base64binary": "a string of base64",
    "boolean": "true or false, without quotes",
    "canonical": "a canonical: the string of an absolute address",
    "code": "a code: a string without blanks at its ends, and with single ones inside it",
    "date": "a date such as 2024, 2024-03 or 2024-03-01",
    "datetime": "a dateTime such as 2024, 2024-03, 2024-03-01 or 2024-03-01T10:00:00Z",
    "decimal": "a number, without quotes",
    "id": "an id: a string of 1 to 64 letters, digits, '-' and '.'",
    "instant": "an instant such as 2024-03-01T10:00:00Z",
    "integer": "a whole number, without quotes and point",
    "integer64": "a whole number, without quotes and point",
    "markdown": _TEXT,
    "oid": "an OID: a string such as urn:oid:1.2.840",
    "positiveint": "a whole number from 1, without quotes and point",
    "string": _TEXT,
    "time": "a time such as 10:00:00",
    "unsignedint": "a whole number from 0, without quotes and point",
    "uri": "a URI: a string without white space",
    "url": "a URL: a string without white space",
    "uuid": "a UUID: a string such as urn:uuid:0f0e0d0c-0b0a-4908-8706-050403020100",
    "xhtml": "a string of XHTML",
}
