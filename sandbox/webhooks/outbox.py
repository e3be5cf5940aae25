"""Which webhooks are to be sent now? An Outbox watches sessions until their sync has ended and everybody knows.

It reads the sessions' clocks and sends nothing: the WebhookSender asks it again and again.
"""

# tested by: tests/api/oauth/test_webhooks.py

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.scenario import Phase
from sandbox.seed import Seed
from sandbox.sessions.store import SessionStore
from sandbox.settings import Settings
from sandbox.webhooks.event import DeliveryAttempt, Subscription, WebhookEvent
from sandbox.webhooks.signing import SignedRequest, sign

EVENTS = {Phase.READY: "sync_completed", Phase.FAILED: "sync_failed"}
NEVER = (Phase.EXPIRED, Phase.REVOKED, Phase.FORBIDDEN)  # a sync that is none of the application's business any more


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request that is to be sent, for which event, and when that was, on the session's clock."""

    request: SignedRequest
    event: WebhookEvent
    at: float


class Outbox:
    """Subscriptions by the id of their consent. Those whose sync is under way, or whose events are due, are watched."""

    def __init__(self, settings: Settings, seed: Seed, sessions: SessionStore) -> None:
        self.url = settings.webhook_url
        self._secret = settings.webhook_secret
        self._seed = seed
        self._sessions = sessions
        self._subscriptions: dict[str, Subscription] = {}
        self._watched: dict[str, Subscription] = {}
        self._under_way: set[str] = set()  # ids of the events of which an attempt has no answer yet
        self._written = 0

    def events(self, consent_id: str | None) -> list[WebhookEvent]:
        """Return the events of a consent so far, oldest first."""
        found = self._subscriptions.get(consent_id or "")
        return [] if found is None else found.events

    def watch(self, consent_id: str, session: str, data: dict[str, Any]) -> None:
        """Tell the application when the sync of a session ends; it may have ended just now, or once more.

        *session* is its name, *data* goes out with every event.
        """
        if self.url is None:
            return
        subscription = self._subscriptions.setdefault(consent_id, Subscription(session, data))
        self._watched[consent_id] = subscription
        self._look_at(subscription)

    def stop(self, consent_id: str) -> None:
        """Tell nothing more about a consent; what was told is remembered."""
        self._watched.pop(consent_id, None)

    def forget(self, consent_id: str) -> None:
        """Forget all about a consent."""
        self.stop(consent_id)
        self._subscriptions.pop(consent_id, None)

    def clear(self) -> None:
        """Forget all, and count the events from 1 again."""
        self._subscriptions.clear()
        self._watched.clear()
        self._under_way.clear()
        self._written = 0

    def due(self, seconds: float) -> Iterator[Delivery]:
        """Yield what is to be sent now, each attempt once; *seconds* since 1970 are those of the receiver's clock."""
        for consent_id, subscription in list(self._watched.items()):
            is_over = self._look_at(subscription)
            open_events = [event for event in subscription.events if event.due_at is not None]
            yield from self._deliveries(subscription, open_events, int(seconds))
            if is_over and not open_events:
                self.stop(consent_id)

    def note(self, delivery: Delivery, status: int | None, error: str = "") -> None:
        """Note how an attempt went: the status of the answer, or what went wrong if there was none."""
        self._under_way.discard(delivery.event.id)
        delivery.event.attempts.append(DeliveryAttempt(delivery.at, status, error))

    def _deliveries(self, subscription: Subscription, events: list[WebhookEvent], seconds: int) -> Iterator[Delivery]:
        session = self._sessions.named(subscription.session)
        if session is None:
            return
        now = session.clock.now()
        for event in events:
            if event.id not in self._under_way and (event.due_at or 0.0) <= now:
                self._under_way.add(event.id)
                yield Delivery(sign(event, self._secret, seconds), event, now)

    def _look_at(self, subscription: Subscription) -> bool:
        """Write an event if the sync has just ended; return whether there is nothing to come."""
        session = self._sessions.named(subscription.session)
        if session is None:
            return True
        now = session.clock.now()
        ended = session.scenario_state.settled(now)
        if ended is None:
            subscription.announced = None
            return session.scenario_state.state(now)[0] in NEVER
        phase, at = ended
        if subscription.announced is not phase:
            self._written += 1
            id_ = self._seed.uuid("event", self._written)
            subscription.add(WebhookEvent(id_, EVENTS[phase], at, subscription.data), phase)
        return True
