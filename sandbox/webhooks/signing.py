"""What is sent, and how does the receiver know who sent it? An envelope, and an HMAC over it and the time."""

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


def sign(notice: WebhookEvent, secret: str, seconds: int) -> SignedRequest:
    """Return the letter of a notice, signed at a time in seconds since 1970 as the receiver's clock has it."""
    envelope = {
        "event_id": notice.id,
        "event": notice.event,
        "version": VERSION,
        "timestamp": round(notice.at * 1000),
        "data": notice.data,
    }
    body = json.dumps(envelope, separators=(",", ":")).encode()
    signature = hmac.digest(secret.encode(), b"%d.%b" % (seconds, body), "sha256").hex()
    headers = (
        ("Content-Type", "application/json"),
        ("User-Agent", "Flexpa-Webhook/1.0"),
        ("X-Flexpa-Signature", f"t={seconds},v1={signature}"),
    )
    return SignedRequest(headers, body)
