"""Which stretch of time does a date mean? Whole years down to microseconds, each half open, in microseconds of UTC."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.fhir.dates import BEGINNING, END, of, parse

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _micro(year: int, month: int = 1, day: int = 1, hour: int = 0, minute: int = 0, second: int = 0) -> int:  # noqa: PLR0913, PLR0917 - a moment
    return (datetime(year, month, day, hour, minute, second, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


END_OF_DAYS = _micro(9999, 12, 31) + 86_400_000_000

# Columns: what is written, where it begins, where it ends.
# fmt: off
WRITTEN = (
    ("2019",                             _micro(2019),                            _micro(2020)),
    ("2020",                             _micro(2020),                            _micro(2021)),
    ("1900",                             _micro(1900),                            _micro(1901)),
    ("2000",                             _micro(2000),                            _micro(2001)),
    ("0001",                             _micro(1),                               _micro(2)),
    ("9999",                             _micro(9999),                            END_OF_DAYS),
    ("9999-12",                          _micro(9999, 12),                        END_OF_DAYS),
    ("9999-12-31",                       _micro(9999, 12, 31),                    END_OF_DAYS),
    ("9999-12-31T23:59:59-14:00",        _micro(9999, 12, 31, 23, 59, 59) + 14 * 3_600_000_000,
                                         _micro(9999, 12, 31, 23, 59, 59) + 14 * 3_600_000_000 + 1_000_000),
    ("2019-02",                          _micro(2019, 2),                         _micro(2019, 3)),
    ("2020-02",                          _micro(2020, 2),                         _micro(2020, 3)),
    ("2019-12",                          _micro(2019, 12),                        _micro(2020)),
    ("2020-02-29",                       _micro(2020, 2, 29),                     _micro(2020, 3)),
    ("1969-12-31",                       _micro(1969, 12, 31),                    0),
    ("2019-03-26T12:55",                 _micro(2019, 3, 26, 12, 55),             _micro(2019, 3, 26, 12, 56)),
    ("2019-03-26T12:55Z",                _micro(2019, 3, 26, 12, 55),             _micro(2019, 3, 26, 12, 56)),
    ("2019-03-26T12:55:26",              _micro(2019, 3, 26, 12, 55, 26),         _micro(2019, 3, 26, 12, 55, 27)),
    ("2019-03-26T12:55:26-07:00",        _micro(2019, 3, 26, 19, 55, 26),         _micro(2019, 3, 26, 19, 55, 27)),
    ("2019-03-26T00:00:00+14:00",        _micro(2019, 3, 25, 10),                 _micro(2019, 3, 25, 10, 0, 1)),
    ("2019-03-26T00:00:00+05:45",        _micro(2019, 3, 25, 18, 15),             _micro(2019, 3, 25, 18, 15, 1)),
    ("2019-03-26T00:00:00-00:00",        _micro(2019, 3, 26),                     _micro(2019, 3, 26, 0, 0, 1)),
    ("2016-12-31T23:59:60Z",             _micro(2017),                            _micro(2017, 1, 1, 0, 0, 1)),
    ("2019-03-26T23:59:59Z",             _micro(2019, 3, 26, 23, 59, 59),         _micro(2019, 3, 27)),
)
FRACTIONS = (
    ("5", 500_000, 100_000), ("50", 500_000, 10_000), ("500", 500_000, 1_000), ("123", 123_000, 1_000),
    ("1234", 123_400, 100), ("12345", 123_450, 10), ("123456", 123_456, 1), ("1234567", 123_456, 1),
    ("123456789", 123_456, 1), ("000000001", 0, 1), ("999999999", 999_999, 1), ("0", 0, 100_000),
)
NO_DATES = (
    "", "19", "201", "20190", "2019-", "2019-3", "2019-00", "2019-13", "2019-02-30", "2019-02-29",
    "1900-02-29",
    "2019-04-31", "2019-01-00", "0000", "0000-01-01", "2019-03-26T", "2019-03-26T12", "2019-03-26T24:00:00Z",
    "2019-03-26T12:60Z", "2019-03-26T12:00:61Z",
    "2019-03-26T12:00:00.Z", "2019-03-26T12:00.5Z", "2019-03-26 12:00",
    "2019-03-26t12:00Z", "2019-03-26T12:00z", "2019-03-26T12:00+1:00", "2019-03-26T12:00+0100",
    "2019-03-26T12:00+15:00",
    "2019-03-26T12:00+01:60",
    "2019-03-26Z", "2019Z", "20190326", " 2019", "2019 ", "2019\n", "+2019", "-2019", "T12:00",
    "2019-W12", "2019-085",
    "٢٠١٩", "２０１９-03", "2019-03-26T12:00:00.٥Z",  # noqa: RUF001 - digits, but not of FHIR
)
# fmt: on


@pytest.mark.parametrize(("text", "low", "high"), WRITTEN)
def test_a_date_is_as_long_as_it_is_precise(text: str, low: int, high: int) -> None:
    """A year, month, day, minute or second, to where the next one begins."""
    assert (low, high) == parse(text)


@pytest.mark.parametrize(("digits", "after", "width"), FRACTIONS)
def test_a_fraction_is_as_long_as_its_last_digit(digits: str, after: int, width: int) -> None:
    """Down to a microsecond, beyond which digits change nothing."""
    second = _micro(2019, 3, 26, 12)

    assert (second + after, second + after + width) == parse(f"2019-03-26T12:00:00.{digits}Z")


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_refused(text: str) -> None:
    """A ValueError that quotes it."""
    with pytest.raises(ValueError, match="is not a date"):
        parse(text)


@pytest.mark.parametrize(
    ("element", "interval"),
    [
        ("2019", (_micro(2019), _micro(2020))),
        ({"start": "2019", "end": "2020-06"}, (_micro(2019), _micro(2020, 7))),
        ({"start": "2019-03-20"}, (_micro(2019, 3, 20), END)),
        ({"end": "2019-03-20"}, (BEGINNING, _micro(2019, 3, 21))),
        ({}, (BEGINNING, END)),
        ({"_start": {"extension": []}}, (BEGINNING, END)),
        (42, None),
        (None, None),
    ],
)
def test_a_period_runs_to_the_end_of_its_end(element: object, interval: tuple[int, int] | None) -> None:
    """An open end is open for ever; what is neither date nor Period has no interval."""
    assert interval == of(element)
