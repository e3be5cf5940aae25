"""What time is it for all processes? That of the store, as far as it can be told from here.

Each answer of the store carries its time, which was read between the moments at which it was asked and answered. What
all those intervals have in common narrows to a small part of a millisecond.
"""

# tested by: tests/replicas/test_transaction.py, tests/replicas/test_faults.py

from collections.abc import Callable

from sandbox.sessions.clock import running_seconds, time_of_day

_DRIFT = 100e-6  # seconds by which two clocks may drift apart in a second
_STEP = 0.5  # seconds: who is set by more than this was set


class SharedTime:
    """Seconds since 1970 by the clock of the store; they only grow but where `learn` says that they were set back."""

    def __init__(self, running: Callable[[], float] = running_seconds, wall: Callable[[], float] = time_of_day) -> None:
        self._running = running
        self._low = self._high = wall() - running()
        self._learned_at: float | None = None
        self._latest = 0.0

    def now(self) -> float:
        """Return the time of the store, or of this machine as long as nothing was learned."""
        self._latest = max(self._latest, self._running() + (self._low + self._high) / 2)
        return self._latest

    def learn(self, sent: float, theirs: float) -> bool:
        """Learn from an answer that was asked for at *sent* (`running`) what time it was; tell if it was set back."""
        received = self._running()
        low, high = theirs - received, theirs - sent
        if self._learned_at is not None:
            slack = _DRIFT * (received - self._learned_at)
            narrowed = max(low, self._low - slack), min(high, self._high + slack)
            if narrowed[0] <= narrowed[1]:
                low, high = narrowed
        self._low, self._high, self._learned_at = low, high, received
        set_back = self._latest - (received + (low + high) / 2) > _STEP
        if set_back:
            self._latest = 0.0
        return set_back

    def sent(self) -> float:
        """Return the moment of a question, for `learn`."""
        return self._running()
