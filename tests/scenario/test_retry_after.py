"""How is a wait announced, or misannounced? The headers of each spelling, and what a client can make of them."""

import pytest

from sandbox.scenario import RETRY_AFTER_FORMATS
from sandbox.scenario.retry_after import RetryAfterKind, whole_wait

AT = 784_111_777.0  # Sun, 06 Nov 1994 08:49:37 GMT
FRACTION = AT + 0.25

ROWS: list[tuple[str, float, tuple[tuple[str, str], ...], float | None]] = [
    ("both", FRACTION, (("Retry-After", "3"), ("X-Retry-After", "3")), 3.0),
    ("standard", FRACTION, (("Retry-After", "3"),), 3.0),
    ("vendor", FRACTION, (("X-Retry-After", "3"),), 3.0),
    ("none", FRACTION, (), None),
    ("http-date", AT, (("Retry-After", "Sun, 06 Nov 1994 08:49:40 GMT"),), 3.0),
    ("http-date", FRACTION, (("Retry-After", "Sun, 06 Nov 1994 08:49:41 GMT"),), 3.75),
    ("http-date", AT + 0.999, (("Retry-After", "Sun, 06 Nov 1994 08:49:41 GMT"),), 3.001),
    ("zero", FRACTION, (("Retry-After", "0"),), None),
    ("fractional", FRACTION, (("Retry-After", "0.5"),), None),
    ("negative", FRACTION, (("Retry-After", "-1"),), None),
    ("garbage", FRACTION, (("Retry-After", "soon"),), None),
    ("empty", FRACTION, (("Retry-After", ""),), None),
    ("huge", FRACTION, (("Retry-After", "86400"),), 86_400.0),
    ("past-date", AT, (("Retry-After", "Sun, 06 Nov 1994 07:49:37 GMT"),), None),
    ("past-date", FRACTION, (("Retry-After", "Sun, 06 Nov 1994 07:49:38 GMT"),), None),
    ("duplicate", FRACTION, (("Retry-After", "3"), ("Retry-After", "3")), 3.0),
]


@pytest.mark.parametrize(("name", "now", "headers", "announced"), ROWS)
def test_a_spelling_writes_its_headers(
    name: str, now: float, headers: tuple[tuple[str, str], ...], announced: float | None
) -> None:
    """A date is never earlier than the wait; what cannot be read announces nothing."""
    spelling = RETRY_AFTER_FORMATS[name]

    assert headers == spelling.write(3, now)
    assert announced == pytest.approx(spelling.announced(3, now))


def test_every_spelling_has_its_row() -> None:
    """None of the table is missing above."""
    assert set(RETRY_AFTER_FORMATS) == {name for name, *_ in ROWS}


def test_what_can_be_made_of_it_goes_with_the_kind() -> None:
    """Nothing is announced exactly where there is nothing, or nothing that can be read."""
    mute = {name for name, row in RETRY_AFTER_FORMATS.items() if row.announced(3, AT) is None}

    assert {
        name
        for name, row in RETRY_AFTER_FORMATS.items()
        if row.kind in {RetryAfterKind.NONE, RetryAfterKind.UNREADABLE}
    } == mute


@pytest.mark.parametrize(
    ("remaining", "wait"),
    [(None, 3), (45.0, 3), (3.000001, 3), (3.0, 3), (2.5, 3), (2.0, 2), (1.000001, 2), (1.0, 1), (0.25, 1), (0.0, 1)],
)
def test_the_wait_is_what_remains_but_three_seconds_at_most(remaining: float | None, wait: int) -> None:
    """Whole seconds, rounded up, and one at least; three where nobody knows."""
    assert wait == whole_wait(remaining)
