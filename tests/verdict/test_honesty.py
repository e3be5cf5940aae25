"""Did it tell the truth? On journals made by hand."""

from typing import Any

import pytest

from sandbox.verdict import ClientOutcome
from tests.verdict.made import entry, result, syncing

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
