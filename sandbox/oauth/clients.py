"""Whose keys are these? Any pair of test keys is somebody's; of the live kind there is one made-up pair.

Every other live key may be a real secret: it is refused with an explanation, and neither kept nor logged.
"""

# tested by: tests/api/oauth/test_refusals.py

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote_plus

from sandbox.oauth.errors import OAuthError

LIVE_KEYS = ("pk_live_sandbox", "sk_live_sandbox")

_PUBLISHABLE = re.compile(r"pk_test_[\w.-]{1,128}", re.ASCII)
_SECRET = re.compile(r"sk_test_[\w.-]{1,128}", re.ASCII)
_LIVE = re.compile(r"\s*[a-z]+_live_", re.IGNORECASE)
_WRONG = "Unauthorized: Invalid credentials."


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks for access: its publishable key, and whether that is of the live kind."""

    key: str
    live: bool


def read_publishable(key: str) -> Client:
    """Return the application of a publishable key; raises OAuthError."""
    if key == LIVE_KEYS[0]:
        return Client(key, live=True)
    _refuse_real(key)
    if not _PUBLISHABLE.fullmatch(key):
        raise OAuthError("invalid_client", f"{_WRONG} A publishable key is pk_test_ and whatever you like.")
    return Client(key, live=False)


def read_secret(key: str) -> bool:
    """Return whether a secret key is of the live kind; raises OAuthError."""
    if key == LIVE_KEYS[1]:
        return True
    _refuse_real(key)
    if not _SECRET.fullmatch(key):
        raise OAuthError("invalid_client", f"{_WRONG} A secret key is sk_test_ and whatever you like.")
    return False


def read_basic(authorization: str | None) -> Client:
    """Return the application of `Authorization: Basic base64(publishable:secret)`; raises OAuthError."""
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        raise OAuthError("invalid_client", f"{_WRONG} Authorization: Basic of publishable and secret key is needed.")
    try:
        publishable, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise OAuthError("invalid_client", f"{_WRONG} What follows Basic is not base64 of text.") from None
    if not colon:
        raise OAuthError("invalid_client", f"{_WRONG} Basic takes publishable:secret.")
    publishable, secret = unquote_plus(publishable), unquote_plus(secret)  # as OAuth has them encoded
    application = read_publishable(publishable)
    if application.live != read_secret(secret):
        raise OAuthError("invalid_client", f"{_WRONG} The keys of a pair are both test keys, or both live keys.")
    return application


def _refuse_real(key: str) -> None:
    if _LIVE.match(key):
        text = (
            "This looks like a real key. It was refused, and neither kept nor logged: do not send real ones to a "
            f"sandbox. Any pk_test_ and sk_test_ key will do, or {' with '.join(LIVE_KEYS)}."
        )
        raise OAuthError("invalid_client", f"{_WRONG} {text}")
