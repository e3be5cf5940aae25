"""What does an OAuth client look up? Where the doors are, what they can do, and the public key of the tokens.

http://www.rfc-editor.org/rfc/rfc8414, rfc9728, and SMART App Launch, http://hl7.org/fhir/smart-app-launch.
"""

from typing import Any

import orjson

from sandbox.access import SCOPES
from sandbox.web.exchange import Answer, Asked, Headers
from sandbox.web.fhir import terms
from sandbox.web.grants import GRANTS, issuer
from sandbox.world import World

_JSON: Headers = (("Content-Type", "application/json; charset=utf-8"),)
_CAPABILITIES = (
    "launch-standalone", "client-public", "client-confidential-symmetric", "context-standalone-patient",
    "permission-offline", "permission-patient",
)  # fmt: skip


def jwks(world: World, _asked: Asked) -> Answer:
    """Answer with the key that signs tokens, as a JSON Web Key Set."""
    return _answer(world.authority.mint.jwks)


def smart(world: World, asked: Asked) -> Answer:
    """Answer with the SMART configuration, which names the doors as the service's SDK does."""
    return _answer(_metadata(world, asked, "/link/auth", "/link/token") | {"capabilities": _CAPABILITIES})


def server(world: World, asked: Asked) -> Answer:
    """Answer with the metadata of an OAuth authorization server."""
    return _answer(_metadata(world, asked, "/oauth/authorize", "/oauth/token"))


def openid(world: World, asked: Asked) -> Answer:
    """Answer as an OpenID provider does; there are no ID tokens, so this serves only to find the doors."""
    found = _metadata(world, asked, "/oauth/authorize", "/oauth/token")
    return _answer(found | {"subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]})


def resource(world: World, asked: Asked) -> Answer:
    """Answer with the metadata of the protected resource: the FHIR door, and who grants access to it."""
    found = {
        "resource": terms(world, asked).bases[0],
        "authorization_servers": [issuer(world, asked)],
        "jwks_uri": f"{issuer(world, asked)}/.well-known/jwks.json",
        "scopes_supported": SCOPES,
        "bearer_methods_supported": ["header"],
    }
    return _answer(found)


def _metadata(world: World, asked: Asked, authorize: str, token: str) -> dict[str, Any]:
    here = issuer(world, asked)
    return {
        "issuer": here,
        "authorization_endpoint": f"{here}{authorize}",
        "token_endpoint": f"{here}{token}",
        "jwks_uri": f"{here}/.well-known/jwks.json",
        "grant_types_supported": list(GRANTS),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "scopes_supported": SCOPES,
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
    }


def _answer(found: dict[str, Any]) -> Answer:
    return Answer(200, _JSON, orjson.dumps(found))
