"""How does a person write seconds? `3 s`, `2.9 s`, `0.2 ms`: never a 0 for what is only small."""

# tested by: tests/stories/test_faults_and_twins.py

MILLISECOND = 0.001

# What whoever asks for a verdict can say besides, as HTTP, Python and the command line spell it.
IF_ENDED = "If the client has ended, say so: ended=exit, on a command line --ended exit."
IF_ONE_CLIENT = "If the token belongs to one client, say so: clients=one, on a command line --clients one."


def seconds(length: float | None) -> str:
    """Return a number of seconds, to the millisecond; what is shorter than one is told in milliseconds."""
    value = length or 0.0
    if 0 < abs(value) < MILLISECOND:
        return f"{_plain(value * 1000)} ms"
    return f"{_plain(value)} s"


def exact_seconds(length: float) -> str:
    """Return a number of seconds to the microsecond: where a part of a millisecond decides."""
    return f"{_plain(length, 6)} s"


def times(count: int) -> str:
    """Return how often something happened."""
    if count == 1:
        return "once"
    return f"{count} times"


def _plain(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")
