"""Which wait do headers announce, and what is their spelling called?"""

import pytest

from sandbox.scenario.announced_waits import announced, folded

AT = 1_767_225_600.0  # Thu, 01 Jan 2026 00:00:00 GMT


@pytest.mark.parametrize(
    ("value", "wait", "spelling"),
    [
        ("3", 3.0, "standard"),
        ("03", 3.0, "padded"),
        (" 3", 3.0, "padded"),
        ("3\t", 3.0, "padded"),
        ("86399", 86_399.0, "standard"),
        ("86400", 86_400.0, "huge"),
        ("999999999", 999_999_999.0, "huge"),
        ("1767225603", 1_767_225_603.0, "epoch"),
        ("9" * 5000, 1e11, "epoch"),
        ("3, 3", 3.0, "duplicate"),
        ("3,3", 3.0, "duplicate"),
        ("3, 4", None, "garbage"),
        ("0", None, "zero"),
        ("000", None, "zero"),
        ("+3", None, "plus-sign"),
        ("-3", None, "negative"),
        ("3.0", None, "fractional"),
        (".5", None, "fractional"),
        ("٣", None, "garbage"),
        ("3s", None, "garbage"),
        ("0x3", None, "garbage"),
        ("1e3", None, "garbage"),
        ("", None, "empty"),
        (" ", None, "empty"),
        ("Thu, 01 Jan 2026 00:00:04 GMT", 4.0, "http-date"),
        (" Thu, 01 Jan 2026 00:00:04 GMT ", 4.0, "http-date"),
        ("Thursday, 01-Jan-26 00:00:04 GMT", 4.0, "rfc850-date"),
        ("Thu Jan  1 00:00:04 2026", 4.0, "asctime-date"),
        ("Friday, 31-Dec-99 23:59:59 GMT", None, "past-date"),
        ("Thu, 01 Jan 2026 00:00:00 GMT", None, "past-date"),
        ("2026-01-01T00:00:04Z", None, "garbage"),
    ],
)
def test_one_header(value: str, wait: float | None, spelling: str) -> None:
    """By the letter of RFC 9110: digits alone, or a date in one of three forms; blanks around it do not count."""
    assert (wait, spelling) == announced({"retry-after": value}, AT)


@pytest.mark.parametrize(
    ("headers", "wait", "spelling"),
    [
        ({}, None, "none"),
        ({"x-retry-after": "3"}, 3.0, "vendor"),
        ({"x-retry-after": "soon"}, None, "none"),
        ({"x-retry-after": "0"}, None, "zero"),
        ({"retry-after-ms": "250"}, 0.25, "vendor"),
        ({"retry-after-ms": "0"}, None, "zero"),
        ({"retry-after": "3", "x-retry-after": "3"}, 3.0, "both"),
        ({"retry-after": "3", "x-retry-after": "5"}, 3.0, "standard"),
        ({"retry-after": "1", "retry-after-ms": "250"}, 0.25, "milliseconds"),
        ({"retry-after": "3", "retry-after-ms": "9000"}, 3.0, "milliseconds"),
        ({"retry-after": "3", "retry-after-ms": "soon"}, 3.0, "standard"),
        ({"retry-after": "3", "retry-after-ms": "0"}, None, "zero"),
        ({"retry-after": "soon", "retry-after-ms": "250"}, None, "garbage"),
        ({"retry-after": "Thu, 01 Jan 2026 00:00:04 GMT", "date": "Thu, 01 Jan 2026 00:00:01 GMT"}, 3.0, "http-date"),
        ({"retry-after": "Thu, 01 Jan 2026 00:00:04 GMT", "date": "today"}, 4.0, "http-date"),
    ],
    ids=str,
)
def test_several_headers(headers: dict[str, str], wait: float | None, spelling: str) -> None:
    """What HTTP knows comes first; milliseconds beside it tell it more exactly, and never make it longer."""
    assert (wait, spelling) == announced(headers, AT)


def test_headers_are_folded_by_name() -> None:
    """Names have no case, and what comes twice stands behind a comma."""
    lines = [("Retry-After", "3"), ("retry-after", "3"), ("X-A", ""), ("X-B", "1")]

    assert {"retry-after": "3, 3", "x-a": "", "x-b": "1"} == folded(lines)
