"""The rules about waiting, on journals made by hand."""

from typing import Any

import pytest

from tests.verdict.made import ONLY, entry, finding, new_connection, result, syncing, throttled


@pytest.mark.parametrize(
    ("gap", "frozen", "expected"),
    [
        (3.0, True, "pass"),
        (2.99995, True, "pass"),
        (2.9998, True, "fail"),
        (2.999, True, "fail"),
        (2.96, False, "pass"),
        (2.94, False, "fail"),
        (30.0, False, "pass"),
    ],
)
def test_a_running_clock_forgives_50_ms_and_a_frozen_one_nothing(gap: float, *, frozen: bool, expected: str) -> None:
    """Or rather a tenth of a millisecond, for the rounding of numbers."""
    assert expected == result("R02", syncing(1, 0, frozen=frozen), entry(2, gap, frozen=frozen))


def test_the_wait_begins_with_the_answer() -> None:
    """An answer that took 2 s moves the moment when the next attempt is due."""
    slow = syncing(1, 0, done=2.0)

    assert "fail" == result("R02", slow, entry(2, 4.0))
    assert "pass" == result("R02", slow, entry(2, 5.0))


@pytest.mark.parametrize(
    ("rule", "spelling"),
    [
        ("R02", "both"),
        ("R02", "standard"),
        ("R02", "padded"),
        ("R02", "milliseconds"),
        ("R03", "http-date"),
        ("R03", "rfc850-date"),
        ("R03", "asctime-date"),
        ("R04", "vendor"),
    ],
)
def test_each_way_to_announce_a_wait_has_its_rule(rule: str, spelling: str) -> None:
    """And concerns no other of the three."""
    journal = syncing(1, 0, spelling=spelling), entry(2, 1.0)

    assert "fail" == result(rule, *journal)
    assert {"not-exercised"} == {result(other, *journal) for other in {"R02", "R03", "R04"} - {rule}}


def test_no_second_attempt_is_no_test_of_a_wait() -> None:
    """Nor is another question, or an announcement that cannot be read."""
    assert "not-exercised" == result("R02", syncing(1, 0))
    assert "not-exercised" == result("R02", syncing(1, 0), entry(2, 0, query="date=ge2020"))
    assert "not-exercised" == result("R02", syncing(1, 0, wait=None, spelling="garbage"), entry(2, 0))


def test_a_header_that_comes_twice() -> None:
    """`3, 3` is no number: who falls back to a wait of its own is not blamed, and the sentence names the folding."""
    found = finding("R02", syncing(1, 0, spelling="duplicate"), entry(2, 1.0))

    assert "pass" == found.result
    assert "`3, 3`" in found.says


def test_a_connection_of_its_own_excuses_nothing() -> None:
    """One early attempt is no sequence of another client."""
    journal = syncing(1, 0), entry(2, 1.0, connection=new_connection(), beside=True)

    assert "fail" == result("R02", *journal)
    assert "fail" == result("R02", *journal, single=True)


@pytest.mark.parametrize(("single", "expected"), [(False, "inconclusive"), (True, "fail")])
def test_two_polite_sequences_leave_a_doubt(*, single: bool, expected: str) -> None:
    """Each request over a connection of its own: 0, 3 and 6 s, and 1.5, 4.5 and 7.5 s."""
    journal = [syncing(n, 1.5 * n, connection=new_connection()) for n in range(6)]

    assert expected == result("R02", *journal, single=single)
    assert single == ("pass" == result("R15", *journal, single=single))


def test_a_frozen_clock_and_a_client_that_really_slept() -> None:
    """By the session's clock it came at once, by the time of day after 3.1 s."""
    journal = syncing(1, 0, behind=1.0), entry(2, 0, behind=4.1)
    found = finding("R02", *journal)

    assert "inconclusive" == found.result
    assert "stood still" in found.says
    assert "fail" == result("R02", syncing(1, 0, behind=1.0), entry(2, 0, behind=1.2))


def test_a_date_held_against_a_clock_of_ones_own() -> None:
    """The session's clock was stopped for 6 s, and runs again."""
    late: dict[str, Any] = {"spelling": "http-date", "frozen": False, "behind": 6.0}

    assert "inconclusive" == result("R03", syncing(1, 0, **late), entry(2, 0.1, frozen=False, behind=6.0))
    assert "fail" == result("R03", syncing(1, 0, spelling="http-date"), entry(2, 0.1))


def test_a_fast_clock_forgives_a_real_millisecond() -> None:
    """At 100 times the time of day, a millisecond is a tenth of a second."""
    journal = syncing(1, 0, frozen=False), entry(2, 2.91, frozen=False)

    assert "fail" == result("R02", *journal)
    assert "pass" == result("R02", *journal, scale=100.0)


def test_what_is_missing_is_never_0_s() -> None:
    """A fifth of a millisecond."""
    says = finding("R02", syncing(1, 0), entry(2, 2.9998)).says

    assert "After entry 1, which announced 3 s, entry 2 came after 2.9998 s, 0.2 ms too early." == says


def test_every_early_attempt_is_shown() -> None:
    """The sentence has the numbers of the first, and how many there were."""
    found = finding("R02", syncing(1, 0), syncing(2, 2.5), syncing(3, 5.5), entry(4, 6.5))

    assert (1, 2, 3, 4) == found.entries
    says = "After entry 1, which announced 3 s, entry 2 came after 2.5 s, 0.5 s too early. It did so 2 times."
    assert says == found.says


def test_throttled_and_not_seen_again() -> None:
    """It may come back yet, or not: nothing is known of its pace."""
    assert result("R11", entry(1, 0), throttled(2, 1)) in {"inconclusive", "pass"}
    assert "not-exercised" == result("R11", entry(1, 0), syncing(2, 1))


@pytest.mark.parametrize(("gap", "expected"), [(1.0, "fail"), (1.6, "fail"), (50.0, "pass"), (60.0, "pass")])
def test_the_pace_after_throttled(gap: float, expected: str) -> None:
    """It asked each second; half as slow again is the same pace, the announced wait is not."""
    assert expected == result("R11", entry(1, 0), entry(2, 1), throttled(3, 2), entry(4, 2 + gap))


@pytest.mark.parametrize("gap", [60.0, 3599.0, 90_000.0])
def test_a_wait_of_a_day_is_only_told(gap: float) -> None:
    """R12 fails for nobody."""
    huge = syncing(1, 0, 86_400.0)

    assert "pass" == result("R12", huge, entry(2, gap))
    assert "pass" == result("R12", huge)
    assert "not-exercised" == result("R12", syncing(1, 0))


@pytest.mark.parametrize(
    ("gap", "waited", "told"),
    [
        (1.0, "fail", "R02 counts that"),
        (2.9, "fail", "R02 counts that"),
        (3.0, "pass", "when that had come"),
        (60.0, "pass", "when that had come"),
    ],
)
def test_a_number_that_only_makes_sense_as_a_date_is_over_at_that_date(gap: float, waited: str, told: str) -> None:
    """1,700,000,003 at the second 1,700,000,000 since 1970: three seconds, or a wait of fifty years."""
    at = 1_700_000_000.0
    journal = syncing(1, at, at + 3, spelling="epoch"), entry(2, at + gap)

    assert waited == result("R02", *journal)
    assert told in finding("R12", *journal).says
    assert "not-exercised" == result("R01", journal[0], ended="exit")


def test_an_attempt_before_the_answer_is_a_second_poller() -> None:
    """Entry 2 had arrived when entry 1 was answered."""
    found = finding("R15", syncing(1, 0, done=1.0, later=2), syncing(2, 0.5))

    assert ("fail", (1, 2)) == (found.result, found.entries)


def test_two_pollers_that_take_turns() -> None:
    """Each is well-behaved on its own connection: together they are not, if they are one client's."""
    other = new_connection()
    journal = [syncing(n, 1.5 * n, connection=other if n % 2 else ONLY, beside=n > 0, attempt=n + 1) for n in range(4)]

    assert "inconclusive" == result("R15", *journal)
    assert "fail" == result("R15", *journal, single=True)


def test_one_poller_is_no_crowd() -> None:
    """Not even over new connections, when the old ones are closed."""
    journal = [syncing(n, 3.0 * n, connection=new_connection()) for n in range(4)]

    assert "pass" == result("R15", *journal)
    assert "not-exercised" == result("R15", syncing(1, 0), entry(2, 3))
