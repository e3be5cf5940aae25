"""How does a person write seconds? `3 s`, `2.9 s`, `0.2 ms`: never a 0 for what is only small."""

# tested by: tests/stories/test_faults_and_twins.py

MILLISECOND = 0.001


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
