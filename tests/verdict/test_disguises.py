"""Hot loops in disguise, and other faults, are found; innocents in odd ways are not blamed."""

from itertools import accumulate
from typing import Any

import pytest

from sandbox.sessions.journal import Entry
from sandbox.verdict import ClientOutcome
from tests.verdict.made import ONLY, PATH, entry, new_connection, result, syncing

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


SEARCH = f"{PATH}/_search"
OTHER = new_connection()
SUCCESS: dict[str, Any] = {"outcome": ClientOutcome(success=True)}
EVERY_PAGE: dict[str, Any] = {**SUCCESS, "every_page": True}


def _waited(spelling: str, waits: list[float], **more: Any) -> list[Entry]:
    return [syncing(n, at, None, spelling, **more) for n, at in enumerate(accumulate(waits, initial=0.0), 1)]


def _after_a_429(first: dict[str, Any], second: dict[str, Any]) -> list[Entry]:
    """Return a request that was refused, and one that comes when its retry would."""
    return [syncing(1, 0, **first), entry(2, 3, **second)]


def _first_page(query: str = "") -> Entry:
    return entry(1, 0, query=query, next="_count=5&_offset=5")


FORM: dict[str, Any] = {"method": "POST", "path": SEARCH}
TURNS = [syncing(n, 1.5 * n, connection=OTHER if n % 2 else ONLY, beside=n > 0) for n in range(4)]
PAGE_LOST = [_first_page(), *(entry(n, float(n), 500, query="_count=5&_offset=5") for n in (2, 3))]
TYPE_LOST = [entry(1, 0), *(entry(n, float(n), 503, path="/fhir/Patient") for n in (2, 3))]
OUT_OF_ORDER = [
    _first_page("_count=5"),
    entry(2, 1, query="_count=5&_offset=15"),
    entry(3, 2, query="_count=5&_offset=10", next="_count=5&_offset=15"),
    entry(4, 3, query="_count=5&_offset=5", next="_count=5&_offset=10"),
]
COUNTED = entry(1, 0, query="_count=1&_total=accurate", next="_count=1&_offset=1")
WHOLE = entry(2, 1, query="_count=20")
REFUSED_TWICE: dict[str, list[Entry]] = {
    "R10": [entry(n, float(n), 422, issue="processing", method=how) for n, how in ((1, "HEAD"), (2, "GET"))],
    "R14": [entry(n, float(n), 401, issue="expired", method=how) for n, how in ((1, "HEAD"), (2, "GET"))],
}

# Columns: what the client does, the rule, its journal, what else is known, how the rule turns out.
# fmt: off
OTHERS: tuple[tuple[str, str, list[Entry], dict[str, Any], str], ...] = (
    ("a page never came, every page",       "R20", PAGE_LOST,                     EVERY_PAGE,       "fail"),
    ("a page never came",                   "R20", PAGE_LOST,                     SUCCESS,          "inconclusive"),
    ("a type never came, every page",       "R20", TYPE_LOST,                     EVERY_PAGE,       "fail"),
    ("a type never came",                   "R20", TYPE_LOST,                     SUCCESS,          "inconclusive"),
    ("it only looked by HEAD",              "R20", [entry(1, 0, method="HEAD")],  SUCCESS,          "inconclusive"),
    ("it asked for nothing",                "R20", [],                            SUCCESS,          "not-exercised"),
    ("it counted, then took everything",    "R20", [COUNTED, WHOLE],              EVERY_PAGE,       "pass"),
    ("it put its question right",           "R20", [entry(1, 0, 400, query="_count=zz"), entry(2, 1)],
                                                                                  SUCCESS,          "pass"),
    ("it read why 422 was said",            "R10", REFUSED_TWICE["R10"],          {},               "pass"),
    ("it read why 401 was said",            "R14", REFUSED_TWICE["R14"],          {},               "pass"),
    ("two polite pollers",                  "R15", TURNS,                         {},               "inconclusive"),
    ("two pollers of one client",           "R15", TURNS,                         {"single": True}, "fail"),
    ("pages out of order",                  "R16", OUT_OF_ORDER,                  {},               "inconclusive"),
    ("a size was lost",                     "R13", _after_a_429({"query": "status=completed&_count=5"},
                                                                {"query": "status=completed"}), {}, "fail"),
    ("the page was lost",                   "R13", _after_a_429({"query": "_count=5&_offset=5"}, {}),
                                                                                      {},           "inconclusive"),
    ("a body was lost with its POST",       "R13", _after_a_429({**FORM, "query": "status=completed"}, {}), {}, "fail"),
    ("a body was lost, but not the path",   "R13", _after_a_429({**FORM, "query": "status=completed"},
                                                                {"path": SEARCH}), {},              "fail"),
    ("one of two was lost with its POST",   "R13", _after_a_429({**FORM, "query": "status=completed&date=ge2000"},
                                                                {"query": "status=completed"}), {}, "fail"),
    ("an empty form for a query",           "R13", _after_a_429({"query": "status=completed"}, FORM), {}, "fail"),
    ("250 ms after a word",                 "R06", _waited("garbage", [0.25] * 40),   {},           "fail"),
    ("250 ms after an empty header",        "R06", _waited("empty", [0.25] * 40),     {},           "fail"),
    ("what `2.5` says",                     "R06", _waited("fractional", [2.5] * 4, retry_after=("Retry-After: 2.5",)),
                                                                                      {},           "not-exercised"),
    ("waits that spread by a quarter",      "R06", _waited("none", [1, 1.3, 1.1, 1.2, 1.05]), {},   "inconclusive"),
    ("a tenth more, a tenth less",          "R06", _waited("none", [0.9, 1.1, 0.9, 1.1, 1.0]), {},  "fail"),
)
# fmt: on


@pytest.mark.parametrize(("name", "rule", "journal", "more", "expected"), OTHERS, ids=_by_name)
def test_what_else_looks_like_something_else(
    name: str, rule: str, journal: list[Entry], more: dict[str, Any], expected: str
) -> None:
    """A fault is found in its disguise, and who is no more than odd is not blamed."""
    assert expected == result(rule, *journal, **more), name
