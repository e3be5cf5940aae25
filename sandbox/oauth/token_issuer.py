"""How does an access token come to be? Signed, numbered, and leading to its session."""

# tested by: tests/api/oauth/test_life.py

from dataclasses import dataclass
from typing import Any

from sandbox.oauth.jwt_signer import JwtSigner
from sandbox.seed import Seed
from sandbox.sessions.session import Session
from sandbox.sessions.store import SessionStore


@dataclass(slots=True)
class TokenIssuer:
    """Issues access tokens; `issued` counts them."""

    sessions: SessionStore
    seed: Seed
    jwt_signer: JwtSigner
    issued: int = 0

    def next_application_id(self) -> str:
        """Return the id of the session that an application's next token leads to, 32 hexadecimal digits."""
        return self.seed.hex_id("application", self.issued + 1)

    def next_refresh_token(self) -> str:
        """Return the refresh token that belongs to the access token issued last."""
        return f"rt_{self.seed.hex_id('refresh', self.issued)}"

    def issue(self, name: str, life: float, claims: dict[str, Any]) -> str:
        """Return a new access token of the session of that name; it lives *life* seconds, those before end now."""
        self.issued += 1
        jti = self.seed.uuid("access", self.issued)

        def grant(session: Session) -> tuple[dict[str, Any], int]:
            now = session.clock.now()
            complete = claims | {"jti": jti, "iat": int(now), "exp": int(now + life)}
            # The first token of a session is its number 0.
            access = 0 if session.claims is None else session.access + 1
            session.grant(complete, now + life, access)
            return complete, access

        complete, access = self.sessions.update(name, grant)
        token = self.jwt_signer.sign(complete)
        self.sessions.lead(token, name, access)
        return token
