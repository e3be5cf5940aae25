"""What is a verdict based on? A VerdictInput: the journal of one client, and what is known of its scenario."""

# tested by: tests/verdict/test_judge.py

from bisect import bisect
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from sandbox.sessions.client_outcome import ClientOutcome
from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import Key, Retry, grouped, key_of, retries_of, succeeded
from sandbox.verdict.pace import hot_at
from sandbox.verdict.sequences import split

ROUNDING = 0.0001  # seconds that are forgiven on a clock that stands still
STOOD_STILL = 0.1  # the share of the missing time that need not have passed by the time of day
REAL_TOLERANCE = 0.001  # seconds of real time that are forgiven on any running clock


@dataclass(frozen=True, kw_only=True)
class VerdictInput:
    """All that a verdict is based on. Times are seconds since 1970 on the client's clock.

    The last five fields say how to judge; `judge` fills them in from the policy and its own arguments.
    """

    entries: tuple[Entry, ...]
    """the journal, oldest first"""
    now: float
    """the moment of judging"""
    due_at: float | None = None
    """when the data was or will be there; None: that does not depend on time, or nobody knows"""
    settles_at: float | None = None
    """when the sync was or will be over, whatever comes then; None as for `due_at`"""
    by_requests: bool = False
    """whether the sync is over after so many requests, whenever they come"""
    endless: bool = False
    """whether the 429 never ends"""
    endless_fault: bool = False
    """whether errors and faults never end"""
    dropped: int = 0
    """how many of the oldest entries are lost"""
    scale: float = 1.0
    """how many seconds of the client's clock pass in a real one"""
    known_parameters: frozenset[str] = frozenset()
    """the search parameters that FHIR knows; empty: nobody says"""
    outcome: ClientOutcome | None = None
    """how the client says it went"""
    knows_sync_state: bool = False
    """whether it has read the sync state of the introspection"""
    knows_failure: bool = False
    """whether it was told otherwise, by introspection or a webhook, that its sync has failed"""
    recorded: bool = False
    """whether this was recorded elsewhere, so that nothing is known of a scenario"""
    every_page: bool = False
    """whether the client was to fetch every page"""
    tolerance: float = 0.05
    """how many seconds a running clock forgives, by the policy"""
    vendor_demanded: bool = False
    """whether a wait in the vendor's header alone binds"""
    single: bool = False
    """whether the token belongs to one client, so that no two can have asked side by side"""
    ended: str | None = None
    """how the client ended: by itself (`exit`), by others (`killed`), or not as far as is known (None)"""

    @cached_property
    def groups(self) -> list[list[Entry]]:
        """The attempts at each thing, in the order of their beginnings."""
        return grouped(self.entries, self.known_parameters)

    @cached_property
    def beginnings(self) -> dict[Key, int]:
        """The number of the first attempt at each thing, whatever it bears against caches."""
        found: dict[Key, int] = {}
        for entry in self.entries:
            found.setdefault(key_of(entry), entry.n)
        return found

    @cached_property
    def last_end(self) -> int:
        """The number of the last answer that said that there is nothing to come back for, 0 if none did."""
        ends = [one.n for one in self.entries if one.status == 401 or (one.status, one.issue) == (422, "processing")]
        return max(ends, default=0)

    def next_after(self, entry: Entry) -> Entry | None:
        """Return the entry that comes after one, None if it is the last."""
        place = bisect(self.entries, entry.n, key=attrgetter("n"))
        if place == len(self.entries):
            return None
        return self.entries[place]

    @cached_property
    def retries(self) -> list[Retry]:
        """Every retry from a 429, or another answer that announced a wait, to the next attempt at the same thing."""
        retries = [retry for group in self.groups for retry in retries_of(group)]
        return [retry for retry in retries if retry.before.status == 429 or retry.before.spelling]

    @cached_property
    def shared(self) -> frozenset[int]:
        """The entries of groups that may be the work of several polite clients side by side."""
        if self.single:
            return frozenset()
        return frozenset(entry.n for group in self.groups if split(group, self.is_polite) for entry in group)

    @property
    def hot(self) -> float:
        """Within how many seconds of the client's clock whoever comes back has not waited."""
        return hot_at(self.scale)

    def tolerance_of(self, retry: Retry) -> float:
        """Return how many seconds a retry may come too early."""
        if retry.after.frozen:
            return ROUNDING
        return max(self.tolerance, REAL_TOLERANCE * self.scale)

    def early_by(self, retry: Retry) -> float:
        """Return how many seconds before the end of the announced wait a retry came, 0 if it was not too early."""
        missing = round((retry.wait or 0.0) - retry.gap, 6)
        if missing > self.tolerance_of(retry):
            return missing
        return 0.0

    def really_waited(self, retry: Retry) -> bool:
        """Return whether the time that an early retry lacks passed by the time of day, while the clock stood still."""
        missing = (retry.wait or 0.0) - retry.gap
        passed = retry.real_gap - retry.gap
        return passed >= missing - min(self.tolerance, STOOD_STILL * missing)

    def binds(self, entry: Entry) -> bool:
        """Return whether an answer announced a wait that every client must keep.

        Many HTTP libraries fold a header that comes twice to `3, 3`, which is not a number.
        """
        if entry.wait is None or entry.spelling == "duplicate":
            return False
        return entry.spelling != "vendor" or self.vendor_demanded

    def chose_itself(self, retry: Retry) -> bool:
        """Return whether the client itself chose how long to wait."""
        if self.binds(retry.before):
            return False
        return retry.wait is None or self.early_by(retry) > 0

    def is_polite(self, retry: Retry) -> bool:
        """Return whether a retry kept the announced wait, or, where there was none, did not come at once."""
        if succeeded(retry.before):
            return True
        if self.binds(retry.before):
            return self.early_by(retry) == 0
        return retry.gap >= self.hot
