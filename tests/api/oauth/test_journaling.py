"""What a client asks of the OAuth API stands in its session's journal, and is judged by no rule."""

from typing import Any

import httpx
import pytest

KEYS = httpx.BasicAuth("pk_test_x", "sk_test_x")


@pytest.fixture
def minted(client: httpx.Client) -> tuple[httpx.Client, dict[str, Any]]:
    """Give a client of the server, and the tokens of a new authorization whose journal keeps such requests."""
    tokens = client.post("/_sandbox/sessions", json={"scenario": "ready"}).json()
    login = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert {"oauth": True} == client.post("/_sandbox/session/journal", headers=login, json={"oauth": True}).json()
    return client, tokens


def entries(client: httpx.Client, token: str) -> list[dict[str, Any]]:
    """Return the journal of a token's session."""
    found: list[dict[str, Any]] = client.get(
        "/_sandbox/session/journal", headers={"Authorization": f"Bearer {token}"}
    ).json()["entries"]
    return found


def refresh(client: httpx.Client, token: str) -> httpx.Response:
    """Ask for the next tokens."""
    form = {"grant_type": "refresh_token", "refresh_token": token}
    return client.post("/link/token", data=form, auth=KEYS)


def test_a_refresh_is_written_down_without_its_tokens(minted: tuple[httpx.Client, dict[str, Any]]) -> None:
    """With the name of the API, beside what was asked of FHIR's."""
    client, tokens = minted
    client.get("/fhir/Procedure", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    new = refresh(client, tokens["refresh_token"]).json()
    client.get("/fhir/Procedure", headers={"Authorization": f"Bearer {new['access_token']}"})
    found = entries(client, new["access_token"])

    assert [("/fhir/Procedure", None), ("/link/token", "oauth"), ("/fhir/Procedure", None)] == [
        (entry["path"], entry.get("door")) for entry in found
    ]
    assert [1, 2, 3] == [entry["n"] for entry in found]
    assert (200, "POST", "") == (found[1]["status"], found[1]["method"], found[1]["query"])
    assert found[1]["bytes"] > 0
    assert tokens["refresh_token"] not in str(found)


def test_a_refusal_is_written_down_where_it_is_known_whose_it_is(minted: tuple[httpx.Client, dict[str, Any]]) -> None:
    """A token that was used before is nobody's."""
    client, tokens = minted
    wrong = client.post(
        "/link/token", data={"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    )  # without its keys
    new = refresh(client, tokens["refresh_token"]).json()
    refresh(client, tokens["refresh_token"])
    found = entries(client, new["access_token"])

    assert [wrong.status_code, 200] == [entry["status"] for entry in found]


def test_introspection_is_written_down(minted: tuple[httpx.Client, dict[str, Any]]) -> None:
    """By its bearer token; discovery is nobody's."""
    client, tokens = minted
    login = {"Authorization": f"Bearer {tokens['access_token']}"}
    client.get("/link/introspect", headers=login)
    client.get("/.well-known/jwks.json", headers=login)
    client.post("/link/token", headers=login | {"Content-Type": "text/plain"}, content="?")

    assert ["/link/introspect", "/link/token"] == [
        entry["path"] for entry in entries(client, tokens["access_token"]) if entry["door"] == "oauth"
    ]


def test_no_rule_and_no_expectation_counts_it(minted: tuple[httpx.Client, dict[str, Any]]) -> None:
    """They are about the FHIR API."""
    client, tokens = minted
    login = {"Authorization": f"Bearer {tokens['access_token']}"}
    for _ in range(30):
        client.get("/link/introspect", headers=login)
    verdict = client.get("/_sandbox/session/verdict", headers=login).json()
    expected = client.post(
        "/_sandbox/session/expect", headers=login, json={"count": {"status": 200, "min": 1}, "within": 0}
    ).json()

    assert ("not-exercised", 0) == (verdict["result"], verdict["numbers"]["requests"])
    assert "pass" != expected["result"]


def test_without_being_told_a_session_keeps_none(minted: tuple[httpx.Client, dict[str, Any]]) -> None:
    """The journal is that of the FHIR API; what it is told is a flag."""
    client, tokens = minted
    login = {"Authorization": f"Bearer {tokens['access_token']}"}
    client.post("/_sandbox/session/journal", headers=login, json={"oauth": False})
    client.get("/link/introspect", headers=login)
    refused = client.post("/_sandbox/session/journal", headers=login, json={})

    assert [] == entries(client, tokens["access_token"])
    assert (400, True) == (refused.status_code, 'takes {"oauth": true}' in refused.json()["error"]["message"])
