"""What has this process answered so far? Counters and histograms; rates are drawn by whoever asks for them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

# Upper bounds of the buckets, in seconds.
ANSWER_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LAG_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)


class Histogram:
    """How many seconds things took: `counts` has one more than `bounds`, for what took longer than the last."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(bounds) + 1)
        self.sum = 0.0

    def add(self, seconds: float) -> None:
        """Count something that took so many seconds."""
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.sum += seconds


class Metrics:
    """What was answered since the start of this process.

    `requests` are counted by API and status ("none" where no status was sent), `faults` by their name; `answers` says
    by API how long answers took, `lag` by how much the event loop was late.
    """

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str]] = Counter()
        self.faults: Counter[str] = Counter()
        self.answers: dict[str, Histogram] = {}
        self.lag = Histogram(LAG_SECONDS)

    def answered(self, api: str, status: int | None, fault: str, seconds: float) -> None:
        """Count a request; *fault* is what happened to its answer on the way, "" if nothing did."""
        self.requests[api, str(status or "none")] += 1
        if fault:
            self.faults[fault] += 1
        if api not in self.answers:
            self.answers[api] = Histogram(ANSWER_SECONDS)
        self.answers[api].add(seconds)
