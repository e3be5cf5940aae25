"""What is a minted token? A real JWT, whose key is served, and which is a patient's login like a made-up one."""

from typing import Any

import httpx
import jwt
import pytest

from sandbox.backend import Backend
from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import load
from sandbox.scenario import parse_scenario
from sandbox.sessions.clock import Clock
from sandbox.settings import Settings
from tests.api.admin.handle import Handle, Hands


def claims_of(client: httpx.Client, token: str) -> dict[str, Any]:
    """Verify a token by the key that is served, as any client would; return its claims."""
    keys = jwt.PyJWKSet.from_dict(client.get("/.well-known/jwks.json").json())
    found: dict[str, Any] = jwt.decode(token, keys[jwt.get_unverified_header(token)["kid"]], algorithms=["ES256"])
    return found


def test_a_minted_token_verifies_by_the_served_key(hands: Hands) -> None:
    """ES256, with the claims of the service."""
    handle = hands("ready")
    answer = handle.steer("POST", "/sessions", {"patient": "cleo", "expires_in": 120})
    token = answer.json()["access_token"]
    claims = claims_of(handle.client, token)

    assert "ES256" == jwt.get_unverified_header(token)["alg"]
    assert {"jti", "iat", "exp", "sub", "patient"} <= claims.keys()
    assert ("Patient/cleo-marchetti", 120) == (claims["patient"], claims["exp"] - claims["iat"])
    assert all(isinstance(claims[name], str) for name in ("sub", "jti"))


def test_the_key_set_shows_no_secret(client: httpx.Client) -> None:
    """The public half of one P-256 key."""
    answer = client.get("/.well-known/jwks.json")
    (key,) = answer.json()["keys"]

    assert (200, "X-Request-Id" in answer.headers) == (answer.status_code, True)
    assert ("EC", "P-256", "ES256", "sig") == tuple(key[name] for name in ("kty", "crv", "alg", "use"))
    assert "d" not in key


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/jwks.json", 405), ("GET", "/nope", 404)])
def test_that_door_has_the_error_shape_of_the_service(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    """`statusCode`, `error` and `message`."""
    answer = client.request(method, f"/.well-known{path}")

    assert status == answer.status_code == answer.json()["statusCode"]
    assert {"statusCode", "error", "message"} == answer.json().keys()


def test_a_minted_token_is_a_login_of_its_patient(hands: Hands) -> None:
    """Its own Patient is there, another's is not, and the wildcard is its own."""
    handle = hands("ready")
    minted = handle.of(handle.steer("POST", "/sessions", {"patient": "cleo"}))

    assert [200, 200, 200, 404] == [
        minted.get(path).status_code
        for path in ("/Patient/cleo-marchetti", "/Patient/$PATIENT_ID", "/Patient/%24PATIENT_ID", "/Patient/ada-lovell")
    ]
    assert "cleo-marchetti" == minted.get("/Patient/$PATIENT_ID").json()["id"]
    for query in ("patient=$PATIENT_ID", "patient=%24PATIENT_ID", "subject=Patient/$PATIENT_ID"):
        assert 1 == minted.get(f"/Procedure?{query}&_summary=count").json()["total"]
    assert 0 == minted.get("/Procedure?patient=Patient/ada-lovell&_summary=count").json()["total"]


def test_each_authorization_is_another_one(hands: Hands) -> None:
    """Tokens, sessions and counters of the same patient are apart."""
    handle = hands("ready")
    answers = [handle.steer("POST", "/sessions", {"scenario": "syncing-1x"}).json() for _ in range(3)]
    for name in ("access_token", "refresh_token", "session"):
        assert 3 == len({answer[name] for answer in answers})

    assert [[429, 200]] * 3 == [Handle(handle.client, answer["access_token"]).statuses(2) for answer in answers]


@pytest.mark.parametrize("login", ["a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."])
def test_somebody_else_s_token_is_401(client: httpx.Client, login: str) -> None:
    """And no part of it comes back."""
    answer = Handle(client, login).get()

    assert (401, "login") == (answer.status_code, answer.json()["issue"][0]["code"])
    assert login not in answer.text


def test_a_token_that_was_tampered_with_is_401(hands: Hands) -> None:
    """A signature belongs to its words."""
    handle = hands("ready")
    head, claims, signature = handle.of(handle.steer("POST", "/sessions")).token.split(".")

    for token in (f"{head}.{claims}.{signature[::-1]}", f"{head}.{claims}x.{signature}", f"{head}.{claims}."):
        assert 401 == Handle(handle.client, token).get().status_code


def minted(seed: int, number: int) -> list[str]:
    """Return the tokens that a new world mints at a fixed moment."""
    backend = Backend(load(built_in_fixtures()), Settings(seed=seed), new_clock=lambda: Clock(1e9, source=lambda: 0.0))
    return [backend.authorize("ada", parse_scenario("ready"), 60).access_token for _ in range(number)]


def test_the_same_seed_mints_the_same_tokens() -> None:
    """To the last byte, at the same moment; another seed mints others."""
    assert minted(7, 3) == minted(7, 3)
    assert not set(minted(7, 3)) & set(minted(8, 3))


def test_a_token_lives_as_long_as_its_answer_says(hands: Hands) -> None:
    """A second is the least; not one moment longer."""
    handle = hands("ready")
    minted = handle.steer("POST", "/sessions", {"expires_in": 1.0})
    young = handle.of(minted)
    young.steer("POST", "/session/clock", {"freeze": True})
    assert (1, 200) == (minted.json()["expires_in"], young.get().status_code)
    young.steer("POST", "/session/clock", {"advance": 1})
    answer = young.get()

    assert (401, "expired") == (answer.status_code, answer.json()["issue"][0]["code"])


def test_the_default_scenario_is_where_minted_tokens_begin(serve: Any) -> None:
    """It is also what pat_test_default means."""
    client = serve('{"resourceType":"Patient","id":"1"}', scenario="syncing-1x", headers={"Authorization": ""})
    made_up = Handle(client, "pat_test_default~1")

    assert [[429, 200]] * 2 == [one.statuses(2) for one in (made_up, made_up.of(client.post("/_sandbox/sessions")))]
