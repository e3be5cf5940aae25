"""Which requests are attempts at the same thing? Groups of a journal, and the retries from one attempt to the next.

Attempts belong to one group when method, path and query are equal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sandbox.sessions.journal import Entry

HUGE = 86_400.0  # seconds: a wait that one need not sit out
AT_ONCE = 0.2  # seconds: what is sent so soon may have been under way already


@dataclass(frozen=True, slots=True)
class Retry:
    """From one attempt to the next."""

    before: Entry
    after: Entry

    @property
    def gap(self) -> float:
        """The seconds between the answer and the next attempt, to the microsecond."""
        return round(self.after.at - (self.before.done if self.before.done is not None else self.before.at), 6)

    @property
    def overlaps(self) -> bool:
        """Whether the second was sent before the first was answered."""
        return self.before.later is None or self.before.later >= self.after.n

    def early_by(self, tolerance: float) -> float:
        """Return how many seconds too early the second attempt was, 0 if it was not."""
        missing = round((self.before.wait or 0.0) - self.gap, 6)
        return missing if missing > (0.0 if self.after.frozen else tolerance) else 0.0

    @property
    def numbers(self) -> tuple[int, int]:
        """The numbers of both entries."""
        return self.before.n, self.after.n


def retries_of(group: Sequence[Entry]) -> Iterator[Retry]:
    """Yield the retries of a group."""
    for before, after in pairwise(group):
        yield Retry(before, after)


def lines_of(group: Sequence[Entry]) -> list[list[Entry]]:
    """Return the attempts of a group by the connections that they came over."""
    lines: dict[int, list[Entry]] = {}
    for entry in group:
        lines.setdefault(id(entry.connection) if entry.connection else 0, []).append(entry)
    return list(lines.values())


def interleaved(group: Sequence[Entry], tolerance: float) -> tuple[int, ...]:
    """Return the entries of pollers that ran side by side, each by itself well-behaved; empty if there are none.

    Two connections took turns (A, B, A), although the second came before the wait of the first was over.
    """
    lines = lines_of(group)
    if len(lines) < 2 or not any(retry.early_by(tolerance) for retry in retries_of(group)):
        return ()
    if any(retry.early_by(tolerance) for line in lines for retry in retries_of(line)):
        return ()
    turns = [id(entry.connection) for entry in group]
    took_turns = any(turns[i] != turns[i + 1] and turns[i] in turns[i + 2 :] for i in range(len(turns) - 2))
    return tuple(entry.n for entry in group) if took_turns else ()


def knew(first: Entry, later: Entry) -> bool:
    """Return whether the client had certainly read the first answer when it sent the later request.

    The same thing is asked again knowingly, unless another poller asks; another thing may have been under way.
    """
    if first.later is not None and later.n <= first.later:
        return False
    if (first.method, first.path, first.query) == (later.method, later.path, later.query):
        return not later.beside
    return later.at - (first.done or first.at) > AT_ONCE


def succeeded(entry: Entry) -> bool:
    """Return whether the client got its data, whole."""
    return entry.status == 200 and entry.fault in {None, "slow"} and not entry.gone
