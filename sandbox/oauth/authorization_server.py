"""Who may have which token? The AuthorizationServer takes consents, gives tokens for them, refreshes and revokes them.

Every authorization is one session, from the consent on, and every life in it is measured on that session's clock.
"""

# tested by: tests/api/oauth/test_life.py

from collections.abc import Callable
from typing import Any

from sandbox.counters import Counters
from sandbox.oauth.authorization_request import AuthorizationRequest
from sandbox.oauth.clients import Client
from sandbox.oauth.consent import APPLICATION_LIFE, CODE_LIFE, REFRESH_LIFE, TOKEN_LIFE, Consent, ConsentState
from sandbox.oauth.consent_store import ConsentStore, of_user
from sandbox.oauth.errors import OAuthError
from sandbox.oauth.jwt_signer import JwtSigner
from sandbox.oauth.token_issuer import TokenIssuer
from sandbox.oauth.token_response import TokenResponse
from sandbox.scenario import Phase, Scenario
from sandbox.seed import Seed
from sandbox.sessions.session import Session
from sandbox.sessions.store import SessionStore
from sandbox.webhooks.outbox import Outbox

ISSUER = "procedure-sandbox"
NAME_DIGITS = 24  # of a session's name; with 8 more for the request they make an X-Request-Id


class AuthorizationServer:
    """Gives access to sessions; `consents` says what was granted to whom."""

    def __init__(  # noqa: PLR0913 - all stores, and what time it is for whoever has no session any more
        self,
        sessions: SessionStore,
        consents: ConsentStore,
        counters: Counters,
        seed: Seed,
        outbox: Outbox,
        *,
        now: Callable[[], float],
    ) -> None:
        self.jwt_signer = JwtSigner(seed.hex_id("mint", 0) + seed.hex_id("mint", 1))
        self.consents = consents
        self._issuer = TokenIssuer(sessions, seed, self.jwt_signer, counters)
        self._sessions = sessions
        self._counters = counters
        self._seed = seed
        self._outbox = outbox
        self._now = now

    def consent(
        self,
        request: AuthorizationRequest,
        patient: str,
        scenario: Scenario,
        *,
        life: float = TOKEN_LIFE,
        by_default: bool = False,
    ) -> Consent:
        """Take the permission of a patient (an id); its code is to be exchanged soon.

        Its access tokens live *life* seconds; *by_default* says that nobody chose the scenario.
        """
        number = self._counters.next("consent")
        id_, authorization = (self._seed.uuid(name, number) for name in ("consent", "authorization"))
        name = authorization.replace("-", "")[:NAME_DIGITS]
        session = self._sessions.open(name, patient, scenario, consent_id=id_)
        now = session.clock.now()
        consent = Consent(
            id=id_,
            authorization=authorization,
            code=f"ac_{self._seed.hex_id(f'code {patient} {now}', number)}",  # another one after each start
            patient=patient,
            session=name,
            request=request,
            created_at=now,
            life=life,
            by_default=by_default,
            code_until=now + CODE_LIFE,
        )
        dropped = self.consents.add(consent)
        if dropped is not None:
            self._drop(dropped)
        return consent

    def exchange(self, consent: Consent, issuer: str) -> TokenResponse:
        """Give the first tokens of a consent; its scenario begins now. What had failed for this user is cured."""
        cured = False
        for other in list(of_user(self.consents, consent)):
            if other.exchanged_at is None or self._sessions.named(other.session) is None:  # its life may be over
                continue
            if self._sessions.update(other.session, Session.clear_failed_sync):
                cured = True
                self._watch(other)

        def begin(session: Session) -> float:
            session.begin()
            if cured and consent.by_default:  # the same would fail again, and again
                session.move(Phase.READY)
            return session.clock.now()

        now = self._sessions.update(consent.session, begin)
        self.consents.update(consent.id, lambda one: one.exchange(now))
        response = self._give_tokens(consent, issuer)
        self._watch(consent)
        return response

    def redeem(self, code: str, issuer: str, check: Callable[[Consent], None]) -> TokenResponse:
        """Exchange a code if *check* raises no OAuthError; one that comes twice revokes what it gave at first."""
        consent = self.consents.by_code(code)
        if consent is None:
            raise OAuthError("invalid_grant", "Invalid authorization code: it is unknown here.")
        if consent.state is not ConsentState.AUTHORIZED:
            self.revoke(consent)
            raise OAuthError(
                "invalid_grant", "Invalid authorization code: it came before, so all that it gave is revoked."
            )
        check(consent)
        consent.check_code(self._session_of(consent).clock.now())
        return self.exchange(consent, issuer)

    def refresh(self, refresh_token: str, application: Client, issuer: str) -> TokenResponse:
        """Replace the tokens of a consent; the old ones are good for nothing from now on. Raises OAuthError."""
        consent = self.consents.by_refresh_token(refresh_token)
        if consent is None:
            text = "Invalid refresh token: it is unknown here, was used before, or is revoked."
            raise OAuthError("invalid_grant", text)
        if consent.request.application not in {None, application}:
            raise OAuthError("invalid_grant", "Invalid refresh token: it was given to another application.")
        session = self._session_of(consent)
        now = session.clock.now()
        if now >= consent.refresh_until:
            raise OAuthError("invalid_grant", f"Invalid refresh token: it was good for {REFRESH_LIFE:.0f} s.")
        phase = session.scenario_state.state(now)[0]
        if phase is Phase.REVOKED:
            raise OAuthError("invalid_grant", "Invalid refresh token: the authorization was revoked.")
        if phase is Phase.EXPIRED:
            self._sessions.update(consent.session, lambda one: one.renew())
        self.consents.update(consent.id, lambda one: one.touch(now))
        return self._give_tokens(consent, issuer)

    def serve_application(self, application: Client, scenario: Scenario, issuer: str) -> TokenResponse:
        """Give a token that reaches every patient."""
        number = self._issuer.next_number()
        name = self._issuer.application_id(number)[:NAME_DIGITS]
        session = self._sessions.open(name, None, scenario)
        self._sessions.update(name, Session.begin)
        token = self._issuer.issue(number, name, APPLICATION_LIFE, {"iss": issuer, "sub": application.key})
        return TokenResponse(
            access_token=token, refresh_token="", expires_in=APPLICATION_LIFE, session=session, consent=None
        )

    def revoke(self, consent: Consent) -> None:
        """Take a consent back: its tokens are good for nothing from now on.

        Its session may have been forgotten, and its clock with it: then the time of the sandbox itself counts.
        """
        now = self._end(consent)
        self.consents.update(consent.id, lambda one: one.revoke(now))
        self._outbox.stop(consent.id)

    def revoke_all(self, consent: Consent) -> int:
        """Take back all that this patient has granted to this application at this endpoint; return how many."""
        alike = [consent] if consent.request.application is None else list(self.consents.of_application(consent))
        count = sum(other.state is ConsentState.EXCHANGED for other in alike)
        for other in alike:
            if other.state is not ConsentState.REVOKED:
                self.revoke(other)
        return count

    def session_of_code(self, code: str) -> Session | None:
        """Return the session of a code, used or not."""
        consent = self.consents.by_code(code)
        return None if consent is None else self._session_of(consent)

    def sync_moved(self, session: Session) -> None:
        """Take note that the sync of a session was moved by hand: its application may have to be told."""
        consent = self.consents.get(session.consent_id)
        if consent is not None:
            self._watch(consent)

    def renewed(self, consent_id: str) -> None:
        """Take note that the session of a consent has begun anew: only what happens from now on is told."""
        self._outbox.forget(consent_id)
        consent = self.consents.get(consent_id)
        if consent is not None and consent.token:
            self._watch(consent)

    def issued(self, token: str) -> bool:
        """Return whether a token has our own signature: it was issued here, or by a sandbox with the same seed."""
        return self.jwt_signer.verifies(token)

    def _give_tokens(self, consent: Consent, issuer: str) -> TokenResponse:
        claims: dict[str, Any] = {"iss": issuer, "sub": consent.id, "patient": f"Patient/{consent.patient}"}
        number = self._issuer.next_number()
        token = self._issuer.issue(number, consent.session, consent.life, claims)
        refresh_token = self._issuer.refresh_token(number, token) if consent.refreshable else ""
        session = self._session_of(consent)
        until = session.clock.now() + REFRESH_LIFE
        self.consents.update(consent.id, lambda one: one.take_tokens(token, refresh_token, until))
        return TokenResponse(
            access_token=token,
            refresh_token=refresh_token,
            expires_in=consent.life,
            session=session,
            consent=consent,
        )

    def _session_of(self, consent: Consent) -> Session:
        session = self._sessions.named(consent.session)
        if session is None:
            raise OAuthError("invalid_grant", "This authorization was forgotten: let the patient authorize anew.")
        return session

    def _watch(self, consent: Consent) -> None:
        data = {
            "mode": "live" if consent.live else "test",
            "external_id": consent.request.external_id,
            "patient_authorization_id": consent.authorization,
            "consent_id": consent.id,
        }
        self._outbox.watch(consent.id, consent.session, data)

    def _end(self, consent: Consent) -> float:
        """Let the tokens of a consent be refused from now on; return when that is, on the clock of its session."""

        def end(session: Session) -> float:
            session.end("revoked")
            return session.clock.now()

        if self._sessions.named(consent.session) is None:
            return self._now()
        return self._sessions.update(consent.session, end)

    def _drop(self, consent: Consent) -> None:
        """Let the session of a consent go that is no longer kept: nobody could revoke it later."""
        self._end(consent)
        self._sessions.release(consent.session)
        self._outbox.forget(consent.id)
