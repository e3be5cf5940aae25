"""What is done to see what grows? Operations of a running sandbox, each as often as it takes to be sure of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import orjson

from bench.procedures import SNOMED, patient_id, procedure
from sandbox.seed import Seed

MOST_HELD = 50.0  # milliseconds for which nobody may keep all others waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Requests that are alike: method, address, and body if any; those of one operation are sent one after another."""

    name: str
    requests: tuple[tuple[str, str, bytes], ...]
    most_held: float = MOST_HELD


def operations(chance: Seed, size: int) -> Iterator[Operation]:
    """Yield what is done where there are so many Procedures, in this order: the first use of something is among it."""
    fresh = [procedure(chance, number) | {"id": f"new-{number}"} for number in range(20)]
    for one in fresh:
        del one["meta"]  # it is stamped as new
    old = [procedure(chance, number) | {"id": f"old-{number}"} for number in range(20)]
    changed = [procedure(chance, number) | {"status": "stopped"} for number in range(20)]
    yield Operation(name="read", requests=_reads(size), most_held=MOST_HELD)
    yield Operation(name="add one, as new", requests=_posts(fresh), most_held=20)
    yield Operation(name="add one with an old stamp", requests=_posts(old), most_held=20)
    yield Operation(name="replace one", requests=_posts(changed), most_held=20)
    yield Operation(
        name="delete one",
        requests=tuple(("DELETE", f"/_sandbox/resources/Procedure/new-{number}", b"") for number in range(20)),
        most_held=20,
    )
    for name, type_, queries in _searches(chance, size):
        requests = tuple(("GET", f"/fhir/{type_}?{urlencode(query)}".replace("/?", "?"), b"") for query in queries)
        yield Operation(name=name, requests=requests)


Query = list[tuple[str, str]]


def _searches(chance: Seed, size: int) -> Iterator[tuple[str, str, list[Query]]]:
    """Yield searches: how they are called, their type ("" is several), and their queries."""
    code = f"{SNOMED}|{procedure(chance, size // 2)['code']['coding'][0]['code']}"
    some = [patient_id(number) for number in range(0, size, size // 20)]
    pages = [("_offset", str(number)) for number in range(9)]
    elements = [("_count", "1000"), ("_elements", "code")]
    several = [("_type", "Procedure,Patient"), ("_sort", "_lastUpdated")]
    yield "patient, new each time", "Procedure", [[("patient", one)] for one in some]
    yield "patient, newest care first", "Procedure", [[("patient", one), ("_sort", "-date")] for one in some]
    yield "_sort=-date", "Procedure", [[("_sort", "-date")]]
    yield "_sort=-date, a far page", "Procedure", [[("_sort", "-date"), ("_offset", str(size * 9 // 10))]]
    yield "_sort=identifier, first use", "Procedure", [[("_sort", "identifier")]]
    yield "code:text, first use", "Procedure", [[("code:text", "procedure")]]
    yield "_content, first use", "Procedure", [[("_content", "machine")]]
    yield "_content, new each time", "Procedure", [[("_content", one)] for one in some]
    yield "_has, new each time", "Patient", [[("_has:Procedure:patient:code", code), page] for page in pages]
    yield "_count=1000 with _elements", "Procedure", [[*elements, page] for page in pages]
    yield "two types, sorted", "", [[*several, page] for page in pages]


def _reads(size: int) -> tuple[tuple[str, str, bytes], ...]:
    return tuple(("GET", f"/fhir/Procedure/procedure-{number:07}", b"") for number in range(0, size, size // 50))


def _posts(resources: list[dict[str, object]]) -> tuple[tuple[str, str, bytes], ...]:
    return tuple(("POST", "/_sandbox/resources", orjson.dumps(one)) for one in resources)
