"""The access room: which tokens there are, who is given them for what, and what they grant."""

from sandbox.access.book import AccessBook
from sandbox.access.consent import APPLICATION_LIFE, CODE_LIFE, REFRESH_LIFE, TOKEN_LIFE, Consent, State
from sandbox.access.denial import ERRORS, Denial
from sandbox.access.keys import LIVE_KEYS, Application, read_basic, read_publishable, read_secret
from sandbox.access.made_up import Access, read_header, read_token
from sandbox.access.minted import Mint
from sandbox.access.request import SCOPES, AuthorizationRequest, read_request, read_return

__all__ = [
    "APPLICATION_LIFE",
    "CODE_LIFE",
    "ERRORS",
    "LIVE_KEYS",
    "REFRESH_LIFE",
    "SCOPES",
    "TOKEN_LIFE",
    "Access",
    "AccessBook",
    "Application",
    "AuthorizationRequest",
    "Consent",
    "Denial",
    "Mint",
    "State",
    "read_basic",
    "read_header",
    "read_publishable",
    "read_request",
    "read_return",
    "read_secret",
    "read_token",
]
