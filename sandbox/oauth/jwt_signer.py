"""Who signs access tokens, and knows its own signature? A JwtSigner, which imports cryptography when first used."""

# tested by: tests/oauth/test_es256.py

from functools import cached_property
from importlib import import_module
from typing import Any


class JwtSigner:
    """Signs JWTs that follow from *entropy*, 32 or more hexadecimal digits, and from their claims alone."""

    def __init__(self, entropy: str) -> None:
        self._entropy = entropy

    def sign(self, claims: dict[str, Any]) -> str:
        """Return the JWT of the claims."""
        return str(self._signer.sign(claims))

    def verifies(self, token: str) -> bool:
        """Return whether a token is a JWT that was signed with this key, whatever its claims are."""
        return bool(self._signer.verifies(token))

    @property
    def jwks(self) -> Any:
        """The public key, as a JSON Web Key Set."""
        return self._signer.jwks

    @cached_property
    def _signer(self) -> Any:
        return import_module("sandbox.oauth.es256").Es256Signer(self._entropy)
