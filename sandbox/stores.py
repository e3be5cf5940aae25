"""Where is kept what changes? In memory, or in a store that many processes share.

Whoever keeps them elsewhere offers the same: the core asks and changes them in synchronous calls, and never waits.
"""

# tested by: tests/sessions/test_travelling.py

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.change_log import ChangeLog, ImmediateChangeLog
from sandbox.counters import Counters, MemoryCounters
from sandbox.failure_log import FailureLog, ImmediateFailureLog
from sandbox.oauth.consent_store import ConsentStore, MemoryConsentStore
from sandbox.sessions.clock import Clock
from sandbox.sessions.long_searches import LongSearchStore, MemoryLongSearchStore
from sandbox.sessions.memory import ENTRIES_KEPT, MemorySessionStore
from sandbox.sessions.session import Session
from sandbox.sessions.store import SessionStore
from sandbox.webhooks.subscription_store import MemorySubscriptionStore, SubscriptionStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """All that changes but the resources, the log of their changes, and that of our mistakes."""

    sessions: SessionStore  # by name, and by the tokens that lead to them
    consents: ConsentStore  # who was granted what
    subscriptions: SubscriptionStore  # what applications are told
    counters: Counters  # what ids follow from
    long_searches: LongSearchStore  # what stands behind links
    changes: ChangeLog  # who else is told of a change of resources
    failures: FailureLog  # who is told of a request that could not be answered

    def clear(self) -> list[Session]:
        """Forget all, and count from 1 again; return the sessions that were kept, for their memory is to be freed."""
        gone = self.sessions.clear()
        self.consents.clear()
        self.subscriptions.clear()
        self.counters.clear()
        self.long_searches.clear()
        return gone


def in_memory(
    new_clock: Callable[[], Clock] = Clock, sessions: SessionStore | None = None, entries: int = ENTRIES_KEPT
) -> Stores:
    """Return stores within this process; *new_clock* gives each session its clock, unless *sessions* are given.

    All journals together keep *entries*.
    """
    return Stores(
        sessions=sessions or MemorySessionStore(new_clock, entries),
        consents=MemoryConsentStore(),
        subscriptions=MemorySubscriptionStore(),
        counters=MemoryCounters(),
        long_searches=MemoryLongSearchStore(),
        changes=ImmediateChangeLog(),
        failures=ImmediateFailureLog(),
    )
