"""Which resources do random queries run on? The built-in patients, the example of the manual, and a made-up heap."""

import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.manual.pages import DOCS
from tests.manual.pages import data as block
from tests.oracle.awkward import heap
from tests.oracle.elements import Json

BASE = "http://m.test/fhir"
FIXTURES = Path(__file__).parents[2] / "fixtures"

# The ids of what no person wrote, and how much of it a test needs: a thousand small Procedures teach no more than some.
DRAWN = re.compile(r"[0-9a-f]{8}-|thea-")
FEW = 8

# What the server gives a resource that comes without; the example relies on it.
STAMPS = {"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"}


def example() -> list[Json]:
    """Return the seven Procedures of the manual and what they refer to."""
    return _read(block(DOCS / "search" / "data.md"))


def built_in() -> list[Json]:
    """Return the resources that the server brings along: of what was drawn by dice, only a few for each patient."""
    found = _read("\n".join(file.read_text(encoding="utf-8") for file in sorted(FIXTURES.glob("*.ndjson"))))
    number: Counter[str] = Counter()
    kept = []
    for one in found:
        about = f"{one['resourceType']} of {one.get('subject', {}).get('reference', one['id'])}"
        drawn = DRAWN.match(one["id"]) is not None
        number[about] += drawn
        if not drawn or number[about] <= FEW:
            kept.append(one)
    return kept


def _read(lines: str) -> list[Json]:
    found = [json.loads(line) for line in lines.splitlines() if line.strip()]
    return [one | {"meta": STAMPS | one.get("meta", {})} for one in found]


SETS: dict[str, Callable[[], list[Json]]] = {"built-in": built_in, "example": example, "heap": heap}


@cache
def resources(name: str) -> tuple[Json, ...]:
    """Return the resources of one of the sets."""
    return tuple(SETS[name]())
