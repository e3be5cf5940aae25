"""Where is kept what applications are told? Subscriptions by the id of their consent, and which of them to look at."""

# tested by: tests/api/oauth/test_webhooks.py

from collections.abc import Callable
from typing import Protocol, TypeVar

from sandbox.webhooks.event import Subscription

T = TypeVar("T")


class SubscriptionStore(Protocol):
    """Subscriptions by the id of their consent; `update` is the one way to change one.

    Those whose sync is under way, or whose events are due, are watched.
    """

    @property
    def sender(self) -> str:
        """The name of this process among those that send webhooks."""

    def is_sending(self, sender: str) -> bool:
        """Return whether a process is there still to end what it has begun."""

    def get(self, consent_id: str) -> Subscription | None:
        """Return the subscription of a consent."""

    def add(self, consent_id: str, subscription: Subscription) -> None:
        """Take up a subscription, in the place of any other of that consent."""

    def update(self, consent_id: str, change: Callable[[Subscription], T]) -> T:
        """Change a subscription, as one step, and return what *change* returns; raises KeyError if there is none."""

    def remove(self, consent_id: str) -> None:
        """Forget a subscription, if there is such."""

    def watch(self, consent_id: str) -> None:
        """Look at a subscription from now on."""

    def unwatch(self, consent_id: str) -> None:
        """Look at a subscription no more."""

    def watched(self) -> list[str]:
        """Return the ids of the consents whose subscriptions are to be looked at now."""

    def look_again(self, consent_id: str, seconds: float) -> None:
        """Take note that nothing will be due for so many seconds of real time, unless the session is changed."""

    def clear(self) -> None:
        """Forget all."""


class MemorySubscriptionStore:
    """Subscriptions within one process; all that are watched are looked at each time."""

    sender = "this process"

    def __init__(self) -> None:
        self._subscriptions: dict[str, Subscription] = {}
        self._watched: dict[str, None] = {}

    @staticmethod
    def is_sending(_sender: str) -> bool:
        """Return True, for there is no other process."""
        return True

    def get(self, consent_id: str) -> Subscription | None:
        """Return the subscription of a consent."""
        return self._subscriptions.get(consent_id)

    def add(self, consent_id: str, subscription: Subscription) -> None:
        """Take up a subscription, in the place of any other of that consent."""
        self._subscriptions[consent_id] = subscription

    def update(self, consent_id: str, change: Callable[[Subscription], T]) -> T:
        """Change a subscription, as one step, and return what *change* returns; raises KeyError if there is none."""
        return change(self._subscriptions[consent_id])

    def remove(self, consent_id: str) -> None:
        """Forget a subscription, if there is such."""
        self._subscriptions.pop(consent_id, None)

    def watch(self, consent_id: str) -> None:
        """Look at a subscription from now on."""
        self._watched[consent_id] = None

    def unwatch(self, consent_id: str) -> None:
        """Look at a subscription no more."""
        self._watched.pop(consent_id, None)

    def watched(self) -> list[str]:
        """Return the ids of all consents that are watched."""
        return list(self._watched)

    def look_again(self, _consent_id: str, _seconds: float) -> None:
        """Do nothing: it is looked at each time in any case."""

    def clear(self) -> None:
        """Forget all."""
        self._subscriptions.clear()
        self._watched.clear()
