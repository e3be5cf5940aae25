"""How often is the judge wrong about waits? `python -m tests.verdict.draws` draws them as libraries do, and counts.

Each row of LIBRARIES is how one library chooses its waits, with the caps that it comes with. A journal has those waits
between its attempts, and the rules judge it. Whoever backs off is innocent, with or without jitter; guilty is whoever
waits the same each time, give or take a tenth, or not at all.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from sandbox.sessions.journal import Entry
from tests.verdict.made import entry, result, syncing

Waits = Callable[[random.Random], Iterator[float]]
LONGEST = 12  # waits in a journal
NOISE = 0.004  # seconds that a machine adds to each wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """How a library, as it comes, chooses its waits; *kind* of its jitter, *basis*: where that is written."""

    name: str
    kind: str
    basis: str
    waits: Waits
    least: int = 3  # waits in a journal: three alone, within 200 ms altogether, are a hot loop whoever draws them


def _exponential(base: float, cap: float, factor: float = 2.0) -> Iterator[float]:
    wait = base
    while True:
        yield min(wait, cap)
        wait = min(wait * factor, 1e9)


def _plain(base: float, cap: float, *, first: float | None = None) -> Waits:
    def waits(_: random.Random) -> Iterator[float]:
        if first is not None:
            yield first
        yield from _exponential(base, cap)

    return waits


def _full(base: float, cap: float) -> Waits:
    return lambda rng: (rng.uniform(0, bound) for bound in _exponential(base, cap))


def _equal(base: float, cap: float) -> Waits:
    return lambda rng: (rng.uniform(bound / 2, bound) for bound in _exponential(base, cap))


def _added(base: float, cap: float, most: float) -> Waits:
    """Add up to so many seconds to each."""
    return lambda rng: (min(bound + rng.uniform(0, most), cap) for bound in _exponential(base, cap))


def _spread(base: float, cap: float, factor: float, share: float) -> Waits:
    """Take up to a share off each, or add it."""
    return lambda rng: (bound * rng.uniform(1 - share, 1 + share) for bound in _exponential(base, cap, factor))


def _decorrelated(base: float, cap: float) -> Waits:
    def waits(rng: random.Random) -> Iterator[float]:
        wait = base
        while True:
            wait = min(cap, rng.uniform(base, 3 * wait))
            yield wait

    return waits


# fmt: off
LIBRARIES: tuple[Library, ...] = (
    Library(name="tenacity wait_random_exponential", kind="full", waits=_full(1, 60),
            basis="tenacity 9, API reference: multiplier 1; 60 s as its examples have it"),
    Library(name="backoff.expo, full_jitter", kind="full", waits=_full(1, 1e6),
            basis="backoff 2.2, README: base 2, factor 1, full jitter by default, no cap"),
    Library(name="httpx-retries, backoff_factor=0.5", kind="full", waits=_full(1, 120),
            basis="httpx-retries 0.6, Retry.backoff_strategy: factor * 2 ** attempts, jitter 1.0, 120 s"),
    Library(name="AWS SDKs, standard mode", kind="full", waits=_full(1, 20),
            basis="AWS SDKs reference guide, retry behaviour: b in [0, 1], base 2, 20 s"),
    Library(name="full jitter, 0.5 s to 20 s", kind="full", waits=_full(0.5, 20), least=4,
            basis="AWS architecture blog, Exponential Backoff And Jitter, with a short base"),
    Library(name="full jitter, 0.3 s to 10 s", kind="full", waits=_full(0.3, 10), least=8,
            basis="the same, with one that is hardly longer than what counts as at once"),
    Library(name="equal jitter, 1 s to 30 s", kind="equal", waits=_equal(1, 30),
            basis="AWS architecture blog, Exponential Backoff And Jitter"),
    Library(name="equal jitter, 0.2 s to 10 s", kind="equal", waits=_equal(0.2, 10),
            basis="the same, with a short base"),
    Library(name="decorrelated jitter, 1 s to 60 s", kind="decorrelated", waits=_decorrelated(1, 60),
            basis="AWS architecture blog; backoff 2.2 and Polly.Contrib name it so"),
    Library(name="decorrelated jitter, 0.5 s to 20 s", kind="decorrelated", waits=_decorrelated(0.5, 20),
            basis="the same, with a short base"),
    Library(name="tenacity wait_exponential_jitter", kind="added", waits=_added(1, 1e6, 1),
            basis="tenacity 9, API reference: initial 1, jitter 1"),
    Library(name="stamina", kind="added", waits=_added(0.1, 5, 1),
            basis="stamina 25, API reference: wait_initial 0.1, wait_jitter 1, wait_max 5"),
    Library(name="got", kind="added", waits=_added(1, 1e6, 0.1),
            basis="got 14, documentation/7-retry: 2 ** (attempt - 1) * 1000 + noise of 100 ms"),
    Library(name="axios-retry exponentialDelay", kind="spread", waits=_spread(0.22, 1e6, 2, 0.09),
            basis="axios-retry 4, README: 2 ** attempt * 100 ms and 0 to 20 % more"),
    Library(name="cenkalti/backoff", kind="spread", waits=_spread(0.5, 60, 1.5, 0.5),
            basis="cenkalti/backoff v4, package documentation: 0.5 s, 1.5, 0.5, 60 s"),
    Library(name="urllib3 Retry(backoff_factor=1)", kind="none", waits=_plain(2, 120, first=0.0),
            basis="urllib3 2, Retry: no wait first, then factor * 2 ** n, 120 s"),
    Library(name="go-retryablehttp", kind="none", waits=_plain(1, 30),
            basis="go-retryablehttp v0.7, DefaultBackoff: 1 s to 30 s"),
    Library(name="undici RetryAgent", kind="none", waits=_plain(0.5, 30),
            basis="undici 7, RetryHandler: minTimeout 500, timeoutFactor 2, maxTimeout 30000"),
)


def _constant(share: float) -> Waits:
    def waits(rng: random.Random) -> Iterator[float]:
        wait = rng.uniform(0.3, 10)
        while True:
            yield wait * rng.uniform(1 - share, 1 + share)

    return waits


def _hot(rng: random.Random) -> Iterator[float]:
    while True:
        yield rng.uniform(0, 0.02)


def _burst(rng: random.Random) -> Iterator[float]:
    yield from (rng.uniform(0, 0.02) for _ in range(5))
    yield from _exponential(1, 60)


def _plateau(rng: random.Random) -> Iterator[float]:
    yield from _exponential(0.05, rng.uniform(0.11, 0.19))


# Columns: name, how it waits, from how many waits on it must be found, the rules that must find it.
GUILTY: tuple[tuple[str, Waits, int, tuple[str, ...]], ...] = (
    ("constant",        _constant(0),   3, ("R06",)),
    ("constant ± 10 %", _constant(0.1), 5, ("R06",)),
    ("hot",             _hot,           3, ("R05", "R19", "R21")),
    ("hot at first",    _burst,         6, ("R05", "R19", "R21")),
    ("hot plateau",     _plateau,       7, ("R05", "R19", "R21")),
)
# fmt: on
RULES_OF_PACE = ("R05", "R06", "R19", "R21")
RANDOM_KINDS = ("full", "equal", "decorrelated")


def journal(rule: str, waits: list[float]) -> list[Entry]:
    """Return attempts with these waits between them, such as concern a rule."""
    times = enumerate(accumulate(waits, initial=0.0), 1)
    if rule == "R19":
        return [entry(n, at, 503, frozen=False) for n, at in times]
    if rule == "R21":
        return [entry(n, at, 404, frozen=False, issue="not-found") for n, at in times]
    return [syncing(n, at, None, "none", frozen=False) for n, at in times]


def draw(rng: random.Random, waits: Waits, least: int = 3) -> list[float]:
    """Return some waits as they would be measured."""
    chosen = waits(rng)
    return [next(chosen) + rng.uniform(0, NOISE) for _ in range(rng.randint(least, LONGEST))]


def count(waits: Waits, rules: tuple[str, ...], runs: int, *, seed: str, least: int = 3) -> dict[str, Counter[str]]:
    """Return how each rule turned out, in so many runs."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    found: dict[str, Counter[str]] = {rule: Counter() for rule in rules}
    for _ in range(runs):
        drawn = draw(rng, waits, least)
        for rule in rules:
            found[rule][result(rule, *journal(rule, drawn))] += 1
    return found


def main(runs: int = 10_000) -> None:
    """Print what was counted."""
    print(f"innocent, {runs} runs each: fail and inconclusive by rule")
    for library in LIBRARIES:
        counts = count(library.waits, RULES_OF_PACE, runs, seed=library.name, least=library.least)
        cells = [f"{rule} {found['fail']}, {found['inconclusive']}" for rule, found in counts.items()]
        print(f"  {library.name:38} {library.kind:13} {'   '.join(cells)}")
    print(f"guilty, {runs} runs each: found by rule")
    for name, waits, least, rules in GUILTY:
        counts = count(waits, rules, runs, seed=name, least=least)
        cells = [f"{rule} {found['fail']} ({found['fail'] / runs:.1%})" for rule, found in counts.items()]
        print(f"  {name:38} {'   '.join(cells)}")


if __name__ == "__main__":
    main()
