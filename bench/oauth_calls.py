"""What is asked of the OAuth API when we measure? The whole way of a patient, step by step, and the page of consent."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import parse_qs, urlencode, urlsplit

import orjson

from bench.operation import Ask, Call, Operation, get
from bench.procedures import PER_PATIENT, patient_id

_VERIFIER = "v" * 43
_REDIRECT = "http://localhost:3000/callback"
_TIMES = 10
_LIVE = b64encode(b"pk_live_sandbox:sk_live_sandbox").decode()
_BASIC = b64encode(b"pk_test_bench:sk_test_bench").decode()


def oauth_calls(ask: Ask) -> Iterator[Operation]:
    """Yield the steps of OAuth; each has what the one before has granted."""
    yield Operation(name="authorize", requests=tuple(_authorize(number) for number in range(_TIMES)), statuses=(302,))
    codes = [_code(ask(_authorize(number)).location) for number in range(_TIMES)]
    exchanges = [_exchange(code) for code in codes]
    yield Operation(name="exchange a code", requests=tuple(exchanges))
    granted = [orjson.loads(ask(_exchange(_code(ask(_authorize(number)).location))).body) for number in range(_TIMES)]
    yield Operation(name="introspect", requests=tuple(_introspect(one["access_token"]) for one in granted))
    application = Call("POST", "/oauth/token", b"grant_type=client_credentials", _form(_LIVE))
    yield Operation(name="a token for an application", requests=(application,) * _TIMES)
    yield Operation(name="keys and configuration", requests=tuple(get(f"/.well-known/{name}") for name in _DOCUMENTS))
    half = _TIMES // 2
    yield Operation(name="refresh", requests=tuple(_refresh(one["refresh_token"]) for one in granted[:half]))
    yield Operation(name="revoke", requests=tuple(_revoke(one["access_token"]) for one in granted[half:]))


def _authorize(number: int) -> Call:
    challenge = urlsafe_b64encode(sha256(_VERIFIER.encode()).digest()).rstrip(b"=").decode()
    fields = {
        "response_type": "code",
        "client_id": "pk_test_bench",
        "redirect_uri": _REDIRECT,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "scope": "launch/patient offline_access",
        "flexpa_external_id": f"user-{number}",
        "sandbox_patient": patient_id(PER_PATIENT * number),
        "state": "s",
    }
    return get(f"/oauth/authorize?{urlencode(fields)}")


def _code(location: str) -> str:
    return parse_qs(urlsplit(location).query)["code"][0]


def _exchange(code: str) -> Call:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": _VERIFIER,
        "redirect_uri": _REDIRECT,
        "client_id": "pk_test_bench",
    }
    return Call("POST", "/oauth/token", urlencode(fields).encode(), _form(_BASIC))


def _refresh(token: str) -> Call:
    fields = {"grant_type": "refresh_token", "refresh_token": token}
    return Call("POST", "/oauth/token", urlencode(fields).encode(), _form(_BASIC))


def _introspect(token: str) -> Call:
    return get("/link/introspect", Authorization=f"Bearer {token}")


def _revoke(token: str) -> Call:
    form, bearer = ("Content-Type", "application/x-www-form-urlencoded"), ("Authorization", f"Bearer {token}")
    return Call("POST", "/link/revoke", b"secret_key=sk_test_bench", (form, bearer))


def _form(keys: str) -> tuple[tuple[str, str], ...]:
    return ("Content-Type", "application/x-www-form-urlencoded"), ("Authorization", f"Basic {keys}")


_DOCUMENTS = ("jwks.json", "smart-configuration", "openid-configuration", "oauth-protected-resource")
