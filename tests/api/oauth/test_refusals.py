"""What is refused at the OAuth door? Each with the documented shape, and without repeating what may be a secret."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

import httpx
import jwt
import orjson
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.api.oauth.flow import LIVE, REDIRECT, VERIFIER, App, Apps, refused

ADDRESSES = ("/fhir/Patient", "/link/introspect", "/rest/consent")


def test_a_replayed_code_ends_what_it_gave(app: App) -> None:
    """Access token and refresh token die with it, whoever replays it, with whatever proof."""
    code = app.code()
    found = app.redeem(code).json()
    answer = app.redeem(code, code_verifier="w" * 43)

    assert ((400, "invalid_grant"), "Invalid authorization code") == (refused(answer), answer.json()["message"][:26])
    assert 401 == app.get("/fhir/Patient", found["access_token"]).status_code
    assert (400, "invalid_grant") == refused(app.refresh(found["refresh_token"]))
    assert (400, "invalid_grant") == refused(app.redeem(code))


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": VERIFIER[:-1]},
        {"code_verifier": VERIFIER + "é"},
        {"redirect_uri": REDIRECT + "/"},
        {"redirect_uri": "http://localhost:3001/callback"},
        {"redirect_uri": "http://127.0.0.1:3000/callback"},
        {"client_id": "pk_test_somebody-else"},
        {"code": "ac_unknown"},
    ],
    ids=str,
)
def test_a_wrong_proof_is_refused(app: App, changed: dict[str, str]) -> None:
    """Verifier, redirect URI, client and code must all be right; the code stays good for whoever has them."""
    code = app.code()

    assert (400, "invalid_grant") == refused(app.redeem(**{"code": code} | changed))
    assert 200 == app.redeem(code).status_code


def test_an_expired_code_is_refused(app: App) -> None:
    """After 300 s of the session's clock, whose handle is the code itself until there is a token."""
    code = app.code()
    clock = app.handle(code).clock
    clock(freeze=True, advance=299)
    kept = app.code()
    app.handle(kept).clock(freeze=True, advance=299.9)
    clock(advance=1)
    answer = app.redeem(code)

    assert ((400, "invalid_grant"), True) == (refused(answer), "300 s" in answer.json()["message"])
    assert 200 == app.redeem(kept).status_code


def test_a_reused_refresh_token_is_refused(app: App) -> None:
    """It is good once; what it gave stays good."""
    first = app.login()
    second = app.refresh(first["refresh_token"]).json()

    assert (400, "invalid_grant") == refused(app.refresh(first["refresh_token"]))
    assert 200 == app.get("/fhir/Patient", second["access_token"]).status_code
    assert 200 == app.refresh(second["refresh_token"]).status_code


def test_an_expired_refresh_token_is_refused(app: App) -> None:
    """After 90 days of the session's clock; each refresh begins them anew."""
    found = app.login()
    handle = app.handle(found["access_token"])
    handle.clock(freeze=True, advance=7_775_999)
    found = app.refresh(found["refresh_token"]).json()
    handle.clock(advance=7_776_000)

    assert (400, "invalid_grant") == refused(app.refresh(found["refresh_token"]))


def test_a_refresh_token_belongs_to_its_application(apps: Apps) -> None:
    """Another one's keys do not redeem it, and leave it good."""
    app, other = apps(), apps("other")
    found = app.login()

    assert (400, "invalid_grant") == refused(other.refresh(found["refresh_token"]))
    assert 200 == app.refresh(found["refresh_token"]).status_code


def test_what_is_revoked_cannot_be_refreshed(app: App) -> None:
    """Nor what the scenario has revoked."""
    found = app.login(sandbox_scenario="revoked")

    assert (400, "invalid_grant") == refused(app.refresh(found["refresh_token"]))


def part(value: Any) -> str:
    """Return one part of a JWT."""
    return urlsafe_b64encode(value if isinstance(value, bytes) else orjson.dumps(value)).rstrip(b"=").decode()


def forged(client: httpx.Client, token: str) -> dict[str, str]:
    """Return tokens with the claims of a good one, and signatures that nobody here has made."""
    head, claims, signature = token.split(".")
    kid = jwt.get_unverified_header(token)["kid"]
    (key,) = client.get("/.well-known/jwks.json").json()["keys"]
    public = jwt.PyJWK(key).key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    foreign = ec.generate_private_key(ec.SECP256R1())
    symmetric = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': kid})}.{claims}"
    by_public_key = part(hmac.digest(public, symmetric.encode(), "sha256"))
    return {
        "foreign": jwt.encode(jwt.decode(token, options={"verify_signature": False}), foreign, "ES256", {"kid": kid}),
        "alg none": f"{part({'alg': 'none', 'typ': 'JWT'})}.{claims}.",
        "alg none with signature": f"{part({'alg': 'none', 'typ': 'JWT'})}.{claims}.{signature}",
        "public key as secret": f"{symmetric}.{by_public_key}",
        "other claims": f"{head}.{part({'sub': 'x', 'patient': 'Patient/ben-okafor'})}.{signature}",
    }


@pytest.mark.parametrize(
    "kind", ["foreign", "alg none", "alg none with signature", "public key as secret", "other claims"]
)
def test_a_forged_token_is_refused_everywhere(app: App, kind: str) -> None:
    """401 at every door, and no part of it comes back."""
    good = app.login()["access_token"]
    bad = forged(app.client, good)[kind]
    before = app.client.get("/_sandbox/sessions").json()["total"]
    answers = [app.get(path, bad) for path in ADDRESSES]
    answers.append(app.client.post("/link/revoke", json={"secret_key": "sk_test_x"}, headers=app.handle(bad).login))

    assert [401] * 4 == [answer.status_code for answer in answers]
    assert "login" == answers[0].json()["issue"][0]["code"]
    for answer in answers[1:]:
        assert (401, "Unauthorized") == refused(answer)
        assert answer.json()["message"].startswith("Invalid access token. ")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert not [answer for answer in answers if bad in answer.text or bad.split(".")[1] in answer.text]
    assert before == app.client.get("/_sandbox/sessions").json()["total"]
    assert 200 == app.get("/fhir/Patient", good).status_code


REAL = [("pk_live_verysecret", "sk_live_verysecret"), ("pk_test_x", "sk_live_verysecret")]


@pytest.mark.parametrize(("key", "secret"), REAL)
@pytest.mark.parametrize("grant_type", ["client_credentials", "refresh_token", "authorization_code"])
def test_a_real_key_is_refused_with_an_explanation(
    client: httpx.Client, key: str, secret: str, grant_type: str
) -> None:
    """And nothing of it is said."""
    fields = {"grant_type": grant_type, "refresh_token": "x", "code": "x", "code_verifier": "x", "redirect_uri": "x"}
    answer = client.post("/link/token", data=fields, auth=httpx.BasicAuth(key, secret))

    assert (401, "invalid_client") == refused(answer)
    assert "real key" in answer.json()["message"]
    assert "verysecret" not in answer.text
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_a_real_key_is_refused_wherever_it_stands(app: App) -> None:
    """As a client_id, as a secret, as a bearer."""
    answers = [
        app.ask(client_id="pk_live_verysecret"),
        app.redeem(app.code(), client_id="pk_live_verysecret"),
        app.client.post("/link/exchange", json={"public_token": "x", "secret_key": "sk_live_verysecret"}),
        app.get("/link/introspect", "sk_live_verysecret"),
        app.client.post(
            "/link/revoke",
            json={"secret_key": "sk_live_verysecret"},
            headers=app.handle(app.login()["access_token"]).login,
        ),
    ]

    assert [401] * 5 == [refused(answer)[0] for answer in answers]
    assert not [answer.text for answer in answers if "verysecret" in answer.text or "real key" not in answer.text]


@pytest.mark.parametrize(
    ("key", "secret"),
    [("pk_test_x", "wrong"), ("wrong", "sk_test_x"), ("pk_test_x", LIVE[1]), (LIVE[0], "sk_test_x"), ("", "")],
)
def test_wrong_keys_are_refused(client: httpx.Client, key: str, secret: str) -> None:
    """401 `invalid_client`, in the words of the service."""
    answer = client.post("/link/token", json={"grant_type": "client_credentials"}, auth=httpx.BasicAuth(key, secret))

    assert (401, "invalid_client") == refused(answer)
    assert answer.json()["message"].startswith("Unauthorized: Invalid credentials")


@pytest.mark.parametrize("header", ["Basic", "Basic %%%", "Basic cGtfdGVzdF94", "Basic /////w==", "Bearer x", "x"])
def test_what_is_no_basic_is_refused(client: httpx.Client, header: str) -> None:
    """As wrong keys are."""
    fields = {"grant_type": "refresh_token", "refresh_token": "x"}
    answer = client.post("/link/token", data=fields, headers={"Authorization": header})

    assert (401, "invalid_client") == refused(answer)


BODIES: dict[str, tuple[dict[str, Any], tuple[int, str]]] = {
    "nothing": ({}, (400, "invalid_request")),
    "unknown grant": ({"data": {"grant_type": "password"}}, (400, "unsupported_grant_type")),
    "missing fields": ({"data": {"grant_type": "authorization_code"}}, (400, "invalid_request")),
    "twice": ({"content": b"grant_type=a&grant_type=b"}, (400, "invalid_request")),
    "no value": ({"content": b"grant_type="}, (400, "invalid_request")),
    "no JSON": ({"content": b"{", "json_": True}, (400, "invalid_request")),
    "no object": ({"json": ["grant_type"]}, (400, "invalid_request")),
    "a name twice": (
        {"content": b'{"grant_type":"client_credentials","grant_type":"refresh_token"}', "json_": True},
        (400, "invalid_request"),
    ),
    "no strings": ({"json": {"grant_type": 1}}, (400, "invalid_request")),
    "too many": ({"content": b"&".join(b"a%d=1" % n for n in range(200))}, (400, "invalid_request")),
    "XML": ({"content": b"<x/>", "media": "text/xml"}, (415, "Unsupported Media Type")),
    "gzip": ({"content": b"x", "headers": {"Content-Encoding": "gzip"}}, (415, "Unsupported Media Type")),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_read_is_refused(client: httpx.Client, name: str) -> None:
    """With what would be right."""
    body, expected = BODIES[name]
    body = dict(body)
    if "content" in body:
        media = (
            "application/json" if body.pop("json_", False) else body.pop("media", "application/x-www-form-urlencoded")
        )
        body["headers"] = {"Content-Type": media} | body.get("headers", {})

    assert expected == refused(client.post("/link/token", **body))


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/link/token", (405, "Method Not Allowed")),
        ("DELETE", "/oauth/authorize", (405, "Method Not Allowed")),
        ("GET", "/link/nothing", (404, "Not Found")),
        ("GET", "/link", (404, "Not Found")),
        ("GET", "/rest/consent/x", (404, "Not Found")),
        ("POST", "/.well-known/smart-configuration", (405, "Method Not Allowed")),
        ("GET", "/link/introspect", (401, "Unauthorized")),
        ("GET", "/rest/consent", (401, "Unauthorized")),
        ("POST", "/link/revoke", (401, "Unauthorized")),
    ],
)
def test_every_error_of_this_door_has_one_shape(
    client: httpx.Client, method: str, path: str, expected: tuple[int, str]
) -> None:
    """404 and 405 too, and what needs a token."""
    assert expected == refused(client.request(method, path))


def test_a_body_that_is_too_large_is_refused(client: httpx.Client) -> None:
    """413, in the same shape."""
    headers = {"Content-Type": "application/json"}
    answer = client.post("/link/token", content=b" " * 1_048_577, headers=headers)

    assert (413, "Content Too Large") == (answer.status_code, answer.json()["error"])


def test_a_verifier_that_is_too_short_proves_nothing(app: App) -> None:
    """Even if its digest is the challenge: RFC 7636 wants 43 characters."""
    challenge = urlsafe_b64encode(sha256(b"short").digest()).rstrip(b"=").decode()

    assert (400, "invalid_grant") == refused(app.redeem(app.code(code_challenge=challenge), code_verifier="short"))
