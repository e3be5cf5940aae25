"""How does HTTP write a moment, and how is one read? The three forms of RFC 9110, and what is none of them."""

from collections.abc import Callable

import pytest

from sandbox.http_dates import FORMS, asctime_date, http_date, read_http_date, rfc850_date

NOVEMBER_1994 = 784_111_777  # the moment that RFC 9110 shows in each form
NOW = 1_767_225_600.0  # 2026-01-01
WRITERS: dict[str, Callable[[int], str]] = {
    "http-date": http_date,
    "rfc850-date": rfc850_date,
    "asctime-date": asctime_date,
}
WRITTEN = {
    "http-date": "Sun, 06 Nov 1994 08:49:37 GMT",
    "rfc850-date": "Sunday, 06-Nov-94 08:49:37 GMT",
    "asctime-date": "Sun Nov  6 08:49:37 1994",
}


@pytest.mark.parametrize("form", WRITTEN)
def test_each_form_is_written_and_read(form: str) -> None:
    """As the RFC shows it: with a blank before a day of one digit, or a year of two."""
    assert WRITTEN[form] == WRITERS[form](NOVEMBER_1994)
    assert (NOVEMBER_1994, form) == read_http_date(WRITTEN[form], NOW)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_read_again(form: str) -> None:
    """At every month, at the ends of days and in leap years."""
    moments = [int(NOW) + 2_629_800 * n for n in range(24)] + [int(NOW) - 1, 1_709_164_800, 1_830_297_599]

    assert [(float(moment), form) for moment in moments] == [
        read_http_date(WRITERS[form](moment), NOW) for moment in moments
    ]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Friday, 31-Dec-99 23:59:59 GMT", 946_684_799),  # 1999: 2099 is more than fifty years ahead
        ("Wednesday, 01-Jan-75 00:00:00 GMT", 3_313_526_400),  # 2075: it is not
        ("Thursday, 31-Dec-76 00:00:00 GMT", 220_838_400),  # 1976
        ("Tuesday, 29-Feb-00 00:00:00 GMT", 951_782_400),  # there was one in 2000
    ],
)
def test_a_year_of_two_digits_is_the_nearest_that_is_not_far_ahead(text: str, moment: int) -> None:
    """More than fifty years ahead means the past."""
    assert (moment, "rfc850-date") == read_http_date(text, NOW)


def test_a_leap_second_is_read() -> None:
    """As the second before it."""
    assert (1_483_228_799.0, "http-date") == read_http_date("Sat, 31 Dec 2016 23:59:60 GMT", NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "soon",
        "2026-01-01T00:00:00Z",
        "Thu, 01 Jan 2026 00:00:04",
        "Thu, 01 Jan 2026 00:00:04 UTC",
        "Thu, 01 Jan 2026 00:00:04 +0000",
        "thu, 01 jan 2026 00:00:04 gmt",
        "Thu, 1 Jan 2026 00:00:04 GMT",
        "Thu, 30 Feb 2026 00:00:04 GMT",
        "Thu, 01 Jan 2026 24:00:04 GMT",
        "Thu, 01-Jan-26 00:00:04 GMT",
        "Thursday, 32-Jan-26 00:00:04 GMT",
        "Thu Jan 1 00:00:04 2026",
    ],
)
def test_nothing_else_is_a_date(text: str) -> None:
    """HTTP has three forms, each to the letter."""
    assert read_http_date(text, NOW) is None
