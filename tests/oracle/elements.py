"""Which JSON values stand at an element? A path of names is followed through objects and arrays, nothing more."""

from typing import Any

Json = dict[str, Any]


def at(node: Any, path: str) -> list[Any]:
    """Return every value at a path such as `name.family`, or at one of several: `effectiveDateTime|effectivePeriod`.

    A name may carry a condition: `telecom[system=email]`.
    """
    return [value for way in path.split("|") for value in _follow([node], way.split("."))]


def _follow(nodes: list[Any], names: list[str]) -> list[Any]:
    for step in names:
        name, _, condition = step.partition("[")
        key, _, wanted = condition.rstrip("]").partition("=")
        nodes = [
            item
            for node in nodes
            if isinstance(node, dict)
            for item in _items(node.get(name))
            if not condition or (isinstance(item, dict) and item.get(key) == wanted)
        ]
    return nodes


def _items(value: Any) -> list[Any]:
    if value is None:
        return []
    return [item for item in value if item is not None] if isinstance(value, list) else [value]


def says_something(value: Any) -> bool:
    """Return whether a value is more than a place for extensions."""
    return bool(value.keys() - {"extension", "id"}) if isinstance(value, dict) else True


def strings(node: Any) -> list[str]:
    """Return every string value anywhere inside, the names of elements not included."""
    if isinstance(node, str):
        return [node]
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    return [text for value in inner for text in strings(value)]
