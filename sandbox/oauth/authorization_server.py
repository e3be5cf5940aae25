"""Who may have which token? The Authority takes consents, hands out tokens for them, refreshes and revokes them.

Every authorization is one session, from the consent on, and every life in it is measured on that session's clock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sandbox.oauth import (
    APPLICATION_LIFE,
    CODE_LIFE,
    REFRESH_LIFE,
    TOKEN_LIFE,
    AuthorizationRequest,
    Client,
    Consent,
    ConsentState,
    ConsentStore,
    JwtSigner,
    OAuthError,
)
from sandbox.scenario import Phase, Scenario
from sandbox.seed import Seed
from sandbox.sessions.session import Session
from sandbox.webhooks.outbox import Outbox

ISSUER = "procedure-sandbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenResponse:
    """What is handed out: an access token, a refresh token if one belongs to it, and the session behind both."""

    access_token: str
    refresh_token: str
    life: float
    session: Session


class SessionRegistry(Protocol):
    """Where sessions are kept by their access tokens."""

    def open(self, hex_id: str, patient: str | None, scenario: Scenario) -> Session:
        """Return a new session; its name is the beginning of *mark*."""

    def keep(self, token: str, session: Session) -> None:
        """Let a token lead to a session."""


class AuthorizationServer:
    """Takes consents and grants access; its book says what was granted to whom."""

    def __init__(self, register: SessionRegistry, seed: Seed, outbox: Outbox) -> None:
        self.jwt_signer = JwtSigner(seed.hex_id("mint", 0) + seed.hex_id("mint", 1))
        self.book = ConsentStore()
        self._register = register
        self._seed = seed
        self._outbox = outbox
        self._held: dict[str, Session] = {}
        self._consents = self._tokens = 0

    def consent(self, request: AuthorizationRequest, patient: str, scenario: Scenario) -> Consent:
        """Take the permission of a patient (an id); its code is to be exchanged soon."""
        self._consents += 1
        ids = [self._seed.uuid(name, self._consents) for name in ("consent", "authorization")]
        session = self._register.open(ids[1].replace("-", ""), patient, scenario)
        now = session.clock.now()
        found = Consent(
            id=ids[0],
            authorization=ids[1],
            code=f"ac_{self._seed.hex_id('code', self._consents)}",
            patient=patient,
            request=request,
            created_at=now,
            code_until=now + CODE_LIFE,
        )
        session.consent = found
        self._held[found.id] = session
        dropped = self.book.write(found)
        if dropped is not None:
            self._held.pop(dropped.id).stop("revoked")  # nobody could revoke it later
            self._outbox.forget(dropped.id)
        return found

    def exchange(self, consent: Consent, issuer: str) -> TokenResponse:
        """Give the first tokens of a consent; its scenario begins now. What had failed for this user is cured."""
        session = self._held[consent.id]
        session.scenario_state.started = consent.exchanged_at = session.clock.now()
        for other in self.book.of_user(consent):
            before = self._held[other.id]
            if other.exchanged_at is not None and before.clear_failed_sync():
                self._outbox.watch(before)
                if consent.by_default:  # the same would fail again, and again
                    session.scenario_state.put(Phase.READY, session.scenario_state.started)
        grant = self._hand_out(consent, session, issuer)
        self._outbox.watch(session)
        return grant

    def redeem(self, code: str, issuer: str, check: Callable[[Consent], None]) -> TokenResponse:
        """Exchange a code if *check* raises no OAuthError; one that comes twice revokes what it gave at first."""
        consent = self.book.by_code(code)
        if consent is None:
            raise OAuthError("invalid_grant", "Invalid authorization code: it is unknown here.")
        if consent.state is not ConsentState.AUTHORIZED:
            self.revoke(consent)
            raise OAuthError(
                "invalid_grant", "Invalid authorization code: it came before, so all that it gave is revoked."
            )
        check(consent)
        consent.check_code(self._held[consent.id].clock.now())
        return self.exchange(consent, issuer)

    def refresh(self, refresh_token: str, application: Client, issuer: str) -> TokenResponse:
        """Replace the tokens of a consent; the old ones are good for nothing from now on. Raises OAuthError."""
        consent = self.book.by_refresh_token(refresh_token)
        if consent is None:
            text = "Invalid refresh token: it is unknown here, was used before, or is revoked."
            raise OAuthError("invalid_grant", text)
        if consent.request.application not in {None, application}:
            raise OAuthError("invalid_grant", "Invalid refresh token: it was given to another application.")
        before = self._held[consent.id]
        now = before.clock.now()
        if now >= consent.refresh_until:
            raise OAuthError("invalid_grant", f"Invalid refresh token: it was good for {REFRESH_LIFE:.0f} s.")
        phase = before.scenario_state.state(now)[0]
        if phase is Phase.REVOKED:
            raise OAuthError("invalid_grant", "Invalid refresh token: the authorization was revoked.")
        session = before.successor()
        if phase is Phase.EXPIRED:
            session.scenario_state.put(Phase.READY, now)
        consent.updated_at = now
        self._outbox.follow(session)
        return self._hand_out(consent, session, issuer)

    def serve_application(self, application: Client, scenario: Scenario, issuer: str) -> TokenResponse:
        """Give a token that reaches every patient."""
        session = self._register.open(self._seed.hex_id("application", self._tokens + 1), None, scenario)
        session.scenario_state.started = session.clock.now()
        token = self._sign(session, APPLICATION_LIFE, {"iss": issuer, "sub": application.key})
        return TokenResponse(access_token=token, refresh_token="", life=APPLICATION_LIFE, session=session)

    def revoke(self, consent: Consent) -> None:
        """Take a consent back: its tokens are good for nothing from now on."""
        session = self._held[consent.id]
        session.stop("revoked")
        self.book.revoke(consent, session.clock.now())
        self._outbox.forget(consent.id)

    def revoke_all(self, consent: Consent) -> int:
        """Take back all that this patient has granted to this application at this endpoint; return how many."""
        alike = [consent] if consent.request.application is None else list(self.book.of_application(consent))
        count = sum(other.state is ConsentState.EXCHANGED for other in alike)
        for other in alike:
            if other.state is not ConsentState.REVOKED:
                self.revoke(other)
        return count

    def session_of(self, code: str) -> Session | None:
        """Return the session of a code, used or not."""
        consent = self.book.by_code(code)
        return None if consent is None else self._held[consent.id]

    def renew(self, consent: Consent) -> None:
        """Begin the session of a consent anew; what it has lives as long as it would have."""
        if (current := self._held.get(consent.id)) is None:
            return
        hex_id = consent.authorization.replace("-", "")
        new = self._register.open(hex_id, consent.patient, current.scenario_state.scenario)
        passed = new.clock.now() - current.clock.now()
        consent.shift(passed)
        new.consent, new.claims, new.access, new.end = consent, current.claims, current.access, current.end
        if current.expires_at is not None:
            new.expires_at = current.expires_at + passed if current.expires_at else 0.0
        self._held[consent.id] = new
        self._outbox.forget(consent.id)
        if consent.token:
            self._register.keep(consent.token, new)
            self._outbox.watch(new)

    def _hand_out(self, consent: Consent, session: Session, issuer: str) -> TokenResponse:
        claims = {"iss": issuer, "sub": consent.id, "patient": f"Patient/{consent.patient}"}
        token = consent.token = self._sign(session, consent.life, claims)
        self._held[consent.id] = session
        if consent.refreshable:
            self.book.rotate(consent, f"rt_{self._seed.hex_id('refresh', self._tokens)}")
            consent.refresh_until = session.clock.now() + REFRESH_LIFE
        return TokenResponse(
            access_token=token, refresh_token=consent.refresh_token, life=consent.life, session=session
        )

    def _sign(self, session: Session, life: float, claims: dict[str, Any]) -> str:
        """Return an access token that leads to the session, and lives so many seconds."""
        self._tokens += 1
        now = session.clock.now()
        session.expires_at = now + life
        session.claims = claims | {
            "jti": self._seed.uuid("access", self._tokens),
            "iat": int(now),
            "exp": int(now + life),
        }
        token = self.jwt_signer.sign(session.claims)
        self._register.keep(token, session)
        return token


__all__ = ["ISSUER", "TOKEN_LIFE", "AuthorizationServer", "TokenResponse"]
