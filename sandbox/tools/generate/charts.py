"""What does a chart say that was written by hand? The personas with a story, kept as they are served."""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import orjson

from sandbox.tools.generate.region import Json

Key = tuple[str, str]


def chart(name: str) -> list[Json]:
    """Return the resources of a persona, or those that the personas share (`shared`)."""
    lines = (files("sandbox.tools.generate") / "handwritten" / f"{name}.ndjson").read_bytes().splitlines()
    return [orjson.loads(line) for line in lines]


def chart_with_needs(name: str) -> list[Json]:
    """Return the resources of a persona and what they lead to among the shared ones, those first."""
    own = chart(name)
    others: dict[Key, Json] = {(row["resourceType"], row["id"]): row for row in chart("shared")}
    needed: dict[Key, Json] = {}
    todo = list(own)
    while todo:
        for reference in references(todo.pop()):
            type_, _, id_ = reference.partition("/_history/")[0].partition("/")
            found = others.get((type_, id_))
            if found and (type_, id_) not in needed:
                needed[type_, id_] = found
                todo.append(found)
    return [*(row for key, row in others.items() if key in needed), *own]


def references(value: Any) -> Iterator[str]:
    """Yield every `reference` in a resource."""
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)
