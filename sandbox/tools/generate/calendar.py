"""When did it happen? Moments on the wall clock of a place, and the stamps that follow from them.

Nothing here reads the time: the generated charts end on LAST_DAY.
"""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

LAST_DAY = date(2026, 6, 30)
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Moment:
    """A second on a wall clock that is *hours* ahead of UTC."""

    local: datetime
    hours: int

    @property
    def text(self) -> str:
        """The dateTime with its offset."""
        return f"{self.local.isoformat()}{'-' if self.hours < 0 else '+'}{abs(self.hours):02}:00"

    @property
    def day(self) -> str:
        """The date, as the place has it."""
        return self.local.date().isoformat()

    @property
    def utc(self) -> str:
        """The instant in UTC."""
        return f"{(self.local - timedelta(hours=self.hours)).isoformat()}Z"

    def later(self, minutes: float) -> "Moment":
        """Return the moment so many minutes after this one."""
        return Moment(self.local + timedelta(minutes=int(minutes)), self.hours)


def moment(day: date, minute: int, zone: tuple[int, bool]) -> Moment:
    """Return the moment *minute* minutes into a day, in a zone of so many hours, with or without summer time."""
    hours, summer = zone
    if summer and _summer_begins(day.year) <= day < _summer_ends(day.year):
        hours += 1
    return Moment(datetime(day.year, day.month, day.day) + timedelta(minutes=minute), hours)  # noqa: DTZ001 - has hours


@lru_cache(maxsize=256)
def _summer_begins(year: int) -> date:
    """Return the second Sunday of March."""
    first = date(year, 3, 1)
    return first + timedelta(days=(_SUNDAY - first.weekday()) % 7 + 7)


@lru_cache(maxsize=256)
def _summer_ends(year: int) -> date:
    """Return the first Sunday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(_SUNDAY - first.weekday()) % 7)
