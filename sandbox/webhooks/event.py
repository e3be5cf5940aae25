"""What is an application told? A WebhookEvent, with all attempts to deliver it; a Subscription has those of a consent.

Both are plain values that are stored and may travel.
"""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from sandbox.scenario import Phase
from sandbox.webhooks.retry_schedule import next_attempt_at

EVENTS_KEPT = 100  # of a subscription


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """One attempt: when, the status of the answer (None if none came), and what went wrong."""

    at: float
    status: int | None
    error: str = ""

    @property
    def delivered(self) -> bool:
        """Whether the application has taken it: any 2xx."""
        return self.status is not None and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


@dataclass(slots=True, eq=False)
class WebhookEvent:
    """One event of a session: its name, the moment on the session's clock, and the data that is sent with it."""

    id: str  # a UUID
    event: str  # sync_completed or sync_failed
    at: float  # seconds since 1970 on the session's clock
    data: dict[str, Any]  # what is sent with it
    attempts: list[DeliveryAttempt] = field(default_factory=list)  # those that have ended, oldest first
    sender: str = ""  # which process has an attempt under way, "" if none has

    @property
    def delivered(self) -> bool:
        """Whether the application has taken it."""
        return bool(self.attempts) and self.attempts[-1].delivered

    @property
    def state(self) -> str:
        """Whether it was delivered, given up, or is still due."""
        if self.delivered:
            return "delivered"
        return "given up" if self.due_at is None else "due"

    @property
    def due_at(self) -> float | None:
        """When the next attempt is due, on the session's clock; None if there will be none."""
        if self.delivered:
            return None
        return next_attempt_at(self.at, [attempt.at for attempt in self.attempts])


@dataclass(slots=True, eq=False)
class Subscription:
    """What an application is told about one consent: the session's name, what every event says, and the events so far.

    `announced` is how, by the last event, the sync ended.
    """

    session: str
    data: dict[str, Any]
    announced: Phase | None = None
    events: list[WebhookEvent] = field(default_factory=list)

    def add(self, event: WebhookEvent, phase: Phase) -> None:
        """Take up an event that says how the sync has ended; the oldest goes if there are too many."""
        self.announced = phase
        self.events.append(event)
        del self.events[:-EVENTS_KEPT]

    def take(self, event_id: str, sender: str) -> None:
        """Take note that a process has begun an attempt."""
        for event in self.events:
            if event.id == event_id:
                event.sender = sender

    def note(self, event_id: str, attempt: DeliveryAttempt) -> None:
        """Take note of how an attempt has ended; an event that is not kept any more is left alone."""
        for event in self.events:
            if event.id == event_id:
                event.sender = ""
                event.attempts.append(attempt)
