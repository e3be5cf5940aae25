"""What is a token given for? A code with its proof, a refresh token, or an application's own keys.

http://www.rfc-editor.org/rfc/rfc6749#section-4
"""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from sandbox.access import (
    LIVE_KEYS,
    REFRESH_LIFE,
    Application,
    Consent,
    Denial,
    read_basic,
    read_publishable,
    read_secret,
)
from sandbox.authority import Grant
from sandbox.problem import Kind, Problem
from sandbox.scenario import Scenario, read_setting
from sandbox.web.exchange import Answer, Asked, Headers
from sandbox.web.fhir import terms
from sandbox.web.fields import need, of_body
from sandbox.world import World

Fields = Mapping[str, str]

_JSON: Headers = (
    ("Content-Type", "application/json; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Pragma", "no-cache"),
)


def issuer(world: World, asked: Asked) -> str:
    """Return the address of this server as the client knows it."""
    return terms(world, asked).bases[0].removesuffix("/fhir")


def token(world: World, asked: Asked) -> Answer:
    """Give tokens for a grant, which is named by `grant_type`."""
    fields = of_body(asked)
    (name,) = need(fields, "grant_type")
    if name not in GRANTS:
        raise Denial("unsupported_grant_type", f"grant_type can be {', '.join(GRANTS)}.")
    return GRANTS[name](world, asked, fields)


def exchange(world: World, asked: Asked) -> Answer:
    """Give tokens for a public token (the code of /link/auth) and a secret key: the older form."""
    public_token, secret = need(of_body(asked), "public_token", "secret_key")
    live = read_secret(secret)

    def check(consent: Consent) -> None:
        if consent.live != live:
            raise Denial("invalid_client", "Unauthorized: Invalid credentials. This code is of the other kind of keys.")

    try:
        grant = world.authority.redeem(public_token, issuer(world, asked), check)
    except Denial as denial:
        if denial.error != "invalid_grant":
            raise
        text = denial.text.replace("authorization code", "public token")
        raise Problem(Kind.BAD_VALUE, text) from None
    return _granted(world, grant)


def by_code(world: World, asked: Asked, fields: Fields) -> Answer:
    """Give tokens for a code to a client that proves to be the one that asked for it."""
    code, verifier, redirect_uri = need(fields, "code", "code_verifier", "redirect_uri")
    client = _client(asked, fields).key
    return _granted(
        world,
        world.authority.redeem(
            code, issuer(world, asked), lambda consent: consent.check_proof(client, redirect_uri, verifier)
        ),
    )


def by_refresh_token(world: World, asked: Asked, fields: Fields) -> Answer:
    """Give the next tokens for a refresh token; it and the access token before are good for nothing any more."""
    application = read_basic(asked.headers.get("Authorization", None))
    (refresh_token,) = need(fields, "refresh_token")
    grant = world.authority.refresh(refresh_token, application, issuer(world, asked))
    return _answer(_lives(grant), grant)


def by_keys(world: World, asked: Asked, fields: Fields) -> Answer:
    """Give an application a token that reaches every patient; only live keys can have one."""
    application = read_basic(asked.headers.get("Authorization", None))
    if not application.live:
        raise Denial(
            "unauthorized_client",
            "Test keys cannot have an application access token, as in the real service. Here, "
            f"{' with '.join(LIVE_KEYS)} can.",
        )
    grant = world.authority.serve_application(application, scenario_of(fields) or world.default, issuer(world, asked))
    return _answer({"access_token": grant.access_token, "expires_in": round(grant.life), "token_type": "Bearer"}, grant)


def scenario_of(fields: Fields) -> Scenario | None:
    """Return the scenario of `sandbox_scenario`, written as in a token or a JSON plan; raises Denial."""
    written = fields.get("sandbox_scenario", "default")
    try:
        # The '+' before the spelling of a wait arrives as a space if it travelled raw.
        plain = written if written.lstrip().startswith("{") else written.strip().replace(" ", "+")
        return None if plain == "default" else read_setting(plain)
    except ValueError as error:
        raise Denial("invalid_request", f"sandbox_scenario: {error}") from None


def endpoint_of(world: World, consent: Consent | None) -> dict[str, Any]:
    """Return the one endpoint that a sandbox has, under the id that was asked for."""
    return {
        "id": (consent.request.endpoint if consent else "") or world.chance.uuid("endpoint", 1),
        "label": ["Procedure Sandbox"],
        "name": "Procedure Sandbox",
        "refreshable": consent is None or consent.refreshable,
    }


def time_until_max_auth(consent: Consent | None, left: float) -> float | str:
    """Return for how long the authorization can be kept alive: for ever, or as long as its one token lives."""
    return "indefinite" if consent is None or consent.refreshable else max(round(left), 0)


def _client(asked: Asked, fields: Fields) -> Application:
    """Return who asks: a public client by its client_id alone, or one that shows its keys."""
    if not asked.header("Authorization").strip():
        return read_publishable(*need(fields, "client_id"))
    application = read_basic(asked.headers.get("Authorization", None))
    if fields.get("client_id", application.key) != application.key:
        raise Denial("invalid_client", "Unauthorized: Invalid credentials. client_id and Basic name different keys.")
    return application


def _granted(world: World, grant: Grant) -> Answer:
    """Return all that a new authorization brings."""
    consent = grant.session.consent
    assert consent is not None, "an exchange has one"  # noqa: S101 - for the type checker
    resources = sorted(world.store.counts)
    found = _lives(grant) | {
        # SMART wants the bare id here, the service says what it refers to.
        "patient": consent.patient if consent.request.smart else f"Patient/{consent.patient}",
        "endpoint": endpoint_of(world, consent) | {"resources": resources},
        "user": {"externalId": consent.request.external_id},
        "scope": " ".join(consent.request.scope),
    }
    return _answer(found, grant)


def _lives(grant: Grant) -> dict[str, Any]:
    refreshing = {"refresh_token": grant.refresh_token} if grant.refresh_token else {}
    return {
        "access_token": grant.access_token,
        "token_type": "Bearer",
        "expires_in": round(grant.life),
        **refreshing,
        "refresh_expires_in": round(REFRESH_LIFE) if grant.refresh_token else None,
        "timeUntilMaxAuth": time_until_max_auth(grant.session.consent, grant.life),
    }


def _answer(found: dict[str, Any], grant: Grant) -> Answer:
    return Answer(200, _JSON, orjson.dumps(found), at=grant.session.clock.now())


# grant_type -> function. The discovery documents say which there are.
GRANTS: dict[str, Callable[[World, Asked, Fields], Answer]] = {
    "authorization_code": by_code,
    "refresh_token": by_refresh_token,
    "client_credentials": by_keys,
}
