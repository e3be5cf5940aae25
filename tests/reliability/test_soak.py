"""Does the load keep its rate, and is it told if something grows? In small."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reliability.soak import MIXED, REQUESTS, SLICES, Measured, Times

ROOT = Path(__file__).parents[2]
WORDS = ["--clients", "20", "--seconds", "2", "--warm", "600", "--journal-entries", "1000"]


def measured(rate: float = 100) -> Measured:
    """Return what comes of a load in which nothing changes: a p99 of 0.1 s, and 100 MB."""
    found = Measured(rate, bound=50)
    for tenth in found.tenths:
        tenth.times.add(0.1)
        tenth.resident = 100
    return found


@pytest.mark.parametrize("rate", [100, 0])
def test_a_short_load_brings_nothing_that_nobody_asked_for(rate: int) -> None:
    """Twenty clients for two seconds: as often as they are to, or as often as they can."""
    words = [sys.executable, "-m", "tests.reliability.soak", *WORDS, "--rate", str(rate)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120, cwd=ROOT)
    told = json.loads(done.stdout.splitlines()[-1])

    assert {} == told["unasked"]
    assert 800 <= told["journal_entries"] <= 1000
    assert rate in {0, told["requests"] / 2}
    assert done.returncode == int(bool(told["wrong"]))
    assert told["requests"] > len(MIXED) * REQUESTS
    for name in ("p50_ms", "p99_ms", "resident_mb"):
        first, last, highest = told[name]
        assert 0 < min(first, last) <= highest


def test_times_are_told_to_two_in_a_hundred() -> None:
    """Of a thousand between a millisecond and a second; and in a table that does not grow with them."""
    times = Times()
    for number in range(1, 1001):
        times.add(number / 1000)

    assert pytest.approx(0.5, rel=0.02) == times.below(0.5)
    assert pytest.approx(0.99, rel=0.02) == times.below(0.99)
    assert 0.0 == Times().below(0.99)


def test_nothing_is_wrong_if_nothing_changes() -> None:
    """The first tenth, the last and the highest of all are told."""
    found = measured()
    found.tenths[SLICES // 2].resident = 110

    assert [] == found.wrong()
    assert [100, 100, 110] == found.told(10)["resident_mb"]


def test_what_has_grown_is_wrong() -> None:
    """Each by its name; p99 has to be above twice what it was, and by more than what other programs do."""
    found = measured()
    found.unasked["ready: 500"] += 1
    found.entries = 51
    found.tenths[-1].resident = 116
    found.tenths[-1].times.add(0.21)
    found.tenths[0].used, found.tenths[-1].used = 1, 2.1

    assert ["unasked", "journal_entries", "resident_mb", "cost_us", "p99_ms"] == found.wrong()


def test_who_waits_longer_for_a_processor_is_not_judged_by_times() -> None:
    """What the machine does besides is not the server's doing."""
    found = measured()
    found.tenths[-1].times.add(0.21)
    found.tenths[-1].waited = 0.1

    assert [] == found.wrong()
    assert [0, 1e5, 1e5] == found.told(10)["waited_us"]


def test_a_loop_without_a_rate_is_not_judged_by_its_times() -> None:
    """They say how many queue."""
    found = measured(rate=0)
    found.tenths[-1].times.add(0.21)

    assert [] == found.wrong()


def test_a_little_is_not_wrong_though_it_is_twice_as_much() -> None:
    """From 2 ms to 40: that is what other programs of the machine do."""
    found = Measured(100, bound=50)
    for tenth in found.tenths:
        tenth.times.add(0.002)
    found.tenths[-1].times.add(0.04)

    assert [] == found.wrong()
