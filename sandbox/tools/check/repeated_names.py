"""Does a name stand twice in a JSON object? Most readers take the last of the two, and say nothing."""

# tested by: tests/tools/check/test_mutants.py

import json
from collections.abc import Iterator
from typing import Any

from sandbox.tools.check.issue import Violation, Way, shown


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its names stood twice."""

    repeated: tuple[str, ...] = ()


def repeated_names(text: bytes) -> Iterator[Violation]:
    """Yield the names that stand twice in an object of a JSON text; it has been read before, and is JSON."""
    yield from _walked(json.loads(text.decode("utf-8-sig"), object_pairs_hook=_object), ())


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        found.repeated = tuple(name for name in found if names.count(name) > 1)
    return found


def _walked(value: Any, way: Way) -> Iterator[Violation]:
    if isinstance(value, _Object):
        if not way and isinstance(value.get("resourceType"), str):
            way = (value["resourceType"],)
        yield from (
            Violation("json-duplicate", (*way, name), f"{shown(name)} stands there twice") for name in value.repeated
        )
        for name, inner in value.items():
            yield from _walked(inner, (*way, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _walked(item, (*way, number))
