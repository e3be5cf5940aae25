"""What is searched to see what grows? Queries that repeat and that never do, first uses, and answers that are large."""

from collections.abc import Iterator
from urllib.parse import urlencode

from bench.operation import Operation, get
from bench.procedures import FIRST_YEAR, SNOMED, patient_id, procedure
from sandbox.seed import Seed

Query = list[tuple[str, str]]


def searches(chance: Seed, size: int) -> Iterator[Operation]:
    """Yield searches, in this order: the first use of something is among them."""
    code = f"{SNOMED}|{procedure(chance, size // 2)['code']['coding'][0]['code']}"
    some = [patient_id(number) for number in range(0, size, size // 20)]
    pages = [("_offset", str(number)) for number in range(9)]
    elements = [("_count", "1000"), ("_elements", "code")]
    several = [("_type", "Procedure,Patient"), ("_sort", "_lastUpdated")]
    yield _searches("patient, the same again", [[("patient", some[0])] for _ in range(50)])
    yield _searches("patient, new each time", [[("patient", one)] for one in some])
    again = [_ten("01-01") for _ in range(50)]
    anew = [_ten(f"{month:02}-{day}") for month in range(1, 13) for day in ("02", "11", "25")]
    yield _searches("a page of ten, the same again", again, most_times=1.1)
    yield _searches("a page of ten, new each time", anew, most_times=1.3)
    yield _searches("patient, newest care first", [[("patient", one), ("_sort", "-date")] for one in some])
    yield _searches("_sort=-date", [[("_sort", "-date")]])
    yield _searches("_sort=-date, a far page", [[("_sort", "-date"), ("_offset", str(size * 9 // 10))]])
    yield _searches("_sort=identifier, first use", [[("_sort", "identifier")]])
    yield _searches("code:text, first use", [[("code:text", "procedure")]])
    yield _searches("_content, first use", [[("_content", "machine")]])
    yield _searches("_content, new each time", [[("_content", one)] for one in some])
    has = [[("_has:Procedure:patient:code", code), page] for page in pages]
    yield _searches("_has, new each time", has, type_="/Patient")
    yield _searches("_count=1000 with _elements", [[*elements, page] for page in pages])
    yield _searches("two types, sorted", [[*several, page] for page in pages], type_="")


def large_answers(chance: Seed, size: int) -> Iterator[Operation]:
    """Yield what makes a large answer, or one that is put together from much."""
    code = f"{SNOMED}|{procedure(chance, size // 2)['code']['coding'][0]['code']}"
    pages = [("_count", "1000"), ("_offset", "0")], [("_count", "1000"), ("_offset", "7")]
    along = [("_include", "*"), ("_revinclude", "*")]
    patient = f"/fhir/Patient/{patient_id(size // 2)}/$everything"
    yield _searches("_count=1000", [[*page] for page in pages])
    yield _searches("_count=1000, _include=*, _revinclude=*", [[*page, *along] for page in pages])
    yield _searches("Patients with their Procedures, 1000", [[*page, *along] for page in pages], type_="/Patient")
    packed = [get(_target("/Procedure", [*page, ("code", code)]), Accept_Encoding="gzip") for page in pages]
    yield Operation(name="_count=1000, packed with gzip", requests=tuple(packed))
    cut = [[*page, ("_summary", "true")] for page in pages]
    yield _searches("_count=1000 with _summary=true", cut)
    yield Operation(name="$everything of a Patient", requests=(get(patient), get(f"{patient}?_count=5")))
    token = {"Authorization": f"Bearer pat_test_partial-600s~{patient_id(0)}~partial"}
    yield Operation(name="a Patient's first look, half of it there", requests=(get("/fhir/Procedure", **token),))
    token = {"Authorization": "Bearer pat_test_ready~nobody~unknown"}
    yield Operation(name="a patient who is not there", requests=(get("/fhir/Procedure", **token),), statuses=(401,))
    yield Operation(name="metadata", requests=tuple([get("/fhir/metadata")] * 5))


def _ten(since: str) -> Query:
    """Return a query that finds nearly everything, and shows ten of it."""
    return [("status", "completed"), ("date", f"ge{FIRST_YEAR + 1}-{since}"), ("_count", "10")]


def _searches(
    name: str, queries: list[Query], *, type_: str = "/Procedure", most_times: float | None = None
) -> Operation:
    calls = [get(_target(type_, query)) for query in queries]
    return Operation(name=name, requests=tuple(calls), most_times=most_times)


def _target(type_: str, query: Query) -> str:
    return f"/fhir{type_}?{urlencode(query)}"
