"""What does an OAuth client look up? Where the endpoints are, what they can do, and the public key of the tokens.

http://www.rfc-editor.org/rfc/rfc8414, rfc9728, and SMART App Launch, http://hl7.org/fhir/smart-app-launch.
"""

from typing import Any

import orjson

from sandbox.api.oauth.token import GRANT_TYPES
from sandbox.api.shared.options import issuer, parse_options
from sandbox.backend import Backend
from sandbox.oauth import SCOPES
from sandbox.web.messages import Headers, Request, Response

_JSON: Headers = (("Content-Type", "application/json; charset=utf-8"),)
_CAPABILITIES = (
    "launch-standalone", "client-public", "client-confidential-symmetric", "context-standalone-patient",
    "permission-offline", "permission-patient",
)  # fmt: skip


def jwks(backend: Backend, _request: Request) -> Response:
    """Answer with the key that signs tokens, as a JSON Web Key Set."""
    return _response(backend.authorization_server.jwt_signer.jwks)


def smart(backend: Backend, request: Request) -> Response:
    """Answer with the SMART configuration, which names the endpoints as the service's SDK does."""
    return _response(_metadata(backend, request, "/link/auth", "/link/token") | {"capabilities": _CAPABILITIES})


def server(backend: Backend, request: Request) -> Response:
    """Answer with the metadata of an OAuth authorization server."""
    return _response(_metadata(backend, request, "/oauth/authorize", "/oauth/token"))


def openid(backend: Backend, request: Request) -> Response:
    """Answer as an OpenID provider does; there are no ID tokens, so this serves only to find the endpoints."""
    found = _metadata(backend, request, "/oauth/authorize", "/oauth/token")
    return _response(
        found | {"subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}
    )


def resource(backend: Backend, request: Request) -> Response:
    """Answer with the metadata of the protected resource: the FHIR API, and who grants access to it."""
    found = {
        "resource": parse_options(backend, request).bases[0],
        "authorization_servers": [issuer(backend, request)],
        "jwks_uri": f"{issuer(backend, request)}/.well-known/jwks.json",
        "scopes_supported": SCOPES,
        "bearer_methods_supported": ["header"],
    }
    return _response(found)


def _metadata(backend: Backend, request: Request, authorize: str, token: str) -> dict[str, Any]:
    here = issuer(backend, request)
    return {
        "issuer": here,
        "authorization_endpoint": f"{here}{authorize}",
        "token_endpoint": f"{here}{token}",
        "jwks_uri": f"{here}/.well-known/jwks.json",
        "grant_types_supported": list(GRANT_TYPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "scopes_supported": SCOPES,
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
    }


def _response(found: dict[str, Any]) -> Response:
    return Response(200, _JSON, orjson.dumps(found))
