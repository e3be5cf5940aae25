"""The access room: which tokens there are, who is given them for what, and what they grant."""

from sandbox.access.book import ConsentStore
from sandbox.access.consent import APPLICATION_LIFE, CODE_LIFE, REFRESH_LIFE, TOKEN_LIFE, Consent, ConsentState
from sandbox.access.denial import ERRORS, OAuthError
from sandbox.access.keys import LIVE_KEYS, Client, read_basic, read_publishable, read_secret
from sandbox.access.made_up import MagicToken, read_header, read_token
from sandbox.access.minted import JwtSigner
from sandbox.access.request import SCOPES, AuthorizationRequest, read_request, read_return

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
    "OAuthError",
    "read_basic",
    "read_header",
    "read_publishable",
    "read_request",
    "read_return",
    "read_secret",
    "read_token",
]
