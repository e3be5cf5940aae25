"""How are resources read, added and deleted when we measure? One by one, a thousand at once, and all taken back."""

from collections.abc import Iterator
from typing import Any

import orjson

from bench.operation import Ask, Call, Operation, get
from bench.procedures import PER_PATIENT, SOURCE, patient_id, procedure
from sandbox.seed import Seed

_MOST_HELD = 20.0  # milliseconds: adding, replacing or deleting one
_FEW, _MANY = 20, 1_000

Json = dict[str, Any]


def few_resources(chance: Seed, size: int) -> Iterator[Operation]:
    """Yield what is done with one resource at a time."""
    old = [procedure(chance, number) | {"id": f"old-{number}"} for number in range(_FEW)]
    changed = [procedure(chance, number) | {"status": "stopped"} for number in range(_FEW)]
    reads = [get(f"/fhir/Procedure/procedure-{number:07}") for number in range(0, size, size // 50)]
    yield Operation(name="read", requests=tuple(reads))
    yield _one_by_one("add one, as new", _fresh(chance, "new", _FEW))
    yield _one_by_one("add one with an old stamp", old)
    yield _one_by_one("replace one", changed)
    deletes = [Call("DELETE", f"/_sandbox/resources/Procedure/new-{number}") for number in range(_FEW)]
    yield Operation(name="delete one", requests=tuple(deletes), most_held=_MOST_HELD)


def many_resources(chance: Seed, size: int, ask: Ask) -> Iterator[Operation]:
    """Yield what is done with a thousand at a time; in the end all is as it was at the start, without a session."""
    yield Operation(name="add a Bundle with a reference that is a search", requests=(_bundle([_searching(size)]),))
    yield Operation(name="add 1,000 in a Bundle", requests=(_bundle(_fresh(chance, "bundled", _MANY)),))
    yield Operation(name="replace 1,000 by a Bundle", requests=(_bundle(_fresh(chance, "procedure", _MANY)),))
    yield Operation(name="add 1,000 as NDJSON", requests=(_lines(_fresh(chance, "line", _MANY)),))
    reset = Call("POST", "/_sandbox/reset", b'{"all":true}')
    yield Operation(name="reset after 3,000 changes", requests=(reset,))
    for number in range(_MANY):
        ask(get("/fhir/Procedure?_count=1", Authorization=f"Bearer pat_test_ready~~reset-{number}"))
    yield Operation(name="reset with 1,000 sessions", requests=(reset,))


def _fresh(chance: Seed, prefix: str, count: int) -> list[Json]:
    """Return resources without stamps, so that they are stamped as new; with an id of the fixtures they replace."""
    found = [procedure(chance, number) for number in range(count)]
    for number, one in enumerate(found):
        del one["meta"]
        if prefix != "procedure":
            one["id"] = f"{prefix}-{number}"
    return found


def _one_by_one(name: str, resources: list[Json]) -> Operation:
    calls = [Call("POST", "/_sandbox/resources", orjson.dumps(one)) for one in resources]
    return Operation(name=name, requests=tuple(calls), most_held=_MOST_HELD)


def _bundle(resources: list[Json]) -> Call:
    entries = [{"resource": one} for one in resources]
    whole = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    return Call("POST", "/_sandbox/resources", orjson.dumps(whole))


def _lines(resources: list[Json]) -> Call:
    body = b"\n".join([orjson.dumps(one) for one in resources])
    return Call("POST", "/_sandbox/resources", body, (("Content-Type", "application/fhir+ndjson"),))


def _searching(size: int) -> Json:
    """Return a resource that refers to a Procedure in the middle by its identifier."""
    system = f"{SOURCE}/Procedure/SourceResourceId"
    return {
        "resourceType": "Procedure",
        "id": "searching",
        "status": "completed",
        "subject": {"reference": f"Patient/{patient_id(size // PER_PATIENT)}"},
        "partOf": [{"reference": f"Procedure?identifier={system}|source-{size // 2}"}],
    }
