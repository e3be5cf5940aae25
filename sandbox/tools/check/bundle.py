"""Is a Bundle that only carries resources a proper one? The resources themselves are checked apart."""

# tested by: tests/tools/check/test_planted.py

from collections.abc import Iterator
from typing import Any

import orjson

from sandbox.loading.bundle import UNPACKED
from sandbox.tools.check.bundle_invariants import bundle_invariants
from sandbox.tools.check.issue import Violation
from sandbox.tools.check.structure import structure


def carries(value: Any) -> bool:
    """Say whether a document is a Bundle whose resources are taken out, with entries that can be looked at."""
    if not isinstance(value, dict) or value.get("resourceType") != "Bundle" or value.get("type") not in UNPACKED:
        return False
    entries = value.get("entry", [])
    return isinstance(entries, list) and all(isinstance(row, dict) and "resourceType" not in row for row in entries)


def envelope(bundle: dict[str, Any]) -> Iterator[Violation]:
    """Yield what is wrong with a Bundle that carries resources, apart from these."""
    entries = [{name: inner for name, inner in row.items() if name != "resource"} for row in bundle.get("entry", ())]
    if entries:
        shell = {**bundle, "entry": entries}
    else:
        shell = bundle
    yield from structure(orjson.dumps(shell), shell)
    yield from bundle_invariants(bundle, ("Bundle",))
