"""When is the next attempt due, and what is sent? The schedule and the signature, without any socket."""

import hmac
import json

import pytest

from sandbox.webhooks import RETRY_SCHEDULE, DeliveryAttempt, WebhookEvent, sign

DATA = {"mode": "test", "external_id": "u", "patient_authorization_id": "a", "consent_id": "c"}


def notice(*attempts: DeliveryAttempt) -> WebhookEvent:
    """Return a notice of an event at 1000 s, with attempts."""
    return WebhookEvent("e-1", "sync_completed", 1000.0, DATA, list(attempts))


def test_the_first_attempt_is_due_at_once() -> None:
    """At the moment of the event."""
    assert ("due", 1000.0) == (notice().state, notice().due_at)


def test_failed_attempts_are_repeated_after_2_4_8_and_16_minutes() -> None:
    """Counted from the first attempt, whenever it was; then it is given up."""
    found = notice()
    due = []
    for minutes in (0, 2, 4, 8, 16):
        due.append(found.due_at)
        found.attempts.append(DeliveryAttempt(1007.0 + minutes * 60, 500))

    assert [1000.0, 1127.0, 1247.0, 1487.0, 1967.0] == due
    assert ("given up", None) == (found.state, found.due_at)
    assert 5 == len(RETRY_SCHEDULE)


@pytest.mark.parametrize(
    ("status", "state"), [(200, "delivered"), (204, "delivered"), (299, "delivered"), (199, "due"), (302, "due"),
                          (400, "due"), (410, "due"), (500, "due"), (None, "due")],
)  # fmt: skip
def test_any_2xx_is_a_delivery(status: int | None, state: str) -> None:
    """And nothing else, silence neither."""
    assert state == notice(DeliveryAttempt(1000.0, status)).state


def test_a_letter_is_signed_over_time_and_body() -> None:
    """HMAC-SHA256 with the secret over `{t}.{body}`, in hexadecimal digits."""
    letter = sign(notice(), "whsec_1", 1_700_000_000)
    headers = dict(letter.headers)
    signature = hmac.new(b"whsec_1", b"1700000000." + letter.body, "sha256").hexdigest()

    assert f"t=1700000000,v1={signature}" == headers["X-Flexpa-Signature"]
    assert ("application/json", "Flexpa-Webhook/1.0") == (headers["Content-Type"], headers["User-Agent"])


def test_an_envelope_has_the_members_of_the_service() -> None:
    """The time in milliseconds."""
    assert {
        "event_id": "e-1", "event": "sync_completed", "version": 1, "timestamp": 1_000_000, "data": DATA,
    } == json.loads(sign(notice(), "s", 1).body)  # fmt: skip


def test_each_attempt_is_the_same_event_signed_anew() -> None:
    """The receiver knows a repetition by its event_id."""
    first, second = (sign(notice(), "s", seconds) for seconds in (1, 121))

    assert first.body == second.body
    assert first.headers != second.headers
