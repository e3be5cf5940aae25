"""What do the discovery documents say? Where the doors are and what they can do, on the address that was asked."""

import httpx
import pytest

from sandbox.api.oauth.token import GRANT_TYPES
from tests.api.oauth.flow import App

DOCUMENTS = {
    "/.well-known/smart-configuration": "/link/token",
    "/fhir/.well-known/smart-configuration": "/link/token",
    "/.well-known/openid-configuration": "/oauth/token",
    "/.well-known/oauth-authorization-server": "/oauth/token",
}
# What the service was seen to say, and what RFC 8414 wants.
FACTS = {
    "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
    "code_challenge_methods_supported": ["S256"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
    "scopes_supported": ["launch/patient", "offline_access"],
    "response_types_supported": ["code"],
}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_each_document_says_the_same(client: httpx.Client, path: str) -> None:
    """Without a token; grants are those of the table, addresses those of the door."""
    answer = client.get(path)
    found = answer.json()
    here = f"{client.base_url}".rstrip("/")

    assert (200, "application/json; charset=utf-8", 32) == (
        answer.status_code,
        answer.headers["Content-Type"],
        len(answer.headers["X-Request-Id"]),
    )
    assert found | FACTS == found
    assert list(GRANT_TYPES) == found["grant_types_supported"]
    assert (here, f"{here}{DOCUMENTS[path]}") == (found["issuer"], found["token_endpoint"])
    assert 200 == client.get(found["jwks_uri"]).status_code


def test_the_smart_configuration_has_its_capabilities(client: httpx.Client) -> None:
    """Those that the service was seen to list, in one document at two addresses."""
    first, second = (client.get(path).json() for path in list(DOCUMENTS)[:2])

    assert first == second
    assert {"launch-standalone", "client-public", "context-standalone-patient"} <= set(first["capabilities"])


def test_the_capability_statement_names_the_same_doors(client: httpx.Client) -> None:
    """For SMART clients that read no smart-configuration."""
    smart = client.get("/.well-known/smart-configuration").json()
    security = client.get("/fhir/metadata").json()["rest"][0]["security"]
    named = {one["url"]: one["valueUri"] for one in security["extension"][0]["extension"]}

    assert {"authorize": smart["authorization_endpoint"], "token": smart["token_endpoint"]} == named
    assert "SMART-on-FHIR" == security["service"][0]["coding"][0]["code"]


def test_the_resource_names_its_server(client: httpx.Client) -> None:
    """RFC 9728: the FHIR door, and who grants access to it."""
    found = client.get("/.well-known/oauth-protected-resource").json()
    here = f"{client.base_url}".rstrip("/")

    assert (f"{here}/fhir", [here]) == (found["resource"], found["authorization_servers"])


def test_the_documents_name_the_address_that_was_asked(client: httpx.Client) -> None:
    """By whatever name a client knows the server, issuer of its tokens included."""
    found = client.get("/.well-known/smart-configuration", headers={"Host": "sandbox.test:8080"}).json()

    assert "http://sandbox.test:8080/link/auth" == found["authorization_endpoint"]


def test_behind_a_proxy_they_name_the_public_address(serve: object, app: App) -> None:
    """SANDBOX_PUBLIC_URL, with its path."""
    assert callable(serve)
    client = serve('{"resourceType":"Patient","id":"1"}', public_url="https://sandbox.example/api")
    found = client.get("/.well-known/oauth-authorization-server").json()

    assert ("https://sandbox.example/api", "https://sandbox.example/api/oauth/authorize") == (
        found["issuer"],
        found["authorization_endpoint"],
    )
    assert app.key
