"""What is asked of the admin API when we measure? All that whoever steers tests asks, with a thousand clients there."""

from collections.abc import Iterator

import orjson

from bench.operation import Ask, Call, Operation, get
from bench.procedures import patient_id

_SESSIONS, _ENTRIES = 1_000, 1_000
_TOKEN = "Bearer pat_test_flaky-503x300~~busy"  # noqa: S105 - a made-up token


def admin_calls(size: int, ask: Ask) -> Iterator[Operation]:
    """Yield the calls of the admin API that tell something, with many sessions and one whose journal is full."""
    for number in range(_SESSIONS):
        ask(get("/fhir/Procedure?_count=1", Authorization=f"Bearer pat_test_ready~{patient_id(number)}~many-{number}"))
    for number in range(_ENTRIES):
        ask(get(f"/fhir/Procedure?_count=1&_offset={number % 300}", Authorization=_TOKEN))
    for name in _PLAIN:
        yield Operation(name=f"GET {name}", requests=tuple([get(f"/_sandbox{name}")] * 3))
    yield Operation(name="GET /personas", requests=(get("/_sandbox/personas"),))  # all of them: that takes long
    for name in _OF_A_SESSION:
        calls = [get(f"/_sandbox/session{name}", Authorization=_TOKEN)] * 3
        yield Operation(name=f"GET /session{name}, 1,000 exchanges", requests=tuple(calls))
    yield Operation(name="explain a query", requests=tuple(_explain(number) for number in range(0, size, size // 9)))
    page = {"Accept": "text/html"}
    yield Operation(name="the console", requests=(get("/", **page), get("/console/start.js"), get("/")))
    labels = [Call("POST", "/_sandbox/sessions", orjson.dumps({"patient": patient_id(0)}))] * 5
    yield Operation(name="open a session", requests=tuple(labels))
    forgetting = Call("DELETE", "/_sandbox/session", b"", (("Authorization", _TOKEN),))
    yield Operation(name="forget a session", requests=(forgetting,))


def _explain(number: int) -> Call:
    query = f"Procedure?patient={patient_id(number)}&date=ge2020&_sort=-date"
    return Call("POST", "/_sandbox/explain", orjson.dumps({"query": query, "id": f"procedure-{number:07}"}))


_PLAIN = (
    "/health",
    "/openapi.json",
    "/openapi/fhir.json",
    "/openapi/oauth.json",
    "/metrics",
    "/personas?count=12",
    "/scenarios",
    "/sessions?count=1000",
    "/sessions?label-prefix=many-7",
    "/verdict?label-prefix=many-",
)
_OF_A_SESSION = ("", "/journal", "/verdict", "/timeline.svg")
