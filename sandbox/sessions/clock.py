"""What time is it for this client? The only file that reads the time.

A Clock is anchored to a monotonic source, so that it never goes backwards when the machine's clock is set. It runs or
stands still, and can be moved forward either way. It may run several times as fast as the time of day, for a client
whose own time does; a `Retry-After` is in the client's own seconds in any case.
"""

import math
import time
from collections.abc import Callable
from copy import copy
from typing import Any

MICROSECONDS = 1_000_000  # of a second
LATEST = 253_402_300_800 - 2 * 86_400  # seconds since 1970: what is announced then is still before the year 10000
FASTEST = 100


class Clock:
    """Seconds since 1970 as one client sees them: running or frozen, and only ever forward.

    Inside, it counts whole microseconds: ten steps of a tenth are one second, exactly. *start* is in seconds since
    1970; *source* gives seconds that only grow, *wall* the time of day, by which it is told how long a clock that has
    travelled was under way.
    """

    __slots__ = ("_anchor", "_base", "_frozen", "_scale", "_source", "_undisturbed", "_wall")

    def __init__(
        self,
        start: float | None = None,
        *,
        source: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._source = source
        self._wall = wall
        self._base = _microseconds(wall() if start is None else start)
        self._undisturbed = self._base
        self._anchor = _microseconds(source())
        self._frozen = False
        self._scale: float = 1

    @property
    def frozen(self) -> bool:
        """Whether time stands still until it is advanced or resumed."""
        return self._frozen

    @property
    def scale(self) -> float:
        """How many seconds pass on it, while it runs, in one second of the time of day."""
        return self._scale

    def now(self) -> float:
        """Return the time in seconds since 1970-01-01T00:00:00Z, to the microsecond."""
        return self._now() / MICROSECONDS

    @property
    def behind(self) -> float:
        """By how many of its seconds it is behind where it would be, had nobody frozen or moved it; below 0: ahead."""
        if self._frozen:
            return (self._undisturbed + self._elapsed() - self._base) / MICROSECONDS
        return (self._undisturbed - self._base) / MICROSECONDS

    def real_seconds(self, seconds: float) -> float:
        """Return how many seconds of the time of day so many seconds of this clock take while it runs."""
        return seconds / self._scale

    def freeze(self) -> None:
        """Let time stand still from now on."""
        self._anchor_now()
        self._frozen = True

    def resume(self) -> None:
        """Let time run again, from where it stands."""
        self._anchor_now()
        self._frozen = False

    def run_at(self, scale: float) -> None:
        """Let time run *scale* times as fast as the time of day from now on; a ValueError unless it is 1 to 100."""
        if not 1 <= scale <= FASTEST:
            raise ValueError(f"scale must be 1 to {FASTEST}, not {scale}")
        self._anchor_now()
        self._scale = scale

    def advance(self, seconds: float) -> None:
        """Move time forward by a number of seconds; a negative one is a ValueError, for time cannot go back."""
        if not 0 <= seconds < math.inf:
            raise ValueError(f"time cannot go back: advance by 0 or more seconds, not by {seconds}")
        self._move(_microseconds(min(seconds, LATEST)))

    def advance_to(self, moment: float) -> None:
        """Move time forward to a moment in seconds since 1970, exactly; a ValueError if it is over already."""
        if not self.now() <= moment < math.inf:
            raise ValueError(f"time cannot go back: it is {self.now()} already, not {moment}")
        self._move(_microseconds(min(moment, LATEST)) - self._now())

    def restarted(self) -> "Clock":
        """Return a new clock that runs from where this one stands, at the pace of the time of day."""
        return Clock(self.now(), source=self._source, wall=self._wall)

    def copied(self) -> "Clock":
        """Return a clock that shows the same from now on, and can be changed apart from this one."""
        return copy(self)

    def to_json(self) -> dict[str, Any]:
        """Return the clock as it can be stored and moved to another machine: all times in microseconds since 1970.

        `now` is what it shows, `undisturbed` what it would show had it never been frozen or moved, `wall` the time of
        day.
        """
        elapsed = self._elapsed()
        return {
            "now": self._base if self._frozen else self._base + elapsed,
            "undisturbed": self._undisturbed + elapsed,
            "wall": _microseconds(self._wall()),
            "frozen": self._frozen,
            "scale": self._scale,
        }

    @classmethod
    def from_json(
        cls,
        written: dict[str, Any],
        source: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> "Clock":
        """Return the clock that was written by `to_json`, plus the time of day that has passed since."""
        passed = round(max(_microseconds(wall()) - written["wall"], 0) * written["scale"])
        found = cls(0.0, source=source, wall=wall)
        found._base = written["now"]
        found._undisturbed = written["undisturbed"] + passed
        found._frozen, found._scale = written["frozen"], written["scale"]
        if not found._frozen:
            found._base += passed
        return found

    def _move(self, microseconds: int) -> None:
        if self._now() + microseconds >= LATEST * MICROSECONDS:
            raise ValueError("time ends with the year 9999: the clock can be set to 9999-12-29 at the latest")
        self._base += microseconds

    def _anchor_now(self) -> None:
        elapsed = self._elapsed()
        self._base = self._now()
        self._undisturbed += elapsed
        self._anchor = _microseconds(self._source())

    def _elapsed(self) -> int:
        """Return how many microseconds would have passed on it since it was last anchored, had it not been frozen."""
        passed = round(self._source() * MICROSECONDS) - self._anchor
        return passed if self._scale == 1 else round(passed * self._scale)

    def _now(self) -> int:
        return self._base if self._frozen else self._base + self._elapsed()


def running_seconds() -> float:
    """Return seconds that only grow, from an arbitrary beginning, whoever sets the machine's clock."""
    return time.monotonic()


def time_of_day() -> float:
    """Return the seconds since 1970 by this machine's clock."""
    return time.time()


def _microseconds(seconds: float) -> int:
    return round(seconds * MICROSECONDS)
