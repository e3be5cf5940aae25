"""How is a wait announced, or misannounced? The headers of each spelling, and what a client can make of them."""

import pytest

from sandbox.scenario import RETRY_AFTER_FORMATS
from sandbox.scenario.announced_waits import announced, folded
from sandbox.scenario.retry_after import RetryAfterKind, whole_wait

AT = 784_111_777.0  # Sun, 06 Nov 1994 08:49:37 GMT
FRACTION = AT + 0.25
LONG = AT + 0.5
NOW = 1_767_225_600.25  # 2026-01-01

ROWS: list[tuple[str, float, tuple[tuple[str, str], ...], float | None]] = [
    ("both", FRACTION, (("Retry-After", "3"), ("X-Retry-After", "3")), 3.0),
    ("standard", FRACTION, (("Retry-After", "3"),), 3.0),
    ("vendor", FRACTION, (("X-Retry-After", "3"),), 3.0),
    ("none", FRACTION, (), None),
    ("http-date", AT, (("Retry-After", "Sun, 06 Nov 1994 08:49:40 GMT"),), 3.0),
    ("http-date", FRACTION, (("Retry-After", "Sun, 06 Nov 1994 08:49:41 GMT"),), 3.75),
    ("http-date", AT + 0.999, (("Retry-After", "Sun, 06 Nov 1994 08:49:41 GMT"),), 3.001),
    ("rfc850-date", FRACTION, (("Retry-After", "Sunday, 06-Nov-94 08:49:41 GMT"),), 3.75),
    ("asctime-date", FRACTION, (("Retry-After", "Sun Nov  6 08:49:41 1994"),), 3.75),
    ("zero", FRACTION, (("Retry-After", "0"),), None),
    ("fractional", FRACTION, (("Retry-After", "3.0"),), None),
    ("negative", FRACTION, (("Retry-After", "-3"),), None),
    ("plus-sign", FRACTION, (("Retry-After", "+3"),), None),
    ("padded", FRACTION, (("Retry-After", " 003 "),), 3.0),
    ("garbage", FRACTION, (("Retry-After", "soon"),), None),
    ("empty", FRACTION, (("Retry-After", ""),), None),
    ("huge", FRACTION, (("Retry-After", "86400"),), 86_400.0),
    ("epoch", AT, (("Retry-After", "784111780"),), 784_111_780.0),
    ("epoch", FRACTION, (("Retry-After", "784111781"),), 784_111_781.0),
    ("past-date", AT, (("Retry-After", "Sun, 06 Nov 1994 08:49:34 GMT"),), None),
    ("past-date", FRACTION, (("Retry-After", "Sun, 06 Nov 1994 08:49:34 GMT"),), None),
    ("milliseconds", FRACTION, (("Retry-After", "3"), ("retry-after-ms", "3000")), 3.0),
    ("duplicate", FRACTION, (("Retry-After", "3"), ("Retry-After", "3")), 3.0),
]


@pytest.mark.parametrize(("name", "now", "headers", "wait"), ROWS)
def test_a_spelling_writes_its_headers(
    name: str, now: float, headers: tuple[tuple[str, str], ...], wait: float | None
) -> None:
    """A date is never earlier than the wait; what cannot be read announces nothing."""
    written = RETRY_AFTER_FORMATS[name].write(3, now)

    assert headers == written
    assert wait == pytest.approx(announced(folded(written), now)[0])


# Columns: the spelling, the wait in seconds, the header, the wait that a client can read.
WAITS: list[tuple[str, float, str, float | None]] = [
    ("both", 0.001, "1", 1.0),
    ("standard", 61, "61", 61.0),
    ("standard", 60.001, "61", 61.0),
    ("vendor", 61, "61", 61.0),
    ("http-date", 61, "Sun, 06 Nov 1994 08:50:39 GMT", 61.5),
    ("rfc850-date", 61, "Sunday, 06-Nov-94 08:50:39 GMT", 61.5),
    ("asctime-date", 61, "Sun Nov  6 08:50:39 1994", 61.5),
    ("fractional", 0.25, "0.25", None),
    ("fractional", 61, "61.0", None),
    ("negative", 61, "-61", None),
    ("plus-sign", 61, "+61", None),
    ("padded", 1000, " 1000 ", 1000.0),
    ("epoch", 61, "784111839", 784_111_839.0),
    ("past-date", 61, "Sun, 06 Nov 1994 08:48:36 GMT", None),
    ("past-date", 0.001, "Sun, 06 Nov 1994 08:49:37 GMT", None),
    ("milliseconds", 0.001, "1", 0.001),
    ("milliseconds", 61.25, "62", 61.25),
    ("duplicate", 61, "61", 61.0),
]


@pytest.mark.parametrize(("name", "wait", "header", "readable"), WAITS)
def test_a_wait_of_the_plan_is_spelled_likewise(name: str, wait: float, header: str, readable: float | None) -> None:
    """Whole seconds are rounded up; milliseconds tell it exactly."""
    written = RETRY_AFTER_FORMATS[name].write(wait, LONG)

    assert header == written[0][1]
    assert readable == pytest.approx(announced(folded(written), LONG)[0])


def test_every_spelling_has_its_row() -> None:
    """None of the table is missing above, and the second list has all that a wait shows in."""
    assert set(RETRY_AFTER_FORMATS) == {name for name, *_ in ROWS}
    assert {name for name, row in RETRY_AFTER_FORMATS.items() if row.takes_wait} == {name for name, *_ in WAITS}


@pytest.mark.parametrize("name", RETRY_AFTER_FORMATS)
def test_what_can_be_made_of_it_goes_with_the_kind(name: str) -> None:
    """A wait can be read exactly where the kind says so, and a reader of the headers calls them by the same name."""
    row = RETRY_AFTER_FORMATS[name]
    wait, spelling = announced(folded(row.write(row.own or 3, NOW)), NOW)
    mute = row.kind in {RetryAfterKind.NONE, RetryAfterKind.ELAPSED, RetryAfterKind.UNREADABLE}

    assert (mute, name) == (wait is None, spelling)


@pytest.mark.parametrize(
    ("remaining", "wait"),
    [(None, 3), (45.0, 3), (3.000001, 3), (3.0, 3), (2.5, 3), (2.0, 2), (1.000001, 2), (1.0, 1), (0.25, 1), (0.0, 1)],
)
def test_the_wait_is_what_remains_but_three_seconds_at_most(remaining: float | None, wait: int) -> None:
    """Whole seconds, rounded up, and one at least; three where nobody knows."""
    assert wait == whole_wait(remaining)
