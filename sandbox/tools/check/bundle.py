"""Is a Bundle that only carries resources a proper one? The resources themselves are checked apart."""

# tested by: tests/tools/check/test_planted.py

from collections.abc import Iterator
from typing import Any

import orjson

from sandbox.loading.bundle import UNPACKED
from sandbox.tools.check.issue import Violation, shown
from sandbox.tools.check.structure import structure


def carries(value: Any) -> bool:
    """Say whether a document is a Bundle whose resources are taken out, with entries that can be looked at."""
    if not isinstance(value, dict) or value.get("resourceType") != "Bundle" or value.get("type") not in UNPACKED:
        return False
    entries = value.get("entry", [])
    return isinstance(entries, list) and all(isinstance(row, dict) and "resourceType" not in row for row in entries)


def version_of(resource: dict[str, Any]) -> str:
    """Return the versionId of a resource, "" if it has none."""
    meta = resource.get("meta")
    if isinstance(meta, dict):
        return str(meta.get("versionId", ""))
    return ""


def envelope(bundle: dict[str, Any]) -> Iterator[Violation]:
    """Yield what is wrong with a Bundle that carries resources, apart from these."""
    entries = [{name: inner for name, inner in row.items() if name != "resource"} for row in bundle.get("entry", ())]
    if entries:
        shell = {**bundle, "entry": entries}
    else:
        shell = bundle
    yield from structure(orjson.dumps(shell), shell)
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(bundle.get("entry", ())):
        url, way = row.get("fullUrl"), ("Bundle", "entry", number, "fullUrl")
        if not isinstance(url, str):
            continue
        resource = row.get("resource")
        id_, version = None, ""
        if isinstance(resource, dict):
            id_, version = resource.get("id"), version_of(resource)
        if (url, version) in seen:
            yield Violation("bundle", way, f"{shown(url)} names another entry as well")
        seen.add((url, version))
        if url.startswith("http") and id_ and url.rpartition("/")[2] != id_:
            yield Violation("bundle", way, f"{shown(url)} is not that of {shown(id_)}")
