"""Webhooks: what an application is told when a sync has ended, when it is told again, and how it is signed."""

from sandbox.webhooks.event import DeliveryAttempt, Subscription, WebhookEvent
from sandbox.webhooks.retry_schedule import RETRY_SCHEDULE
from sandbox.webhooks.signing import SignedRequest, sign

__all__ = ["RETRY_SCHEDULE", "DeliveryAttempt", "SignedRequest", "Subscription", "WebhookEvent", "sign"]
