"""What can be asked of the OAuth API, for a machine to read? Consent, tokens, and what clients look up."""

# tested by: tests/api/test_openapi_of_clients.py

from typing import Any

from sandbox.api.openapi.document import (
    COUNTS,
    FLAG,
    NUMBER,
    STRING,
    WHOLE,
    Schema,
    answer,
    document,
    list_of,
    members,
    nullable,
    parameter,
    ref,
)
from sandbox.oauth import ConsentState
from sandbox.scenario import Phase

_FORM = "application/x-www-form-urlencoded"
_ABOUT = (
    "`/link` is how the service's SDK asks, `/oauth` the same by the names of the standard. Any pk_test_... with any "
    "sk_test_... is an application."
)
_ADDRESS: Schema = {"type": "string", "format": "uri"}
_STRINGS = list_of(STRING)
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_STATE: Schema = {"enum": [state.value for state in ConsentState]}
_UNTIL: Schema = {"oneOf": [WHOLE, {"const": "indefinite"}]}
_ENDPOINT = members({"id": STRING, "label": _STRINGS, "name": STRING, "refreshable": FLAG}, {"resources": _STRINGS})
_USER = members({"externalId": STRING})
_TOKENS = members(
    {"access_token": STRING, "token_type": {"const": "Bearer"}, "expires_in": WHOLE},
    {
        "refresh_token": STRING,
        "refresh_expires_in": nullable(WHOLE),
        "timeUntilMaxAuth": _UNTIL,
        "patient": STRING,
        "endpoint": _ENDPOINT,
        "user": _USER,
        "scope": STRING,
    },
)
_INTROSPECTION = members(
    {
        **dict.fromkeys(("iss", "jti", "sub"), STRING),
        **dict.fromkeys(("iat", "exp"), NUMBER),
        "patient": nullable(STRING),
        "state": _STATE,
        "endpoint": _ENDPOINT,
        "timeUntilMaxAuth": _UNTIL,
        "user": _USER,
        "sync": members({"state": {"enum": [phase.value for phase in Phase]}, "resourceTypes": COUNTS}),
    }
)
_AUTHORIZATION = members(
    {
        "id": STRING,
        "state": _STATE,
        "usage": {"enum": ["MULTIPLE", "ONE_TIME"]},
        **{name: nullable(_MOMENT) for name in ("createdAt", "authorizedAt", "exchangedAt", "revokedAt", "expiredAt")},
        "patient": STRING,
        "endpoint": _ENDPOINT,
        "active": FLAG,
    }
)
_CONSENT = members(
    {
        "id": STRING,
        "createdAt": _MOMENT,
        "updatedAt": nullable(_MOMENT),
        "patientAuthorizations": list_of(_AUTHORIZATION),
    }
)
_SERVER = members(
    {
        **dict.fromkeys(("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"), _ADDRESS),
        **{
            f"{name}_supported": _STRINGS
            for name in (
                "grant_types", "response_types", "response_modes", "scopes", "code_challenge_methods",
                "token_endpoint_auth_methods",
            )
        },
    },
    {
        "capabilities": _STRINGS,
        "subject_types_supported": _STRINGS,
        "id_token_signing_alg_values_supported": _STRINGS,
    },
)  # fmt: skip
_RESOURCE = members(
    {
        "resource": _ADDRESS,
        "authorization_servers": list_of(_ADDRESS),
        "jwks_uri": _ADDRESS,
        "scopes_supported": _STRINGS,
        "bearer_methods_supported": _STRINGS,
    }
)
_KEY = members(dict.fromkeys(("kty", "crv", "x", "y", "kid", "alg", "use"), STRING))
SCHEMAS: dict[str, Schema] = {
    "Error": members({"statusCode": {"type": "integer"}, "error": STRING, "message": STRING}),
    "Tokens": _TOKENS,
    "Introspection": _INTROSPECTION,
    "Consent": _CONSENT,
    "Revoked": members({"count": WHOLE}),
    "Keys": members({"keys": list_of(_KEY)}),
    "Server": _SERVER,
    "ProtectedResource": _RESOURCE,
}

_ERRORS: dict[str, Any] = {"4XX": answer("what was wrong, and what would be right", ref("Error"))}
_AUTHORIZATION_REQUEST = (
    "response_type", "client_id", "redirect_uri", "code_challenge", "code_challenge_method", "scope", "state",
    "flexpa_external_id", "endpoint_id", "aud", "sandbox_scenario", "sandbox_patient", "sandbox_error",
)  # fmt: skip
_TOKEN_FORM = members(
    {"grant_type": {"enum": ["authorization_code", "refresh_token", "client_credentials"]}},
    dict.fromkeys(("code", "code_verifier", "redirect_uri", "client_id", "refresh_token", "sandbox_scenario"), STRING),
) | {"additionalProperties": STRING}
_EXCHANGE = members({"public_token": STRING, "secret_key": STRING}) | {"additionalProperties": STRING}
_REVOCATION = members({"secret_key": STRING}) | {"additionalProperties": STRING}
_DECISION = members(
    {"decision": {"enum": ["allow", "refuse"]}}, {"sandbox_patient": STRING, "sandbox_scenario": STRING}
) | {"additionalProperties": STRING}


def oauth_openapi() -> dict[str, Any]:
    """Return the document of what stands below /link, /oauth, /rest and /.well-known."""
    paths: dict[str, Any] = {}
    for path, name in (("/link/auth", "Link"), ("/oauth/authorize", "OAuth")):
        paths[path] = {"get": _authorize(f"authorizeBy{name}"), "post": _decide(f"decideBy{name}")}
    for path, name in (("/link/token", "tokenByLink"), ("/oauth/token", "tokenByOAuth")):
        operation = _operation(name, "Give tokens for a code, a refresh token, or an application's keys", "Tokens")
        paths[path] = {"post": operation | _body(_TOKEN_FORM) | {"security": [{"keys": []}, {}]}}
    exchange = _operation("exchange", "Give tokens for a public token and a secret key", "Tokens")
    paths["/link/exchange"] = {"post": exchange | _body(_EXCHANGE)}
    introspect = _operation("introspect", "Say what a token is, and how far the sync has come", "Introspection")
    paths["/link/introspect"] = {"get": introspect | _BEARER}
    revoke = _operation("revoke", "Take back what the patient has granted", "Revoked")
    paths["/link/revoke"] = {"post": revoke | _body(_REVOCATION) | _BEARER}
    paths["/rest/consent"] = {"get": _operation("consent", "Say on which consent a token rests", "Consent") | _BEARER}
    for path, name, schema in _WELL_KNOWN:
        paths[f"/.well-known/{path}"] = {"get": _operation(name, "Say where and how to ask", schema)}
    security = {
        "token": {"type": "http", "scheme": "bearer", "description": "an access token"},
        "keys": {"type": "http", "scheme": "basic", "description": "pk_test_... and sk_test_..."},
    }
    return document("the OAuth API", _ABOUT, paths, SCHEMAS, security)


_BEARER: dict[str, Any] = {"security": [{"token": []}]}
# Columns: path below /.well-known, name, schema of the answer.
_WELL_KNOWN = (
    ("jwks.json", "keys", "Keys"),
    ("smart-configuration", "smartConfiguration", "Server"),
    ("openid-configuration", "openidConfiguration", "Server"),
    ("oauth-authorization-server", "authorizationServer", "Server"),
    ("oauth-protected-resource", "protectedResource", "ProtectedResource"),
    ("oauth-protected-resource/fhir", "protectedFhir", "ProtectedResource"),
)


def _operation(name: str, summary: str, schema: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": answer(schema, ref(schema)), **_ERRORS},
    }


def _body(schema: Schema) -> dict[str, Any]:
    content = {media: {"schema": schema} for media in (_FORM, "application/json")}
    return {"requestBody": {"required": True, "content": content}}


def _authorize(name: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": "Ask the patient, who agrees at once or is shown a page",
        "parameters": [parameter(one, "query", STRING) for one in _AUTHORIZATION_REQUEST],
        "responses": {
            "302": answer("back to redirect_uri with a code, or with what was wrong"),
            "200": answer("the page on which a person decides", STRING, "text/html"),
            **_ERRORS,
        },
    }


def _decide(name: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": "Do as the person on the page has decided",
        "parameters": [parameter(one, "query", STRING) for one in _AUTHORIZATION_REQUEST],
        "requestBody": {"required": True, "content": {_FORM: {"schema": _DECISION}}},
        "responses": {"303": answer("back to redirect_uri"), **_ERRORS},
    }
