"""What is asked? The requests that are measured, what has to be on their page, and which ratio we aim at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.procedures import FIRST_YEAR, PER_PATIENT, SNOMED, procedure
from sandbox.seed import Seed

# What an HTTP library of today sends besides Host. But nothing is packed: both servers are to send the same bytes.
HEADERS = {
    "Accept": "application/fhir+json",
    "Accept-Encoding": "identity",
    "Authorization": "Bearer aat_test_ready",
    "User-Agent": "bench/1",
}
MOST_TARGETS = 4_000  # that one case rotates over
MOST_PAGES = 1_500  # the same of pages of 50, each of which is 75 KB


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """GETs that are alike: paths with their queries, the entries of each page (None for a read), and the aim if any.

    One target is asked again and again, of several one after the other.
    """

    name: str
    targets: tuple[str, ...]
    entries: int | None
    aim: float


def cases(chance: Seed, size: int) -> tuple[Case, ...]:
    """Return the requests to measure where there are so many Procedures: each once, and as many that never repeat."""
    rows: list[tuple[str, Callable[[Seed, int], Iterator[str]], int | None, float, float]] = [
        ("read", _reads, None, 1.2, 1.0),
        ("patient, 10 entries", _patients, 10, 1.2, 0.8),
        ("patient+code+date", _narrow, 1, 1.2, 0.7),
        ("page of 50", _wide, 50, 1.0, 0.6),
    ]
    found = []
    for name, ask, entries, aim, aim_of_many in rows:
        targets = tuple(ask(chance, size))
        found.append(Case(name=name, targets=targets[:1], entries=entries, aim=aim))
        found.append(Case(name=f"{name} *", targets=targets, entries=entries, aim=aim_of_many))
    return tuple(found)


def _scattered(size: int, most: int) -> range:
    """Return numbers of Procedures from all over them."""
    return range(0, size, max(size // most, 1))[:most]


def _reads(_chance: Seed, size: int) -> Iterator[str]:
    for number in _scattered(size, MOST_TARGETS):
        yield f"/fhir/Procedure/procedure-{number:07}"


def _patients(_chance: Seed, size: int) -> Iterator[str]:
    """Yield searches for the ten Procedures of a Patient; where there are few Patients, in many spellings."""
    there = size // PER_PATIENT
    for number in range(min(MOST_TARGETS, 40 * there)):
        patient = f"patient-{number % there * max(there // MOST_TARGETS, 1):06}"
        more = [("_count", str(20 + number // there))] if number >= there else []
        yield _search(("patient", patient), *more)


def _narrow(chance: Seed, size: int) -> Iterator[str]:
    for number in _scattered(size, MOST_TARGETS):
        sample = procedure(chance, number)
        patient = sample["subject"]["reference"].partition("/")[2]
        code = f"{SNOMED}|{sample['code']['coding'][0]['code']}"
        year = int(sample["performedDateTime"][:4])
        dates = (("date", f"ge{year}-01-01"), ("date", f"le{year}-12-31"))
        yield _search(("patient", patient), ("code", code), *dates)


def _wide(chance: Seed, size: int) -> Iterator[str]:
    code = f"{SNOMED}|{procedure(chance, size // 2)['code']['coding'][0]['code']}"
    for number in range(MOST_PAGES):
        month, day, hour = number % 12 + 1, number // 12 % 28 + 1, number // 336
        since = f"ge{FIRST_YEAR + 1}-{month:02}-{day:02}T{hour:02}:00:00Z"
        yield _search(("status", "completed"), ("code", code), ("date", since), ("_count", "50"))


def _search(*pairs: tuple[str, str]) -> str:
    return f"/fhir/Procedure?{urlencode(pairs)}"
