"""How does the receiver of a webhook know who sent it? By an HMAC over the time and the body, in a header."""

# tested by: tests/api/oauth/test_webhooks.py

import hmac
import json
from dataclasses import dataclass

from sandbox.webhooks.event import WebhookEvent

VERSION = 1


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """An HTTP POST to be sent."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


def sign(event: WebhookEvent, secret: str, seconds: int) -> SignedRequest:
    """Return the request that carries an event, signed at a time in seconds since 1970 as the receiver's clock has it.

    The body is `{"event_id", "event", "version", "timestamp", "data"}`, its timestamp in milliseconds; the header is
    `X-Flexpa-Signature: t=<seconds>,v1=<hexadecimal HMAC-SHA256 of "<seconds>.<body>">`.
    """
    envelope = {
        "event_id": event.id,
        "event": event.event,
        "version": VERSION,
        "timestamp": round(event.at * 1000),
        "data": event.data,
    }
    body = json.dumps(envelope, separators=(",", ":")).encode()
    signature = hmac.digest(secret.encode(), b"%d.%b" % (seconds, body), "sha256").hex()
    headers = (
        ("Content-Type", "application/json"),
        ("User-Agent", "Flexpa-Webhook/1.0"),
        ("X-Flexpa-Signature", f"t={seconds},v1={signature}"),
    )
    return SignedRequest(headers, body)
