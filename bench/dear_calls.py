"""What is dearest to answer? Queries that go through many resources, one of each kind, and how they are explained.

Each is asked twice: its first use makes columns and orders, the second may not repeat that.
"""

from collections.abc import Iterator
from urllib.parse import quote

import orjson

from bench.operation import Call, Operation, get
from bench.procedures import patient_id


def dear_calls(size: int) -> Iterator[Operation]:
    """Yield what is dear where there are so many Procedures."""
    for name, query in _dear_queries(size):
        yield Operation(name=name, requests=(get(f"/fhir/{query}"), get(f"/fhir/{query}&_total=accurate")))
    since = f"/fhir/Patient/{patient_id(size // 2)}/$everything?_since=2026-02-01T00:00:00Z"
    yield Operation(name="$everything of a Patient, _since", requests=(get(since), get(f"{since}&_count=3")))
    for id_ in ("", "procedure-0000007"):
        asked = {"query": "Procedure?part-of.part-of.status=completed&_filter=status ne stopped", "id": id_}
        body = orjson.dumps({name: value for name, value in asked.items() if value})
        name = "explain a chain" + (" and a resource" if id_ else "")
        yield Operation(name=name, requests=(Call("POST", "/_sandbox/explain", body),) * 2)
    form = Call("POST", "/fhir/Procedure/_search", b"patient.name=Synthetic&_sort=-date", (_FORM,))
    yield Operation(name="a chain by POST _search", requests=(form, form))


_FORM = ("Content-Type", "application/x-www-form-urlencoded")


def _dear_queries(size: int) -> Iterator[tuple[str, str]]:
    phrase, many = quote('"made up by a machine"'), "_include=*&_revinclude=*&_count=1000"
    yield "a chain that nearly all satisfy", "Procedure?patient.name=Synthetic"
    yield "a chain over two links", "Procedure?part-of.part-of.status=completed"
    yield "a chain over two links to others", "Procedure?part-of.patient.name=Synthetic"
    yield "_has inside _has", "Patient?_has:Procedure:patient:_has:Procedure:part-of:status=stopped"
    yield "_has that nearly all satisfy", "Patient?_has:Procedure:patient:status=completed"
    yield "_has of dates, sorted", "Patient?_has:Procedure:patient:date=ge2024&_sort=-_id"
    yield "_filter of what is not", f"Procedure?_filter={quote('_id ne x or not (status eq completed)')}"
    yield "identifier:not", "Procedure?identifier:not=source-7"
    yield "_content, a phrase", f"Procedure?_content={phrase}"
    yield "name:contains", "Patient?name:contains=99"
    yield "_sort by three keys, a far page", f"Procedure?_sort=status,-date,code&_offset={size // 2}"
    yield "_sort of what comes late", "Procedure?date=ge2025-12-01&_sort=date"
    yield "_sort=patient, 1000", "Procedure?_sort=patient,-date&_count=1000"
    yield "several types by two keys, a far page", f"?_type=Procedure,Patient&_sort=-_lastUpdated,_id&_offset={size}"
    yield "all types", "?_lastUpdated=lt2026-03&_count=1000"
    yield "_include=*, _revinclude=*, _summary=true", f"Procedure?{many}&_summary=true"
    yield "_include=*, _revinclude=*, _elements", f"Procedure?{many}&_sort=-date&_elements=code,status"
    yield "_include and _revinclude with :iterate", f"Procedure?{_ITERATED}&_count=1000"
    yield "Patients with what refers to that, 1000", f"Patient?_revinclude=Procedure:patient&{_ITERATED}&_count=1000"
    yield "what is contained as well", "Procedure?_contained=both&code:missing=false"


_ITERATED = "_include=*&_include:iterate=*&_revinclude:iterate=Procedure:part-of"
