"""Hot loops in disguise are found, and innocents in odd ways are not blamed: what the waits of both look like."""

from itertools import accumulate

import pytest

from sandbox.sessions.journal import Entry
from tests.verdict.made import entry, result, syncing

REFUSED = {
    "R05": lambda n, at: syncing(n, at, None, "garbage"),
    "R19": lambda n, at: entry(n, at, 503, spelling="none"),
    "R21": lambda n, at: entry(n, at, 404, issue="not-found"),
}

# Columns: how the client disguises its loop, and its waits.
HOT_LOOPS: tuple[tuple[str, list[float]], ...] = (
    ("forty at once, then it doubles", [0.0] * 40 + [1, 2, 4, 8]),
    ("five at once, then it doubles", [0.0] * 5 + [1, 2, 4, 8]),
    ("three at once, then always the same", [0.0] * 3 + [1, 1, 1]),
    ("ten of 100 ms, then it doubles", [0.1] * 10 + [1, 2, 4, 8]),
    ("at the end of the burst a little growth", [0.0] * 6 + [0.06]),
    ("two hundred at once, and two of just 200 ms", [0.0] * 200 + [0.2, 0.2]),
    ("a burst after each wait", [0.0, 0.0, 0.0, 5.0] * 2),
    ("a plateau at 150 ms", [0.05, 0.1] + [0.15] * 20),
    ("a plateau at 190 ms", [0.05, 0.1] + [0.19] * 20),
    ("growth by a twentieth", [0.1 * 1.05**n for n in range(14)]),
    ("growth by a hundredth", [0.07 * 1.01**n for n in range(60)]),
    ("a saw of three", [0.07, 0.1, 0.19] * 5),
    ("another saw of three", [0.05, 0.1, 0.19] * 4),
    ("a saw of two", [0.07, 0.14] * 6),
    ("doubling that begins anew within 200 ms", [0.05, 0.1, 0.15, 0.15, 0.15, 0.15]),
    ("a saw that leaves 200 ms each time", [0.05, 0.1, 0.19, 0.4] * 5),
    ("every other one at 200 ms", [0.001, 0.2] * 6),
    ("two at once, then 250 ms, again and again", [0.0, 0.0, 0.25] * 6),
)

# Columns: why the client is innocent, and its waits.
INNOCENT: tuple[tuple[str, list[float]], ...] = (
    ("once at once, and no more", [0.0]),
    ("once at once, then it doubles", [0.0, 1, 2, 4]),
    ("twice at once, then it doubles", [0.0, 0.0, 1, 2, 4]),
    ("each lost connection is tried once more at once", [0.0, 1, 0.0, 2, 0.0, 4]),
    ("two waits that double", [0.05, 0.1]),
    ("waits that double from 10 ms", [0.01, 0.02, 0.04, 0.08, 0.16, 0.32]),
    ("waits that grow by a half from 50 ms", [0.05 * 1.5**n for n in range(12)]),
    ("waits that grow by a fifth from 80 ms", [0.08 * 1.2**n for n in range(12)]),
    ("waits that are 200 ms at once", [0.2] * 12),
)

# Columns: why nobody can know, and its waits.
IN_DOUBT: tuple[tuple[str, list[float]], ...] = (
    ("twice at once, and no more", [0.02, 0.02]),
    ("three at once, then it doubles", [0.0, 0.0, 0.0, 1, 2, 4, 8]),
    ("three at once, then one wait", [0.05, 0.02, 0.06, 0.9]),
    ("four at once, then it doubles", [0.0, 0.0, 0.0, 0.0, 1, 2, 4, 8]),
    ("four of 100 ms", [0.1] * 4),
    ("growth that has stopped for four", [0.05, 0.1, 0.15, 0.15, 0.15]),
    ("three that grow, though not each", [0.03, 0.02, 0.14]),
    ("a saw that left 200 ms twice", [0.05, 0.1, 0.19, 0.4] * 2),
    ("waits that shrink to nothing", [3.0, 0.01, 0.01]),
)


def _met(rule: str, waits: list[float]) -> list[Entry]:
    return [REFUSED[rule](n, at) for n, at in enumerate(accumulate(waits, initial=0.0), 1)]


def _by_name(row: object) -> str | None:
    if isinstance(row, str):
        return row
    return None


@pytest.mark.parametrize("rule", REFUSED)
@pytest.mark.parametrize(("name", "waits"), HOT_LOOPS, ids=_by_name)
def test_a_hot_loop_in_disguise_is_found(rule: str, name: str, waits: list[float]) -> None:
    """After a 429 that announces nothing, after an error, and after a refusal alike."""
    assert "fail" == result(rule, *_met(rule, waits)), name


@pytest.mark.parametrize("rule", REFUSED)
@pytest.mark.parametrize(("name", "waits"), INNOCENT, ids=_by_name)
def test_an_innocent_in_odd_ways_is_not_blamed(rule: str, name: str, waits: list[float]) -> None:
    """By none of the three rules."""
    assert "pass" == result(rule, *_met(rule, waits)), name


@pytest.mark.parametrize("rule", REFUSED)
@pytest.mark.parametrize(("name", "waits"), IN_DOUBT, ids=_by_name)
def test_what_may_be_either_is_in_doubt(rule: str, name: str, waits: list[float]) -> None:
    """In the same words for all three."""
    assert "inconclusive" == result(rule, *_met(rule, waits)), name
