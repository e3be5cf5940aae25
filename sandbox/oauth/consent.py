"""What has a patient permitted, and what became of it? A Consent, from its code to its last token.

All its times are seconds since 1970 on the clock of its session, and are handed in.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sandbox.oauth.authorization_request import OFFLINE, AuthorizationRequest
from sandbox.oauth.errors import OAuthError

CODE_LIFE = 300.0  # seconds
TOKEN_LIFE = 86_400.0
REFRESH_LIFE = 7_776_000.0
APPLICATION_LIFE = 1_800.0

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class ConsentState(StrEnum):
    """How far an authorization has come."""

    AUTHORIZED = "AUTHORIZED"
    EXCHANGED = "EXCHANGED"
    REVOKED = "REVOKED"


@dataclass(slots=True, eq=False, kw_only=True)
class Consent:
    """One patient's permission: a plain value. Who changes one does so in `ConsentStore.update`."""

    id: str
    """a UUID"""
    authorization: str  # the id of its one patient authorization
    code: str  # what is exchanged for the first tokens
    patient: str  # the id of the Patient
    session: str  # the name of its session
    request: AuthorizationRequest
    """what was asked for"""
    created_at: float
    """seconds since 1970 on the clock of its session, as all times here"""
    life: float = TOKEN_LIFE  # seconds that an access token lives
    by_default: bool = False  # nobody chose its scenario
    code_until: float = 0.0  # when the code ends
    token: str = ""  # the access token that is good now; "" before the exchange and after a revocation
    refresh_token: str = ""  # the refresh token that is good now; "" if there is none
    refresh_until: float = 0.0  # when that ends
    exchanged_at: float | None = None
    """when its code was exchanged, None before"""
    updated_at: float | None = None
    """when its tokens were last replaced, None if never"""
    revoked_at: float | None = None
    """when it was taken back, None if it holds"""

    @property
    def state(self) -> ConsentState:
        """How far it has come."""
        if self.revoked_at is not None:
            return ConsentState.REVOKED
        return ConsentState.AUTHORIZED if self.exchanged_at is None else ConsentState.EXCHANGED

    @property
    def refreshable(self) -> bool:
        """Whether refresh tokens belong to it."""
        return OFFLINE in self.request.scope

    @property
    def live(self) -> bool:
        """Whether its application has live keys."""
        return self.request.application is not None and self.request.application.live

    def check_code(self, now: float) -> None:
        """Raise OAuthError if its code can no longer be exchanged."""
        if now >= self.code_until:
            raise OAuthError("invalid_grant", f"Invalid authorization code: it was good for {CODE_LIFE:.0f} s.")

    def check_proof(self, client: str, redirect_uri: str, verifier: str) -> None:
        """Raise OAuthError unless client, redirect URI and PKCE verifier are those of the authorization request."""
        application = self.request.application
        if application is None or client != application.key:
            raise OAuthError("invalid_grant", "Invalid authorization code: it was given to another client_id.")
        if redirect_uri != self.request.redirect_uri:
            raise OAuthError("invalid_grant", "Invalid redirect_uri: it is not the one of the authorization request.")
        digest = urlsafe_b64encode(sha256(verifier.encode("utf-8", "replace")).digest()).rstrip(b"=")
        fits = hmac.compare_digest(digest, self.request.challenge.encode())
        if not _VERIFIER.fullmatch(verifier) or not fits:
            raise OAuthError("invalid_grant", "Invalid code_verifier: its SHA-256 is not the code_challenge.")

    def exchange(self, now: float) -> None:
        """Take note that the code was exchanged."""
        self.exchanged_at = now

    def touch(self, now: float) -> None:
        """Take note that the tokens were refreshed."""
        self.updated_at = now

    def take_tokens(self, token: str, refresh_token: str, refresh_until: float) -> None:
        """Take up the tokens that are good from now on, "" for no refresh token."""
        self.token, self.refresh_token, self.refresh_until = token, refresh_token, refresh_until

    def revoke(self, now: float) -> None:
        """Take the consent back, and its tokens with it."""
        self.token = self.refresh_token = ""
        self.revoked_at = self.updated_at = now
