"""The webhook room: what an application is told when a sync has ended, when it is told again, and how it is signed."""

from sandbox.webhook.letter import SignedRequest, sign
from sandbox.webhook.notice import RETRY_SCHEDULE, DeliveryAttempt, WebhookEvent

__all__ = ["RETRY_SCHEDULE", "DeliveryAttempt", "SignedRequest", "WebhookEvent", "sign"]
