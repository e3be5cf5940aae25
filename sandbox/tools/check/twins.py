"""What do the models not take although R4 does? The extensions of a value[x], and a Meta as a value."""

# tested by: tests/tools/check/test_mutants.py

from collections.abc import Iterator
from typing import Any

import orjson

from sandbox.tools.check.issue import Way


def without_twins(value: dict[str, Any], body: bytes) -> bytes:
    """Return the body of a resource without those values of Extensions that the models do not know."""
    if b'"_value' not in body and b'"valueMeta"' not in body:
        return body
    return orjson.dumps(without(value))


def twins_of(value: Any, way: Way) -> Iterator[tuple[Way, str, Any]]:
    """Yield the parts of a resource that are left out of its body, each with its way and its datatype."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from twins_of(item, (*way, number))
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in _dropped(value) and isinstance(inner, dict):
                yield (*way, name), "Meta" if name == "valueMeta" else "Element", inner
            elif isinstance(inner, dict | list):
                yield from twins_of(inner, (*way, name))


def _dropped(value: dict[str, Any]) -> set[str]:
    if "url" not in value:
        return set()
    return {name for name in value if name.startswith("_value") or name == "valueMeta"}


def without(value: Any) -> Any:
    """Return the same of a JSON value."""
    if isinstance(value, list):
        return [without(item) for item in value]
    if not isinstance(value, dict):
        return value
    dropped = _dropped(value)
    return {name: without(inner) for name, inner in value.items() if name not in dropped}
