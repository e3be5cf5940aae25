"""What is asked? The requests that are measured, what has to be on their page, and which ratio we aim at."""

from dataclasses import dataclass
from urllib.parse import urlencode

from bench.procedures import FIRST_YEAR, SNOMED, procedure
from sandbox.seed import Seed

# What an HTTP library of today sends besides Host.
HEADERS = {
    "Accept": "application/fhir+json",
    "Accept-Encoding": "gzip, deflate",
    "Authorization": "Bearer aat_test_ready",
    "User-Agent": "bench/1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A GET: the path with its query, the entries that its page must have (None for a read), and the aim if any."""

    name: str
    target: str
    entries: int | None
    aim: float | None


def cases(chance: Seed, size: int) -> tuple[Case, ...]:
    """Return the requests to measure where there are so many Procedures."""
    sample = procedure(chance, size // 2)
    patient = sample["subject"]["reference"].partition("/")[2]
    code = f"{SNOMED}|{sample['code']['coding'][0]['code']}"
    year = int(sample["performedDateTime"][:4])
    narrow = (("patient", patient), ("code", code), ("date", f"ge{year}-01-01"), ("date", f"le{year}-12-31"))
    wide = (("status", "completed"), ("code", code), ("date", f"ge{FIRST_YEAR + 1}-01-01"), ("_count", "50"))
    return (
        Case(name="read", target=f"/fhir/Procedure/{sample['id']}", entries=None, aim=1.0),
        Case(name="patient, page of 10", target=_search(("patient", patient)), entries=10, aim=1.0),
        Case(name="patient+code+date", target=_search(*narrow), entries=1, aim=None),
        Case(name="status+code+date, page of 50", target=_search(*wide), entries=50, aim=0.7),
    )


def _search(*pairs: tuple[str, str]) -> str:
    return f"/fhir/Procedure?{urlencode(pairs)}"
