"""What is an application to be told, and when is the next attempt due? A Notice, with all attempts to deliver it."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from sandbox.webhooks.retry_schedule import RETRY_SCHEDULE


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
    """One event of a session, at a time of its clock; `under_way` while an attempt has no answer yet."""

    id: str
    event: str
    at: float
    data: dict[str, Any]
    attempts: list[DeliveryAttempt] = field(default_factory=list)
    under_way: bool = False

    @property
    def state(self) -> str:
        """Whether it was delivered, given up, or is still due."""
        if self.attempts and self.attempts[-1].delivered:
            return "delivered"
        return "due" if len(self.attempts) < len(RETRY_SCHEDULE) else "given up"

    @property
    def due_at(self) -> float | None:
        """When the next attempt is due; None if there will be none."""
        if self.state != "due":
            return None
        return self.attempts[0].at + RETRY_SCHEDULE[len(self.attempts)] if self.attempts else self.at
