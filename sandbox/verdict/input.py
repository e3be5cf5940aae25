"""What is a verdict based on? A VerdictInput: the journal of one client, and what is known of its window."""

from dataclasses import dataclass

from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import Retry, retries_of


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictInput:
    """All that a verdict is based on.

    `now` is the client's time at the moment of judging, `due_at` when the data was or will be there (None: that does
    not depend on time, or nobody knows). `endless` says that the 429 never ends, `tolerance` how many seconds a running
    clock forgives.
    """

    entries: tuple[Entry, ...]
    now: float
    due_at: float | None = None
    endless: bool = False
    dropped: int = 0
    tolerance: float = 0.05

    @property
    def groups(self) -> list[list[Entry]]:
        """The attempts at each thing, in the order of their beginnings."""
        found: dict[tuple[str, str, str], list[Entry]] = {}
        for entry in self.entries:
            found.setdefault((entry.method, entry.path, entry.query), []).append(entry)
        return list(found.values())

    @property
    def retries(self) -> list["Retry"]:
        """Every retry from a 429, or another answer that announced a wait, to the next attempt at the same thing."""
        retries = (retry for group in self.groups for retry in retries_of(group))
        return [retry for retry in retries if retry.before.status == 429 or retry.before.spelling]
