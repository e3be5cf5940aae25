"""What do the models not take although R4 does? The extensions of a value[x], and a Meta as a value."""

# tested by: tests/tools/check/test_mutants.py

from typing import Any

import orjson


def without_twins(value: dict[str, Any], body: bytes) -> bytes:
    """Return the body of a resource without those values of Extensions that the models do not know."""
    if b'"_value' not in body and b'"valueMeta"' not in body:
        return body
    return orjson.dumps(_without(value))


def _without(value: Any) -> Any:
    if isinstance(value, list):
        return [_without(item) for item in value]
    if not isinstance(value, dict):
        return value
    dropped: set[str] = set()
    if "url" in value:
        dropped = {name for name in value if name.startswith("_value") or name == "valueMeta"}
    return {name: _without(inner) for name, inner in value.items() if name not in dropped}
