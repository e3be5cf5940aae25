"""How does a sandbox that runs elsewhere give out sessions? By fresh labels of tokens, or by its admin API."""

# tested by: tests/cli/test_certify.py

import secrets
from collections.abc import Mapping
from itertools import count
from typing import Any

from sandbox.json_text import read_unambiguous_json
from sandbox.oauth.magic_tokens import PATIENT_PREFIX
from sandbox.session_handle import Ask, Place, SessionHandle


class RemoteSandbox:
    """A sandbox at an address; *ask* reaches its admin API, *admin_token* opens it where it is guarded."""

    def __init__(self, url: str, ask: Ask, admin_token: str = "") -> None:
        self.url = url
        self._ask = ask
        self._admin_token = admin_token
        self._prefix = f"certify-{secrets.token_hex(4)}"
        self._numbers = count(1)

    def ask(self, method: str, path: str, token: str, body: Any = None) -> Any:
        """Ask the admin API; *path* stands below /_sandbox."""
        return self._ask(method, path, token, body)

    def session(
        self, scenario: str | Mapping[str, Any], *, patient: str, frozen: bool, authorized: bool
    ) -> SessionHandle:
        """Return a new session: a made-up token with a label of its own, or a minted one for plans and refreshing."""
        place = Place(self.url, self.ask, self.session)
        if isinstance(scenario, str) and scenario.lstrip().startswith("{"):
            scenario = read_unambiguous_json(scenario)
        if isinstance(scenario, str) and not authorized:
            label = f"{self._prefix}-{next(self._numbers)}"
            return SessionHandle(place, f"{PATIENT_PREFIX}{scenario}~{patient}~{label}", frozen=frozen)
        body: dict[str, Any] = {"scenario": scenario}
        if patient:
            body["patient"] = patient
        tokens = self.ask("POST", "/sessions", self._admin_token, body)
        return SessionHandle(place, tokens["access_token"], frozen=frozen, refresh_token=tokens["refresh_token"])
