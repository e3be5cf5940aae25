"""Which requests are attempts at the same thing? Groups of a journal, and the retries from one attempt to the next.

Attempts belong to one group when method, path and decoded parameters are equal as a multiset: neither the order of
parameters nor their percent-spelling matters. A HEAD and its GET are one thing. Parameters that only defeat caches are
left out, and so is a slash at the end of the path.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from itertools import pairwise
from urllib.parse import quote, unquote

from sandbox.query_string import Pairs, pairs_or_raw, parameter_name
from sandbox.sessions.journal import Entry

Key = tuple[str, str, Pairs]

HUGE = 86_400.0  # seconds: a wait that one need not sit out
AT_ONCE = 0.2  # seconds: another request that comes so soon may have been under way already
CACHE_BUSTERS = frozenset({"_", "_t", "_ts", "cb", "nocache", "cachebuster"})
_SUCCESSES = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})
CACHE_BUSTER_VALUES = 3  # different values, after which a parameter that FHIR does not know is one


@dataclass(frozen=True, slots=True)
class Retry:
    """From one attempt to the next."""

    before: Entry
    after: Entry

    @property
    def gap(self) -> float:
        """The seconds between the answer and the next attempt, to the microsecond, on the session's clock.

        Whoever left before the answer is counted from the request: nobody knows when it left.
        """
        return round(self.after.at - self._answered, 6)

    @property
    def wait(self) -> float | None:
        """The announced wait in seconds, None if there is none to obey.

        A number that only makes sense as a date, in seconds since 1970, is a wait until then.
        """
        if self.before.wait is None or self.before.spelling != "epoch":
            return self.before.wait
        return round(self.before.wait - self._answered, 6)

    @property
    def _answered(self) -> float:
        if self.before.done is None or self.before.gone:
            return self.before.at
        return self.before.done

    @property
    def real_gap(self) -> float:
        """The same by the time of day, in the session's seconds: it passes while a clock stands still, too."""
        return round(self.gap + self.after.behind - self.before.behind, 6)

    @property
    def overlaps(self) -> bool:
        """Whether the second was sent before the first was answered, and the first was still waited for."""
        if self.before.gone:
            return False
        return self.before.later is None or self.before.later >= self.after.n

    @property
    def numbers(self) -> tuple[int, int]:
        """The numbers of both entries."""
        return self.before.n, self.after.n


def retries_of(group: Sequence[Entry]) -> list[Retry]:
    """Return the retries of a group."""
    return [Retry(before, after) for before, after in pairwise(group)]


def informed_retries(group: Sequence[Entry]) -> list[Retry]:
    """Return the retries that were sent with an answer in hand: from an attempt to the first after its answer.

    What was sent before that answer was under way already. But whoever sends on and on, without waiting for answers,
    has soon read the first of them.
    """
    found: list[Retry] = []
    before: Entry | None = None
    for entry in group:
        if before is None or not _is_answered(before):
            before = entry
            continue
        retry = Retry(before, entry)
        if retry.overlaps:
            continue
        found.append(retry)
        if _is_answered(entry):
            before = entry
    return found


def _is_answered(entry: Entry) -> bool:
    """Return whether an exchange is over: answered, or given up by the client."""
    return entry.later is not None or entry.gone


def numbers_of(retries: Iterable[Retry]) -> list[int]:
    """Return the numbers of all entries of some retries."""
    return [number for retry in retries for number in retry.numbers]


def grouped(entries: Sequence[Entry], known_parameters: Collection[str] = ()) -> list[list[Entry]]:
    """Return the attempts at each thing, in the order of their beginnings."""
    busters = cache_busters(entries, known_parameters)
    found: dict[Key, list[Entry]] = {}
    for entry in entries:
        found.setdefault(key_of(entry, busters), []).append(entry)
    return list(found.values())


def key_of(entry: Entry, left_out: Collection[str] = CACHE_BUSTERS) -> Key:
    """Return what an entry asks for: method, path, and parameters but for those that are left out."""
    parameters = tuple(pair for pair in parameters_of(entry.query) if pair[0] not in left_out)
    return method_of(entry), path_of(entry.path), parameters


@lru_cache(maxsize=4096)
def path_of(path: str) -> str:
    """Return a path in the one percent-spelling that all paths to the same thing have, without a slash at its end."""
    return "/".join(quote(unquote(segment), safe="") for segment in path.rstrip("/").split("/"))


def method_of(entry: Entry) -> str:
    """Return the method; HEAD counts as GET."""
    if entry.method == "HEAD":
        return "GET"
    return entry.method


@lru_cache(maxsize=4096)
def parameters_of(query: str) -> Pairs:
    """Return what a query string or form says, however it is encoded and ordered."""
    return tuple(sorted(pairs_or_raw(query)))


def cache_busters(entries: Sequence[Entry], known_parameters: Collection[str]) -> frozenset[str]:
    """Return the names of the parameters that only defeat caches.

    Some are known by name. Any other that FHIR does not know is one if three requests differ in nothing but its value,
    and that of others which FHIR does not know. Without *known_parameters* nobody knows what FHIR does not know.
    """
    if not known_parameters:
        return CACHE_BUSTERS
    seen: dict[tuple[str, Key], list[str]] = {}
    for entry in entries:
        unknown = [pair for pair in parameters_of(entry.query) if _is_unknown(pair[0], known_parameters)]
        together = CACHE_BUSTERS | {name for name, _ in unknown}
        for name, value in unknown:
            for left_out in {CACHE_BUSTERS | {name}, together}:
                seen.setdefault((name, key_of(entry, left_out)), []).append(value)
    found = {name for (name, _), values in seen.items() if len(set(values)) == len(values) >= CACHE_BUSTER_VALUES}
    return CACHE_BUSTERS | found


def _is_unknown(name: str, known_parameters: Collection[str]) -> bool:
    return parameter_name(name).base not in known_parameters and name not in CACHE_BUSTERS


def by_connection(group: Sequence[Entry]) -> list[list[Entry]]:
    """Return the attempts of a group by the connections that they came over."""
    found: dict[object, list[Entry]] = {}
    for entry in group:
        found.setdefault(entry.connection, []).append(entry)
    return list(found.values())


def runs(flags: Iterable[bool]) -> Iterator[tuple[int, int]]:
    """Yield beginning and end (exclusive) of each run of true values."""
    begin = None
    place = -1
    for place, flag in enumerate(flags):
        if flag and begin is None:
            begin = place
        if not flag and begin is not None:
            yield begin, place
            begin = None
    if begin is not None:
        yield begin, place + 1


def succeeded(entry: Entry) -> bool:
    """Return whether the client got its data, whole, or was told that what it has is still right."""
    return entry.status in _SUCCESSES and entry.fault in {None, "slow"} and not entry.gone
