"""What is a token given for? A code with its proof, a refresh token, or an application's own keys.

http://www.rfc-editor.org/rfc/rfc6749#section-4
"""

# tested by: tests/api/oauth/test_refusals.py

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from sandbox.api.oauth.endpoint import endpoint_of, time_until_max_auth
from sandbox.api.shared.options import issuer
from sandbox.backend import Backend
from sandbox.oauth import (
    LIVE_KEYS,
    REFRESH_LIFE,
    Client,
    Consent,
    OAuthError,
    read_basic,
    read_publishable,
    read_secret,
)
from sandbox.oauth.token_response import TokenResponse
from sandbox.problem import Problem, ProblemKind
from sandbox.scenario import Scenario, parse_setting
from sandbox.web.form import need, of_body
from sandbox.web.messages import Headers, Request, Response

Fields = Mapping[str, str]

_JSON: Headers = (
    ("Content-Type", "application/json; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Pragma", "no-cache"),
)


def token(backend: Backend, request: Request) -> Response:
    """Give tokens for a tokens, which is named by `grant_type`."""
    fields = of_body(request)
    (name,) = need(fields, "grant_type")
    if name not in GRANT_TYPES:
        raise OAuthError("unsupported_grant_type", f"grant_type can be {', '.join(GRANT_TYPES)}.")
    return GRANT_TYPES[name](backend, request, fields)


def exchange(backend: Backend, request: Request) -> Response:
    """Give tokens for a public token (the code of /link/auth) and a secret key: the older form."""
    public_token, secret = need(of_body(request), "public_token", "secret_key")
    live = read_secret(secret)

    def check(consent: Consent) -> None:
        if consent.live != live:
            raise OAuthError(
                "invalid_client", "Unauthorized: Invalid credentials. This code is of the other kind of keys."
            )

    try:
        tokens = backend.authorization_server.redeem(public_token, issuer(backend, request), check)
    except OAuthError as denial:
        if denial.error != "invalid_grant":
            raise
        text = denial.text.replace("authorization code", "public token")
        raise Problem(ProblemKind.BAD_VALUE, text) from None
    return _granted(backend, tokens)


def by_code(backend: Backend, request: Request, fields: Fields) -> Response:
    """Give tokens for a code to a client that proves to be the one that asked for it."""
    code, verifier, redirect_uri = need(fields, "code", "code_verifier", "redirect_uri")
    client = _client(request, fields).key
    return _granted(
        backend,
        backend.authorization_server.redeem(
            code, issuer(backend, request), lambda consent: consent.check_proof(client, redirect_uri, verifier)
        ),
    )


def by_refresh_token(backend: Backend, request: Request, fields: Fields) -> Response:
    """Give the next tokens for a refresh token; it and the access token before are good for nothing any more."""
    application = read_basic(request.headers.get("Authorization", None))
    (refresh_token,) = need(fields, "refresh_token")
    tokens = backend.authorization_server.refresh(refresh_token, application, issuer(backend, request))
    return _response(_lives(tokens), tokens)


def by_keys(backend: Backend, request: Request, fields: Fields) -> Response:
    """Give an application a token that reaches every patient; only live keys can have one."""
    application = read_basic(request.headers.get("Authorization", None))
    if not application.live:
        raise OAuthError(
            "unauthorized_client",
            "Test keys cannot have an application access token, as in the real service. Here, "
            f"{' with '.join(LIVE_KEYS)} can.",
        )
    tokens = backend.authorization_server.serve_application(
        application, scenario_of(fields) or backend.default, issuer(backend, request)
    )
    return _response(
        {"access_token": tokens.access_token, "expires_in": round(tokens.expires_in), "token_type": "Bearer"}, tokens
    )


def scenario_of(fields: Fields) -> Scenario | None:
    """Return the scenario of `sandbox_scenario`, written as in a token or a JSON plan; raises OAuthError."""
    written = fields.get("sandbox_scenario", "default")
    try:
        # The '+' before the spelling of a wait arrives as a space if it travelled raw.
        if written.lstrip().startswith("{"):
            plain = written
        else:
            plain = written.strip().replace(" ", "+")
        if plain == "default":
            return None
        return parse_setting(plain)
    except ValueError as error:
        raise OAuthError("invalid_request", f"sandbox_scenario: {error}") from None


def _client(request: Request, fields: Fields) -> Client:
    """Return who asks: a public client by its client_id alone, or one that shows its keys."""
    if not request.header("Authorization").strip():
        return read_publishable(*need(fields, "client_id"))
    application = read_basic(request.headers.get("Authorization", None))
    if fields.get("client_id", application.key) != application.key:
        raise OAuthError(
            "invalid_client", "Unauthorized: Invalid credentials. client_id and Basic name different keys."
        )
    return application


def _granted(backend: Backend, tokens: TokenResponse) -> Response:
    """Return all that a new authorization brings."""
    consent = tokens.consent
    assert consent is not None, "an exchange has one"  # noqa: S101 - for the type checker
    resources = sorted(backend.store.counts)
    found = _lives(tokens) | {
        # SMART wants the bare id here, the service says what it refers to.
        "patient": consent.patient if consent.request.smart else f"Patient/{consent.patient}",
        "endpoint": endpoint_of(backend, consent) | {"resources": resources},
        "user": {"externalId": consent.request.external_id},
        "scope": " ".join(consent.request.scope),
    }
    return _response(found, tokens)


def _lives(tokens: TokenResponse) -> dict[str, Any]:
    if tokens.refresh_token:
        refreshing = {"refresh_token": tokens.refresh_token}
    else:
        refreshing = {}
    return {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": round(tokens.expires_in),
        **refreshing,
        "refresh_expires_in": round(REFRESH_LIFE) if tokens.refresh_token else None,
        "timeUntilMaxAuth": time_until_max_auth(tokens.consent, tokens.expires_in),
    }


def _response(found: dict[str, Any], tokens: TokenResponse) -> Response:
    return Response(200, _JSON, orjson.dumps(found), at=tokens.session.clock.now())


# grant_type -> function. The discovery documents say which there are.
GRANT_TYPES: dict[str, Callable[[Backend, Request, Fields], Response]] = {
    "authorization_code": by_code,
    "refresh_token": by_refresh_token,
    "client_credentials": by_keys,
}
