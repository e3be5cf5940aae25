"""When is a webhook tried again? A row of delays after the first attempt, and then no more."""

# tested by: tests/webhooks/test_event.py

from collections.abc import Sequence

# Seconds from the first attempt to each: at once, and after 2, 4, 8 and 16 minutes. Then it is given up.
RETRY_SCHEDULE = (0.0, 120.0, 240.0, 480.0, 960.0)


def next_attempt_at(occurred_at: float, attempted_at: Sequence[float]) -> float | None:
    """Return when an event is to be sent that was not delivered yet, None if it is given up.

    *occurred_at* is the time of the event, *attempted_at* those of the attempts so far, all on the same clock, in
    seconds.
    """
    if not attempted_at:
        return occurred_at
    if len(attempted_at) >= len(RETRY_SCHEDULE):
        return None
    return attempted_at[0] + RETRY_SCHEDULE[len(attempted_at)]
