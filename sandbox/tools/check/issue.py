"""What is wrong with one element? A Breach names the rule and the way to the element; a Flaw also where it stands."""

# tested by: tests/tools/check/test_report.py

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from sandbox.loading import FileLocation

# The way from a resource to one of its elements: its type, then names and positions.
Way = tuple[str | int, ...]


class Violation(NamedTuple):
    """A rule that an element does not keep."""

    rule: str
    way: Way
    says: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A violation, and where it stands; without a way it is the file or the line itself that is at fault."""

    place: FileLocation
    violation: Violation

    @property
    def element(self) -> str:
        """Return the element as `Procedure.performer[0].actor`."""
        return element(self.violation.way)


def element(way: Way) -> str:
    """Return a way as it is written: positions in brackets, names with dots between them."""
    written = ""
    for step in way:
        if isinstance(step, int):
            written += f"[{step}]"
        else:
            written += f".{step}"
    return written.removeprefix(".")


def shown(value: object) -> str:
    """Return a value as a sentence quotes it, cut where it is long."""
    text = str(value)
    if len(text) > 60:
        text = f"{text[:57]}..."
    return json.dumps(text, ensure_ascii=False)


def in_json(value: Any) -> str:
    """Return a value as its JSON text has it, cut where it is long."""
    text = orjson.dumps(value).decode()
    if len(text) > 60:
        return f"{text[:57]}..."
    return text
