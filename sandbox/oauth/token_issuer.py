"""How does an access token come to be? Signed, numbered, and leading to its session."""

# tested by: tests/api/oauth/test_life.py

from dataclasses import dataclass
from typing import Any

from sandbox.counters import Counters
from sandbox.oauth.jwt_signer import JwtSigner
from sandbox.seed import Seed
from sandbox.sessions.session import Session
from sandbox.sessions.store import SessionStore


@dataclass(slots=True)
class TokenIssuer:
    """Issues access tokens, each with a number that its ids follow from."""

    sessions: SessionStore
    seed: Seed
    jwt_signer: JwtSigner
    counters: Counters

    def next_number(self) -> int:
        """Return the number of the next access token."""
        return self.counters.next("access")

    def application_id(self, number: int) -> str:
        """Return the id of the session that an application's *number*-th token leads to, 32 hexadecimal digits."""
        return self.seed.hex_id("application", number)

    def refresh_token(self, number: int, token: str) -> str:
        """Return the refresh token that belongs to the *number*-th access token: another one after each start."""
        return f"rt_{self.seed.hex_id(f'refresh {token}', number)}"

    def issue(self, number: int, name: str, life: float, claims: dict[str, Any]) -> str:
        """Return the *number*-th access token, of the session of that name, for *life* seconds: those before end."""
        jti = self.seed.uuid("access", number)

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
