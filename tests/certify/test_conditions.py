"""Which conditions a journal shows, whatever client wrote it."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.certify.conditions import CONDITIONS, check_condition, conditions_met
from sandbox.scenario import RETRY_AFTER_FORMATS


def entry(status: int | None = 200, **more: Any) -> dict[str, Any]:
    """Return a journal entry as the admin API gives it, as far as it matters here."""
    return {"status": status, "issue": None} | more


def shown() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each condition with an entry that shows it."""
    for status, issue in (
        (429, "transient"),
        (429, "throttled"),
        (422, "processing"),
        (401, "expired"),
        (401, "login"),
    ):
        yield f"{status}.{issue}", entry(status, issue=issue)
    yield "403", entry(403, issue="forbidden")
    yield "404", entry(404, issue="not-found")
    yield "5xx", entry(503, issue="exception")
    yield "page.next", entry(next="_offset=20")
    yield "reset", entry(None, fault="reset")
    for fault in ("truncated", "garbled", "slow", "stall"):
        yield fault, entry(fault=fault)
    yield "partial", entry(withheld=10)
    for name in RETRY_AFTER_FORMATS:
        yield f"retry-after.{name}", entry(408, spelling=name)


@pytest.mark.parametrize(("condition", "one"), list(shown()))
def test_an_entry_shows_its_condition_alone(condition: str, one: dict[str, Any]) -> None:
    """And no other."""
    assert [condition] == conditions_met([entry(), one])


def test_every_condition_has_its_example_here() -> None:
    """In the order of the table."""
    assert list(CONDITIONS) == [condition for condition, _ in shown()]


def test_the_conditions_are_those_that_were_promised() -> None:
    """`--require` takes them by these ids."""
    promised = (
        "429.transient 429.throttled 422.processing 401.expired 401.login 403 404 5xx page.next reset truncated "
        "garbled slow stall partial"
    ).split()

    assert [*promised, *(f"retry-after.{name}" for name in RETRY_AFTER_FORMATS)] == list(CONDITIONS)


def test_plain_data_and_what_is_unanswered_show_nothing() -> None:
    """Nor does another 422, or an empty journal."""
    assert [] == conditions_met([entry(), entry(None), entry(422, issue="value")])
    assert [] == conditions_met([])


def test_an_unknown_condition_is_refused() -> None:
    """With the nearest one."""
    assert "403" == check_condition("403")
    with pytest.raises(ValueError, match=r"'429.transcient' is not a condition\. Did you mean \"429.transient\"\?"):
        check_condition("429.transcient")
