"""What is given for a grant? An access token, and a refresh token where one belongs to it.

http://www.rfc-editor.org/rfc/rfc6749#section-5.1
"""

# tested by: tests/api/oauth/test_life.py

from dataclasses import dataclass

from sandbox.oauth.consent import Consent
from sandbox.sessions.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenResponse:
    """The tokens, the session that they lead to, and the consent that they rest on; it is not kept."""

    access_token: str
    refresh_token: str  # "" if there is none
    expires_in: float  # seconds that the access token lives
    session: Session
    consent: Consent | None  # None for an application's own token
