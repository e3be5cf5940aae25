"""Who may pass the steering door, and how? Methods, tokens, origins, bodies, and the settings that close it."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from sandbox.api.admin.routes import ROUTES
from tests.api.admin.handle import JSON, Hands, error

Serve = Callable[..., httpx.Client]
PATIENT = '{"resourceType":"Patient","id":"1"}'
OF_A_SESSION = [(route.method, route.pattern) for route in ROUTES if route.pattern.startswith("/session/")]
OF_A_SESSION += [("GET", "/session"), ("DELETE", "/session")]
WITH_BODY = [(route.method, route.pattern) for route in ROUTES if route.method in {"POST", "PUT"}]
PATTERNS = sorted({route.pattern for route in ROUTES if "{" not in route.pattern})


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_wrong_method_is_405_and_names_the_right_ones(client: httpx.Client, pattern: str) -> None:
    """Allow lists them, HEAD where GET is."""
    answer = client.request("PATCH", f"/_sandbox{pattern}")
    methods = {route.method for route in ROUTES if route.pattern == pattern}

    assert 405 == answer.status_code
    assert methods | ({"HEAD"} if "GET" in methods else set()) == set(answer.headers["Allow"].split(", "))
    assert error(answer).startswith("PATCH is not possible here")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", "."),
        ("/", ": it ends in a slash."),
        ("/nope", "."),
        ("/health/", ": it ends in a slash."),
        ("//health", ": there are two slashes in a row in it."),
        ("/helth", '. Did you mean "/_sandbox/health"?'),
        ("/Session", '. Did you mean "/_sandbox/session"?'),
        ("/session/jurnal", '. Did you mean "/_sandbox/session/journal"?'),
        ("/sessions/abc/verdikt", '. Did you mean "/_sandbox/sessions/abc/verdict"?'),
        ("/resources/Procedure/1/2", "."),
    ],
)
def test_an_unknown_address_is_404_with_a_hint(client: httpx.Client, path: str, said: str) -> None:
    """It says what may be wrong; the hint says where the list of addresses is."""
    answer = client.get(f"/_sandbox{path}")

    assert (404, f"Nothing is served at this address{said}") == (answer.status_code, error(answer))
    assert "/_sandbox/openapi.json" in answer.json()["error"]["hint"]


@pytest.mark.parametrize(("method", "path"), OF_A_SESSION)
@pytest.mark.parametrize(
    "login", [None, "Basic abc", "Bearer", "Bearer nonsense", "Bearer a.b.c", "Bearer pat_test_redy"]
)
def test_a_call_about_a_session_needs_its_token(
    client: httpx.Client, method: str, path: str, login: str | None
) -> None:
    """A missing or unknown one is 401 with a challenge, and does not come back in the answer."""
    answer = client.request(method, f"/_sandbox{path}", headers={"Authorization": login} if login else {})

    assert 401 == answer.status_code
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
    assert error(answer)
    assert "nonsense" not in answer.text


@pytest.mark.parametrize(
    "route", [("GET", "/health"), ("GET", "/personas"), ("GET", "/scenarios"), ("GET", "/openapi.json")]
)
def test_the_overview_needs_no_token(client: httpx.Client, route: tuple[str, str]) -> None:
    """Whoever is there may see what there is."""
    assert 200 == client.request(route[0], f"/_sandbox{route[1]}").status_code


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.pattern}")
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "", "http://127.0.0.1:1"])
def test_a_page_from_elsewhere_may_not_steer(hands: Hands, route: Any, origin: str) -> None:
    """A foreign Origin is 403, whatever the call and the token."""
    answer = hands("ready").steer(route.method, route.pattern, Origin=origin)

    assert 403 == answer.status_code
    assert "may not steer this sandbox" in error(answer)


@pytest.mark.parametrize("host", ["", "localhost:99"])
def test_a_page_of_our_own_may_steer(hands: Hands, host: str) -> None:
    """Its Origin is the address that it asks."""
    handle = hands("ready")
    own = host or f"{handle.client.base_url.host}:{handle.client.base_url.port}"

    assert 200 == handle.steer("GET", "/session", Origin=f"http://{own}", Host=own).status_code


@pytest.mark.parametrize("public", ["https://sandbox.example", "https://sandbox.example/mock"])
def test_a_page_of_the_public_address_may_steer(serve: Serve, public: str) -> None:
    """Behind a proxy, the page's Origin is the public one; an Origin has no path."""
    client = serve(PATIENT, public_url=public)

    assert 200 == client.get("/_sandbox/health", headers={"Origin": "https://sandbox.example"}).status_code
    assert 403 == client.get("/_sandbox/health", headers={"Origin": "https://sandbox.example:81"}).status_code


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx"]
)
def test_a_body_of_another_type_is_415(hands: Hands, method: str, path: str, media: str) -> None:
    """Types that a browser sends without asking first are among them."""
    handle = hands("ready")
    headers = handle.login | {"Content-Type": media}
    answer = handle.client.request(method, handle.place(path), content=b"{}", headers=headers)

    assert (415, f"The body must be application/json, not {media}.") == (answer.status_code, error(answer))


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_a_body_without_a_type_is_415(hands: Hands, method: str, path: str) -> None:
    """A type must be given where there is a body."""
    handle = hands("ready")
    answer = handle.client.request(method, handle.place(path), content=b"{}", headers=handle.login)

    assert 415 == answer.status_code


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
@pytest.mark.parametrize(
    "body", [b"{", b"hello", b"[]", b"null", b"5", b'"x"', b'{"x":NaN}', b"\xff", b'{"x":1e999}', b"[" * 5000]
)
def test_a_body_that_is_no_json_object_is_400(hands: Hands, method: str, path: str, body: bytes) -> None:
    """The message says what is wrong with it."""
    handle = hands("ready")
    answer = handle.client.request(method, handle.place(path), content=body, headers=handle.login | JSON)

    assert 400 == answer.status_code
    assert error(answer).startswith("The body ")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/sessions", '{"scenario": "ready", "scenario": "stuck"}'),
        ("POST", "/sessions", '{"scenario": {"steps": [{"status": 503, "times": 1, "times": 2}]}}'),
        ("POST", "/session/clock", '{"advance": 5, "advance": 5}'),
        ("PUT", "/session/sync", '{"state": "ready", "state": "failed"}'),
        ("POST", "/session/expect", '{"never": {"status": 429, "status": 422}, "for": 0}'),
    ],
)
def test_a_name_that_stands_twice_is_400(hands: Hands, method: str, path: str, body: str) -> None:
    """Readers of JSON take one of the two, and nobody could tell which was meant."""
    handle = hands("ready")
    answer = handle.client.request(method, handle.place(path), content=body, headers=handle.login | JSON)

    assert 400 == answer.status_code
    assert re.fullmatch(r"The body cannot be understood: '\w+' stands twice in one object\.", error(answer))


UNKNOWN = [
    ("POST", "/sessions", "scenaro", "scenario"),
    ("POST", "/reset", "al", "all"),
    ("POST", "/session/clock", "advanced", "advance"),
    ("PUT", "/session/sync", "States", "state"),
    ("POST", "/session/reauthorize", "scenarios", "scenario"),
    ("POST", "/session/expect", "counts", "count"),
]


@pytest.mark.parametrize(("method", "path", "key", "meant"), UNKNOWN)
def test_an_unknown_key_is_400_and_says_what_was_meant(
    hands: Hands, method: str, path: str, key: str, meant: str
) -> None:
    """By the nearest known one."""
    answer = hands("ready").steer(method, path, {key: 1})

    assert 400 == answer.status_code
    assert error(answer).startswith(f'{key!r} is not a key here. Did you mean "{meant}"?')


def test_the_admin_token_guards_what_belongs_to_nobody(serve: Serve) -> None:
    """The calls about one session take its own token as before, and the overview takes none."""
    client = serve(PATIENT, admin_token="tops3cret")  # noqa: S106 - made up
    guarded = [("GET", "/sessions"), ("POST", "/sessions"), ("POST", "/reset")]
    for login in ({"Authorization": ""}, {}, {"Authorization": "Bearer tops3cre"}):
        for method, path in guarded:
            answer = client.request(method, f"/_sandbox{path}", headers=login)
            assert 401 == answer.status_code
            assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
            assert "tops3cret" not in answer.text
    admin = {"Authorization": "Bearer tops3cret"}

    assert [200, 201, 400] == [client.request(*row, headers=admin).status_code for row in _addresses(guarded)]
    assert [200, 200] == [client.get(f"/_sandbox{path}").status_code for path in ("/health", "/session")]


def _addresses(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(method, f"/_sandbox{path}") for method, path in rows]


@pytest.mark.parametrize("login", ["Bearer é", "Bearer tops3cret\xff"])
def test_an_admin_token_of_strange_letters_is_just_wrong(serve: Serve, login: str) -> None:
    """It is 401, not an error of the server."""
    client = serve(PATIENT, admin_token="tops3cret")  # noqa: S106 - made up
    for raw in (login.encode(), login.encode("latin-1")):
        assert 401 == client.get("/_sandbox/sessions", headers=[(b"Authorization", raw)]).status_code


def test_the_door_can_be_removed(serve: Serve) -> None:
    """With admin=off there is nothing but the health, for whoever asks; FHIR goes on."""
    client = serve(PATIENT, admin="off")
    statuses = [client.request(route.method, f"/_sandbox{route.pattern}").status_code for route in ROUTES]

    assert ("/health", [200] + [404] * (len(ROUTES) - 1)) == (ROUTES[0].pattern, statuses)
    assert 200 == client.get("/fhir/Patient").status_code


LIMIT = 32 * 1024 * 1024


def test_a_body_may_have_32_mebibytes_and_no_more(client: httpx.Client) -> None:
    """A byte more is 413, in the shape of this door."""
    fits = client.post("/_sandbox/reset", content=b"{}".ljust(LIMIT), headers=JSON)
    large = client.post("/_sandbox/reset", content=b"{}".ljust(LIMIT + 1), headers=JSON)

    assert 400 == fits.status_code
    assert '{"all": true}' in error(fits)
    assert (413, f"The body is larger than {LIMIT} bytes.") == (large.status_code, error(large))


def test_every_answer_names_the_sandbox(client: httpx.Client) -> None:
    """Errors do as well."""
    for path in ("/_sandbox/health", "/_sandbox/nope", "/_sandbox/session", "/.well-known/jwks.json", "/nope"):
        assert client.get(path).headers["X-Sandbox"].startswith("procedure-sandbox/")


def test_head_goes_where_get_goes(hands: Hands) -> None:
    """With the same headers, and without a body."""
    answer = hands("ready").steer("HEAD", "/session")

    assert (200, b"") == (answer.status_code, answer.content)
    assert int(answer.headers["Content-Length"]) > 0
