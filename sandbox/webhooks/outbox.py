"""Which webhooks are to be sent now? An Outbox watches sessions until their sync has ended and everybody knows.

It reads the sessions' clocks and sends nothing: the WebhookSender asks it again and again.
"""

# tested by: tests/api/oauth/test_webhooks.py

from dataclasses import dataclass
from typing import Any

from sandbox.counters import Counters
from sandbox.scenario import Phase
from sandbox.seed import Seed
from sandbox.sessions.session import Session
from sandbox.sessions.store import SessionStore
from sandbox.settings import Settings
from sandbox.webhooks.event import DeliveryAttempt, Subscription, WebhookEvent
from sandbox.webhooks.signing import SignedRequest, sign
from sandbox.webhooks.subscription_store import SubscriptionStore

EVENTS = {Phase.READY: "sync_completed", Phase.FAILED: "sync_failed"}
NEVER = (Phase.EXPIRED, Phase.REVOKED, Phase.FORBIDDEN)  # a sync that is none of the application's business any more
WHILE_SENDING = 1.0  # seconds from one look at a subscription to the next while an attempt is under way
LONGEST_LOOK = 30.0  # seconds from one look at a subscription to the next


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request that is to be sent, for which event of which consent, and when that was, on the session's clock."""

    request: SignedRequest
    consent_id: str
    event_id: str
    at: float


class Outbox:
    """What applications are to be told. It looks at the subscriptions that are watched, and at their sessions."""

    def __init__(
        self, settings: Settings, seed: Seed, counters: Counters, sessions: SessionStore, kept: SubscriptionStore
    ) -> None:
        self.url = settings.webhook_url
        self._secret = settings.webhook_secret
        self._seed = seed
        self._counters = counters
        self._sessions = sessions
        self._kept = kept

    def events(self, consent_id: str | None) -> list[WebhookEvent]:
        """Return the events of a consent so far, oldest first."""
        if self.url is None or consent_id is None:
            return []
        found = self._kept.get(consent_id)
        return [] if found is None else found.events

    def has_told_of_failure(self, consent_id: str | None) -> bool:
        """Return whether the application has taken a webhook that says that a sync has failed."""
        return any(event.delivered and event.event == EVENTS[Phase.FAILED] for event in self.events(consent_id))

    def watch(self, consent_id: str, session: str, data: dict[str, Any]) -> None:
        """Tell the application when the sync of a session ends; it may have ended just now, or once more.

        *session* is its name, *data* goes out with every event.
        """
        if self.url is None:
            return
        if self._kept.get(consent_id) is None:
            self._kept.add(consent_id, Subscription(session, data))
        self._kept.watch(consent_id)
        self._kept.update(consent_id, self._look_at)

    def stop(self, consent_id: str) -> None:
        """Tell nothing more about a consent; what was told is remembered."""
        if self.url is not None:
            self._kept.unwatch(consent_id)

    def forget(self, consent_id: str) -> None:
        """Forget all about a consent."""
        if self.url is not None:
            self._kept.unwatch(consent_id)
            self._kept.remove(consent_id)

    def due(self, seconds: float) -> list[Delivery]:
        """Return what is to be sent now, each attempt once; *seconds* since 1970 are those of the receiver's clock."""
        found: list[Delivery] = []
        for consent_id in self._kept.watched():
            if self._kept.get(consent_id) is None:
                self._kept.unwatch(consent_id)
                continue
            is_over = self._kept.update(consent_id, self._look_at)
            found += self._deliveries(consent_id, int(seconds), is_over=is_over)
        return found

    def note(self, delivery: Delivery, status: int | None, error: str = "") -> None:
        """Note how an attempt went: the status of the answer, or what went wrong if there was none."""
        if self._kept.get(delivery.consent_id) is not None:
            attempt = DeliveryAttempt(delivery.at, status, error)
            self._kept.update(delivery.consent_id, lambda one: one.note(delivery.event_id, attempt))

    def _deliveries(self, consent_id: str, seconds: int, *, is_over: bool) -> list[Delivery]:
        """Return what is due of one subscription; one whose sync *is_over* is left when nothing is open any more."""
        subscription = self._kept.get(consent_id)
        session = None
        if subscription is not None:
            session = self._sessions.named(subscription.session)
        open_events = []
        if subscription is not None:
            open_events = [event for event in subscription.events if event.due_at is not None]
        if session is None or (is_over and not open_events):
            self._kept.unwatch(consent_id)
        if session is None:  # its life is over: nobody knows any more what time it is for it
            return []
        now, found = session.clock.now(), list[Delivery]()
        for event in open_events:
            if (event.due_at or 0.0) <= now and not (event.sender and self._kept.is_sending(event.sender)):
                self._take(consent_id, event.id)
                found.append(Delivery(sign(event, self._secret, seconds), consent_id, event.id, now))
        self._kept.look_again(consent_id, _quiet_for(session, open_events, now))
        return found

    def _take(self, consent_id: str, event_id: str) -> None:
        """Begin an attempt, so that nobody else does."""
        self._kept.update(consent_id, lambda one: one.take(event_id, self._kept.sender))

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
            id_ = self._seed.uuid("event", self._counters.next("event"))
            subscription.add(WebhookEvent(id_, EVENTS[phase], at, subscription.data), phase)
        return True


def _quiet_for(session: Session, open_events: list[WebhookEvent], now: float) -> float:
    """Return for how many seconds of real time nothing becomes due, if nobody changes the session."""
    if any(event.sender for event in open_events):
        return WHILE_SENDING
    if session.clock.frozen:
        return LONGEST_LOOK
    moments = [event.due_at for event in open_events if event.due_at is not None and event.due_at > now]
    settles_at = session.scenario_state.settles_at()
    if settles_at is not None and settles_at > now:
        moments.append(settles_at)
    next_moment = min(moments, default=now + LONGEST_LOOK)
    return min(session.clock.real_seconds(next_moment - now), LONGEST_LOOK)
