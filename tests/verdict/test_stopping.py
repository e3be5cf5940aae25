"""The rules about stopping, on journals made by hand."""

from typing import Any

import pytest

from tests.verdict.made import entry, finding, new_connection, result, syncing, throttled


def test_coming_back() -> None:
    """Once is enough for R01, whatever the answer."""
    assert "pass" == result("R01", syncing(1, 0), syncing(2, 3), due_at=10.0)
    assert "not-exercised" == result("R01", entry(1, 0))
    assert "not-exercised" == result("R01", throttled(1, 0))


def test_never_coming_back() -> None:
    """It is a fault only once the data is there."""
    assert "fail" == result("R01", syncing(1, 0), due_at=10.0)
    assert "inconclusive" == result("R01", syncing(1, 0), due_at=10.0, now=9.0)
    assert "not-exercised" == result("R01", syncing(1, 0), endless=True)


def test_data_that_is_there_before_the_wait_is_over() -> None:
    """A window that ends early ends nobody's wait."""
    assert "inconclusive" == result("R01", syncing(1, 0), due_at=1.0, now=2.0)


@pytest.mark.parametrize(("requests", "expected"), [(50, "pass"), (51, "fail")])
def test_fifty_requests_are_enough(requests: int, expected: str) -> None:
    """Under a 429 that never ends."""
    journal = [syncing(n, 3.0 * n) for n in range(1, requests + 1)]

    assert expected == result("R08", *journal, endless=True)
    assert "not-exercised" == result("R08", *journal)


def test_fifty_requests_are_counted_for_one_thing() -> None:
    """Two types with thirty requests each are no sixty."""
    journal = [syncing(n, 3.0 * n, path=f"/fhir/{'AB'[n % 2]}") for n in range(60)]

    assert "pass" == result("R08", *journal, endless=True)


def test_a_failure_that_was_told_otherwise() -> None:
    """Who knows from introspection or a webhook that the sync has failed has nothing to come back for."""
    once, twice = [syncing(1, 0)], [syncing(1, 0), syncing(2, 3)]

    assert ("fail", "fail") == (result("R01", *once, settles_at=5.0), result("R09", *twice, settles_at=5.0))
    assert "pass" == result("R01", *once, settles_at=5.0, knows_failure=True)
    assert "pass" == result("R09", *twice, settles_at=5.0, knows_failure=True)


@pytest.mark.parametrize(("last", "expected"), [(54.0, "fail"), (57.0, "pass"), (60.0, "pass")])
def test_a_minute_is_enough(last: float, expected: str) -> None:
    """The next wait of 3 s counts: who had a deadline of 60 s would not have come once more."""
    journal = [syncing(n, at) for n, at in enumerate([*range(0, 54, 3), last], 1)]

    assert expected == result("R09", *journal, due_at=100.0)


def test_a_doubling_wait_may_pass_the_deadline() -> None:
    """After 0, 1, 3, 7, 15 and 31 s the next wait is 32 s."""
    journal = [syncing(n, at, None, "none") for n, at in enumerate([0, 1, 3, 7, 15, 31], 1)]

    assert "pass" == result("R09", *journal, due_at=100.0)
    assert "fail" == result("R09", *journal[:-1], due_at=100.0)


@pytest.mark.parametrize("known", [{"by_requests": True}, {"settles_at": 5.0}])
def test_a_window_that_ends_otherwise_than_by_data_in_time(known: dict[str, Any]) -> None:
    """By requests, or in a 422: whoever stopped gave up."""
    assert "fail" == result("R01", syncing(1, 0), **known)
    assert "fail" == result("R09", syncing(1, 0), syncing(2, 3), **known)


@pytest.mark.parametrize(("ended", "expected"), [("exit", "fail"), ("killed", "inconclusive"), (None, "inconclusive")])
def test_how_the_client_ended(ended: str | None, expected: str) -> None:
    """Who left by itself gave up, though the window is open; who was killed may have been waiting."""
    early = {"due_at": 45.0, "now": 3.5, "ended": ended}

    assert expected == result("R01", syncing(1, 0), **early)
    assert expected == result("R09", syncing(1, 0), syncing(2, 3), **early)


def test_killed_after_the_data_was_there() -> None:
    """It blocked, and would never have come."""
    assert "fail" == result("R01", syncing(1, 0), due_at=45.0, now=45.0, ended="killed")


@pytest.mark.parametrize(
    ("requests", "step", "expected"), [(20, 3.0, "inconclusive"), (20, 7.0, "fail"), (51, 1.0, "fail")]
)
def test_killed_under_a_429_without_end(requests: int, step: float, expected: str) -> None:
    """It blames only who went on for more than 120 s or 50 requests."""
    journal = [syncing(n, step * n) for n in range(requests)]

    assert expected == result("R08", *journal, endless=True, ended="killed")


def test_patience_in_a_window_that_is_still_open() -> None:
    """It has not stopped for good before it has missed something."""
    assert "inconclusive" == result("R09", syncing(1, 0), syncing(2, 3), due_at=45.0, now=20.0)
    assert "not-exercised" == result("R09", syncing(1, 0), due_at=45.0)
    assert "not-exercised" == result("R09", syncing(1, 0), syncing(2, 3), endless=True)
    assert "pass" == result("R09", syncing(1, 0), entry(2, 3), due_at=3.0)


@pytest.mark.parametrize(("late", "expected"), [((0, 0, 5, 5, 5), "fail"), ((0, 1, 2, 3, 4), "inconclusive")])
def test_patience_by_the_time_of_day(late: tuple[float, ...], expected: str) -> None:
    """Who sleeps beside a clock that stands still is not blamed; a machine that was busy once excuses nobody."""
    journal = [syncing(n, 0.02 * n, behind=behind) for n, behind in enumerate(late)]

    assert expected == result("R09", *journal, by_requests=True)


@pytest.mark.parametrize(("rule", "status", "issue"), [("R10", 422, "processing"), ("R14", 401, "expired")])
def test_after_the_last_word(rule: str, status: int, issue: str) -> None:
    """The same request with the same token is one too many; another one may be a part of the same page."""
    last, other = entry(1, 0, status, issue=issue), new_connection()

    assert "not-exercised" == result(rule, entry(1, 0))
    assert "pass" == result(rule, last)
    assert "fail" == result(rule, last, entry(2, 5, status, issue=issue))
    assert "fail" == result(rule, last, entry(2, 0.001, status, issue=issue, connection=other))
    another = entry(2, 5, status, issue=issue, path="/fhir/Patient", connection=other, frozen=False)
    assert "inconclusive" == result(rule, last, another)


@pytest.mark.parametrize(("rule", "status", "issue"), [("R10", 422, "processing"), ("R14", 401, "expired")])
def test_what_was_under_way_is_not_held_against_anybody(rule: str, status: int, issue: str) -> None:
    """Another question over another connection, at the same moment; or one that had arrived before the answer."""
    there = {"issue": issue, "path": "/fhir/Patient", "connection": new_connection()}

    assert "inconclusive" == result(rule, entry(1, 0, status, issue=issue), entry(2, 0.1, status, **there))
    assert "inconclusive" == result(rule, entry(1, 0, status, issue=issue, later=2), entry(2, 0, status, **there))


def test_a_422_of_another_kind_is_no_failed_sync() -> None:
    """R10 is about `processing`."""
    assert "not-exercised" == result("R10", entry(1, 0, 422, issue="invalid"), entry(2, 1, 422, issue="invalid"))


@pytest.mark.parametrize(("after", "expected"), [(0, "pass"), (1, "pass"), (2, "fail"), (5, "fail")])
def test_one_look_more_is_allowed(after: int, expected: str) -> None:
    """Two are polling on."""
    rest = [entry(3 + n, 6.0 + 3 * n) for n in range(after)]

    assert expected == result("R17", syncing(1, 0), entry(2, 3), *rest)


def test_polling_on_shows_its_entries() -> None:
    """The success first, then what was asked for nothing."""
    found = finding("R17", syncing(1, 0), entry(2, 3), entry(3, 6), entry(4, 9))

    assert (2, 3, 4) == found.entries
    says = "Entry 2 had the data, and the same request followed 2 times more in the rhythm of the waits before (3 s)."
    assert says == found.says


@pytest.mark.parametrize(
    "times",
    [(3.001, 3.002, 3.003), (18.0, 38.0), (8.0, 13.0, 18.0), (6.0, 11.0)],
    ids=["three calls", "a page reopened", "a screen that refreshes", "one in the rhythm"],
)
def test_what_follows_the_data_in_another_rhythm(times: tuple[float, ...]) -> None:
    """It may be several calls of one program, or a screen that refreshes."""
    found = finding("R17", syncing(1, 0), entry(2, 3), *(entry(n, at) for n, at in enumerate(times, 3)))

    assert "inconclusive" == found.result
    assert found.says.endswith("several calls of one program, or a screen that refreshes.")


@pytest.mark.parametrize(("connections", "expected"), [((1, 2, 3), "inconclusive"), ((1, 1, 1), "fail")])
def test_three_callers_that_wait_side_by_side(connections: tuple[int, ...], expected: str) -> None:
    """Each has its own connection, and gets the data once; over one connection it is a loop that goes on."""
    refused = [syncing(n, 0.001 * n, None, "none", connection=one) for n, one in enumerate(connections, 1)]
    data = [entry(n, 1 + 0.001 * n, connection=one) for n, one in enumerate(connections, 4)]

    assert expected == result("R17", *refused, *data)


def test_success_without_a_429_is_no_end_of_polling() -> None:
    """Nor is a success of something else."""
    assert "not-exercised" == result("R17", *(entry(n, n) for n in range(5)))
    assert "not-exercised" == result("R17", syncing(1, 0), entry(2, 3, query="a=b"), entry(3, 6, query="a=b"))


def test_lost_connections() -> None:
    """One attempt more is enough."""
    lost = entry(1, 0, fault="reset")

    assert "fail" == result("R18", lost)
    assert "inconclusive" == result("R18", lost, now=5.0)
    assert "fail" == result("R18", lost, now=5.0, ended="exit")
    assert "pass" == result("R18", lost, entry(2, 1))
    assert "pass" == result("R18", lost, entry(2, 1, fault="reset"))
    assert "not-exercised" == result("R18", entry(1, 0, fault="truncated"))


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        (("HEAD", "GET"), "pass"),
        (("HEAD", "GET", "GET"), "fail"),
        (("HEAD", "HEAD", "GET"), "fail"),
        (("HEAD", "GET", "HEAD", "GET"), "fail"),
        (("GET", "HEAD"), "fail"),
    ],
)
def test_a_get_after_its_head_reads_the_reason(methods: tuple[str, ...], expected: str) -> None:
    """An answer to a HEAD has no body that says why."""
    failed_ = [entry(n, float(n), 422, issue="processing", method=method) for n, method in enumerate(methods, 1)]
    expired = [entry(n, float(n), 401, issue="expired", method=method) for n, method in enumerate(methods, 1)]

    assert (expected, expected) == (result("R10", *failed_), result("R14", *expired))
