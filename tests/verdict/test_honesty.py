"""Did it tell the truth? On journals made by hand."""

from typing import Any

import pytest

from sandbox.sessions.journal import Entry
from sandbox.verdict import ClientOutcome
from tests.verdict.made import entry, result, syncing, verdict

SUCCESS, FAILURE = ClientOutcome(success=True), ClientOutcome(success=False)


def test_without_the_clients_word_nothing_is_said() -> None:
    """Nor of a client that asked for nothing."""
    assert "not-exercised" == result("R20", entry(1, 0))
    assert "not-exercised" == result("R20", outcome=SUCCESS)


@pytest.mark.parametrize(
    "last",
    [
        {"status": 503},
        {"status": 429},
        {"fault": "truncated"},
        {"fault": "garbled"},
        {"status": None, "fault": "reset"},
    ],
    ids=str,
)
def test_success_without_the_data(last: dict[str, Any]) -> None:
    """An error, or half a body, was taken for all."""
    assert "fail" == result("R20", entry(1, 0, **last), outcome=SUCCESS)
    assert "pass" == result("R20", entry(1, 0, **last), outcome=FAILURE)


def test_data_that_has_not_changed() -> None:
    """A 304 says that what the client has is still right."""
    assert ("pass", "fail") == tuple(result("R20", entry(1, 0, 304), outcome=outcome) for outcome in (SUCCESS, FAILURE))


def test_failure_with_the_data() -> None:
    """The data had come with the second attempt."""
    journal = syncing(1, 0), entry(2, 3)

    assert ("pass", "fail") == (result("R20", *journal, outcome=SUCCESS), result("R20", *journal, outcome=FAILURE))


def test_success_with_some_of_the_data() -> None:
    """One type came, another did not: nobody knows what the client was to bring."""
    journal = entry(1, 0), entry(2, 1, 503, path="/fhir/Patient")

    assert "inconclusive" == result("R20", *journal, outcome=SUCCESS)


def test_a_page_that_was_not_fetched() -> None:
    """It matters only where all pages were asked for."""
    first = entry(1, 0, next="_offset=20")

    assert "pass" == result("R20", first, outcome=SUCCESS)
    assert "fail" == result("R20", first, outcome=SUCCESS, every_page=True)
    assert "pass" == result("R20", first, outcome=FAILURE, every_page=True)


@pytest.mark.parametrize(("agent", "option"), [("my-client/1.0", ""), ("got (https://github.com)", "got.paginate")])
def test_the_repair_of_a_page_that_was_not_fetched(agent: str, option: str) -> None:
    """Its last answer was a whole 200: what is missing are the words `next` link, and the option that follows them."""
    first = entry(1, 0, next="_offset=20", user_agent=agent)
    repair = _repair(first, outcome=SUCCESS, every_page=True)

    assert repair.startswith("Follow the `next` link of each page, exactly as it is given, until a page has none;")
    assert "whole 200" not in repair
    assert option in repair


def test_the_repair_of_what_was_taken_for_all() -> None:
    """Half of the data is a matter of patience, an error is one of looking at the answer."""
    half = entry(1, 0, matches=3, withheld=4)

    assert "sync is over" in _repair(half, outcome=ClientOutcome(success=True, count=3))
    assert "whole 200" in _repair(entry(1, 0, 503), outcome=SUCCESS)


def test_a_page_that_never_came() -> None:
    """An error was taken for its end."""
    second = "_offset=20"
    journal = entry(1, 0, next=second), entry(2, 1, 500, query=second), entry(3, 2, 500, query=second)

    assert "inconclusive" == result("R20", *journal, outcome=SUCCESS)
    assert "fail" == result("R20", *journal, outcome=SUCCESS, every_page=True)
    assert "pass" == result("R20", *journal, outcome=FAILURE, every_page=True)
    assert "pass" == result("R20", *journal, entry(4, 3, query=second), outcome=SUCCESS, every_page=True)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (503, ("inconclusive", "fail")),
        (401, ("inconclusive", "fail")),
        (403, ("inconclusive", "inconclusive")),
        (400, ("pass", "pass")),
        (404, ("pass", "pass")),
    ],
)
def test_a_type_that_never_came(status: int, expected: tuple[str, str]) -> None:
    """What was refused as malformed, or is not there, is not missing; a client may know what it may not see."""
    journal = entry(1, 0, status, path="/fhir/Patient"), entry(2, 1)

    assert expected == tuple(result("R20", *journal, outcome=SUCCESS, every_page=every) for every in (False, True))


def test_what_was_refused_as_malformed_is_not_all_that_came() -> None:
    """Without any data there is no success."""
    assert "fail" == result("R20", entry(1, 0, 400), outcome=SUCCESS)


def test_a_head_brings_no_data() -> None:
    """But it says that there is some: nobody knows what the client was to do."""
    head = entry(1, 0, method="HEAD")

    assert {"inconclusive"} == {result("R20", head, outcome=outcome) for outcome in (SUCCESS, FAILURE)}
    assert "pass" == result("R20", head, entry(2, 1), outcome=SUCCESS)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([("_count=20", None)], "pass"),
        ([("_count=3", "_count=3&_offset=3"), ("_count=3&_offset=3", None)], "pass"),
        ([("_count=3", "_count=3&_offset=3")], "fail"),
        ([("_count=3", "_count=3&_offset=3"), ("_count=3&_offset=3", "_count=3")], "fail"),
        ([("_count=0", None)], "fail"),
        ([("_count=20&status=completed", None)], "fail"),
    ],
)
def test_a_probe_of_one_and_then_everything(more: list[tuple[str, str | None]], expected: str) -> None:
    """The page after the probe came as a part of another, if the same question was answered to its end."""
    probe = entry(1, 0, query="_count=1&_total=accurate", next="_count=1&_offset=1")
    rest = [entry(n, float(n), query=query, next=following) for n, (query, following) in enumerate(more, 2)]

    assert expected == result("R20", probe, *rest, outcome=SUCCESS, every_page=True)


def test_what_failed_as_a_form_and_came_as_a_query() -> None:
    """It is the same question."""
    form = entry(1, 0, 503, method="POST", path="/fhir/Procedure/_search", query="status=completed")

    assert "pass" == result("R20", form, entry(2, 1, query="status=completed&_count=50"), outcome=SUCCESS)


def _repair(*journal: Entry, **more: Any) -> str:
    return next(ruling.repair for ruling in verdict(*journal, **more).rules if ruling.id == "R20")
