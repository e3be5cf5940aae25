"""OAuth: which tokens there are, who is given them for what, and what they grant."""

from sandbox.oauth.authorization_request import SCOPES, AuthorizationRequest, read_request, read_return
from sandbox.oauth.clients import LIVE_KEYS, Client, read_basic, read_publishable, read_secret
from sandbox.oauth.consent import APPLICATION_LIFE, CODE_LIFE, REFRESH_LIFE, TOKEN_LIFE, Consent, ConsentState
from sandbox.oauth.consent_store import ConsentStore, MemoryConsentStore
from sandbox.oauth.errors import ERRORS, OAuthError
from sandbox.oauth.jwt_signer import JwtSigner
from sandbox.oauth.magic_tokens import MagicToken, looks_like_jwt, read_header, read_token

__all__ = [
    "APPLICATION_LIFE",
    "CODE_LIFE",
    "ERRORS",
    "LIVE_KEYS",
    "REFRESH_LIFE",
    "SCOPES",
    "TOKEN_LIFE",
    "AuthorizationRequest",
    "Client",
    "Consent",
    "ConsentState",
    "ConsentStore",
    "JwtSigner",
    "MagicToken",
    "MemoryConsentStore",
    "OAuthError",
    "looks_like_jwt",
    "read_basic",
    "read_header",
    "read_publishable",
    "read_request",
    "read_return",
    "read_secret",
    "read_token",
]
