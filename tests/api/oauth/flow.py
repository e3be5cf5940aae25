"""How does a test hold an OAuth client? As an application that knows its keys, and walks the flow step by step."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.api.admin.handle import Handle

VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
REDIRECT = "http://localhost:3000/callback"
LIVE = ("pk_live_sandbox", "sk_live_sandbox")


@dataclass(frozen=True, slots=True)
class App:
    """An application with its keys, and a client of the server without a token."""

    client: httpx.Client
    key: str
    secret: str = "sk_test_x"  # noqa: S105 - a made-up key

    @property
    def basic(self) -> httpx.BasicAuth:
        """Both keys, as HTTP's Basic carries them."""
        return httpx.BasicAuth(self.key, self.secret)

    def fields(self, changed: dict[str, str | None]) -> dict[str, str]:
        """Return the parameters of an authorization request; None leaves one out."""
        usual: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.key,
            "redirect_uri": REDIRECT,
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            "scope": "launch/patient offline_access",
            "flexpa_external_id": "user-1",
            "state": "s&1",
        }
        return {name: value for name, value in (usual | changed).items() if value is not None}

    def ask(self, **changed: str | None) -> httpx.Response:
        """Ask for authorization, and do not go where one is sent."""
        return self.client.get("/link/auth", params=self.fields(changed), headers={"Authorization": ""})

    def code(self, **changed: str | None) -> str:
        """Ask for authorization; return the code."""
        answer = self.ask(**changed)
        assert answer.status_code == 302, answer.text
        return told(answer)["code"]

    def token(self, **fields: str) -> httpx.Response:
        """Ask for tokens with a form, without showing the keys."""
        return self.client.post("/link/token", data=fields)

    def token_by_keys(self, **fields: str) -> httpx.Response:
        """Ask for tokens with a form, and show the keys."""
        return self.client.post("/link/token", data=fields, auth=self.basic)

    def redeem(self, code: str, **changed: str) -> httpx.Response:
        """Exchange a code."""
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": VERIFIER,
            "redirect_uri": REDIRECT,
            "client_id": self.key,
        } | changed
        return self.token(**fields)

    def login(self, **changed: str | None) -> Any:
        """Walk the whole way; return the tokens."""
        answer = self.redeem(self.code(**changed))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refresh(self, refresh_token: str) -> httpx.Response:
        """Refresh."""
        return self.token_by_keys(grant_type="refresh_token", refresh_token=refresh_token)

    def handle(self, token: str) -> Handle:
        """Return the handle of a token or code."""
        return Handle(self.client, token)

    def get(self, path: str, token: str) -> httpx.Response:
        """Ask with a token."""
        return self.client.get(path, headers={"Authorization": f"Bearer {token}"})


Apps = Callable[..., App]


def told(answer: httpx.Response) -> dict[str, str]:
    """Return what a redirect says to the application."""
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Return status and error of a refusal, having seen that it has the documented shape."""
    body = answer.json()
    assert {"statusCode", "error", "message"} == body.keys()
    assert answer.status_code == body["statusCode"]
    assert answer.headers["Content-Type"].startswith("application/json")
    assert 32 == len(answer.headers["X-Request-Id"])
    assert body["message"].strip()
    return answer.status_code, body["error"]
