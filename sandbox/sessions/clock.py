"""What time is it for this client? The only file that reads the time.

A Clock is anchored to a monotonic source, so that it never goes backwards when the machine's clock is set. It runs or
stands still; standing or running, it can be moved forward. There is no scaled rate: a `Retry-After` is in the
client's own seconds.
"""

import math
import time
from collections.abc import Callable

MICROSECONDS = 1_000_000  # of a second
END = 253_402_300_800  # seconds since 1970: the year 10000 has no date


class Clock:
    """Seconds since 1970 as one client sees them: running or frozen, and only ever forward.

    Inside, it counts whole microseconds: ten steps of a tenth are one second, exactly.
    """

    __slots__ = ("_anchor", "_base", "_frozen", "_origin", "_source")

    def __init__(self, start: float | None = None, *, source: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._base = _microseconds(time.time() if start is None else start)
        self._anchor = _microseconds(source())
        self._origin = self._base - self._anchor
        self._frozen = False

    @property
    def frozen(self) -> bool:
        """Whether time stands still until it is advanced or resumed."""
        return self._frozen

    def now(self) -> float:
        """Return the time in seconds since 1970-01-01T00:00:00Z, to the microsecond."""
        return self._now() / MICROSECONDS

    @property
    def behind(self) -> float:
        """By how many seconds it is behind the time of day, because it was frozen; 0 if it is not."""
        return max(self._origin + _microseconds(self._source()) - self._now(), 0) / MICROSECONDS

    def freeze(self) -> None:
        """Let time stand still from now on."""
        self._base = self._now()
        self._frozen = True

    def resume(self) -> None:
        """Let time run again, from where it stands."""
        self._base = self._now()
        self._anchor = _microseconds(self._source())
        self._frozen = False

    def advance(self, seconds: float) -> None:
        """Move time forward by a number of seconds; a negative one is a ValueError, for time cannot go back."""
        if not 0 <= seconds < math.inf:
            raise ValueError(f"time cannot go back: advance by 0 or more seconds, not by {seconds}")
        self._move(_microseconds(min(seconds, END)))

    def advance_to(self, moment: float) -> None:
        """Move time forward to a moment in seconds since 1970, exactly; a ValueError if it is over already."""
        if not self.now() <= moment < math.inf:
            raise ValueError(f"time cannot go back: it is {self.now()} already, not {moment}")
        self._move(_microseconds(min(moment, END)) - self._now())

    def _move(self, microseconds: int) -> None:
        if self._now() + microseconds >= END * MICROSECONDS:
            raise ValueError("time ends with the year 9999")
        self._base += microseconds

    def _now(self) -> int:
        return self._base if self._frozen else self._base + _microseconds(self._source()) - self._anchor


def _microseconds(seconds: float) -> int:
    return round(seconds * MICROSECONDS)
