"""What have many changes of resources come to? A snapshot, which takes their place in the log.

It holds what was changed as it is now, and nothing of what is as it was at the start.
"""

# tested by: tests/replicas/test_snapshot.py

from dataclasses import dataclass
from typing import Any

import orjson

from sandbox.fhir.store import Resource
from sandbox.repository import NetChanges


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The sum of the first changes of a world, and of how many of them."""

    sum_of: int
    net: NetChanges


def write_snapshot(snapshot: Snapshot) -> bytes:
    """Return it as the store keeps it: JSON."""
    net = snapshot.net
    return orjson.dumps(
        {
            "of": snapshot.sum_of,
            "moment": net.moment,
            "present": [_written(resource) for resource in net.present],
            "gone": [_written(resource) for resource in net.gone],
        }
    )


def read_snapshot(written: bytes) -> Snapshot:
    """Return what was written."""
    found = orjson.loads(written)
    present, gone = ([_read(resource) for resource in found[name]] for name in ("present", "gone"))
    return Snapshot(found["of"], NetChanges(found["moment"], present, gone))


def _written(resource: Resource) -> list[Any]:
    return [resource.type, resource.id, resource.version, resource.updated, resource.body.decode()]


def _read(written: list[Any]) -> Resource:
    type_, id_, version, updated, body = written
    return Resource(type_, id_, version, updated, body.encode())
