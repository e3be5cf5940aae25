"""What may a page of another origin read? All of the FHIR and OAuth APIs, and nothing else of the sandbox."""

from collections.abc import Callable

import httpx
import pytest

from tests.api.fhir.asking import by_hand, headers_of

PAGE = {"Origin": "https://app.example"}
ASKING = PAGE | {"Access-Control-Request-Method": "GET"}
PATIENT = "pat_test_ready~ada~cors"
EXPOSED = {
    "date", "retry-after", "x-retry-after", "x-request-id", "x-sandbox", "etag", "last-modified", "location",
    "www-authenticate", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset",
}  # fmt: skip

# Columns: scenario, path below the root, status.
# fmt: off
ANSWERS = [
    ("ready",             "/fhir/Procedure?_count=1",                  200),
    ("ready",             "/fhir/Patient/ada-lovell",                  200),
    ("ready",             "/fhir/Patient/nobody",                      404),
    ("ready",             "/fhir/Procedure?nope=1",                    400),
    ("ready",             "/fhir/metadata",                            200),
    ("ready",             "/fhir/.well-known/smart-configuration",     200),
    ("ready",             "//fhir/Procedure",                          404),
    ("syncing",           "/fhir/Procedure",                           429),
    ("failed",            "/fhir/Procedure",                           422),
    ("forbidden",         "/fhir/Procedure",                           403),
    ("expired",           "/fhir/Procedure",                           401),
    ("flaky-503x1",       "/fhir/Procedure",                           503),
    ("slow-1ms",          "/fhir/Procedure",                           200),
    ("garbled",           "/fhir/Procedure",                           200),
    ("ready",             "/link/introspect",                          200),
    ("ready",             "/link/auth",                                401),
    ("ready",             "/link/nothing",                             404),
    ("ready",             "/oauth/token",                              405),
    ("ready",             "/rest/consent",                             200),
    ("ready",             "/.well-known/jwks.json",                    200),
    ("ready",             "/.well-known/smart-configuration",          200),
    ("ready",             "/.well-known/openid-configuration",         200),
    ("ready",             "/.well-known/oauth-authorization-server",   200),
    ("ready",             "/.well-known/oauth-protected-resource",     200),
]
# fmt: on


def _may_be_read(headers: httpx.Headers | dict[str, str]) -> bool:
    exposed = {name.strip().lower() for name in headers.get("access-control-expose-headers", "").split(",")}
    return headers.get("access-control-allow-origin") == "*" and exposed == EXPOSED


@pytest.mark.parametrize(("scenario", "path", "status"), ANSWERS)
def test_every_answer_to_a_client_may_be_read(client: httpx.Client, scenario: str, path: str, status: int) -> None:
    """Errors and faults too, with each header that a client acts on."""
    token = {"Authorization": f"Bearer pat_test_{scenario}~ada~cors"}
    answer = client.get(f"http://{client.base_url.netloc.decode()}{path}", headers=PAGE | token)

    assert (status, True) == (answer.status_code, _may_be_read(answer.headers))


@pytest.mark.parametrize("scenario", ["truncated", "stall-0s"])
def test_what_is_cut_on_its_way_may_be_read(client: httpx.Client, scenario: str) -> None:
    """As far as it came: the page sees a body that ends too early, not an answer that was kept from it."""
    request = f"GET /fhir/Procedure HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer pat_test_{scenario}~ada~cors\r\n\r\n"

    assert _may_be_read(headers_of(by_hand(client, request.encode())))


def test_even_what_cannot_be_read_is_answered_so(client: httpx.Client) -> None:
    """A page learns why, as long as the path says that it asked an API that is open to pages."""
    assert _may_be_read(headers_of(by_hand(client, b"GET /fhir/Procedure HTTP/1.1\r\n\r\n")))


def test_a_304_may_be_read(client: httpx.Client) -> None:
    """A browser needs the headers on it as on the answer that it keeps."""
    headers = PAGE | {"Authorization": f"Bearer {PATIENT}", "If-None-Match": "*"}
    answer = client.get("/fhir/Patient/ada-lovell", headers=headers)

    assert (304, True) == (answer.status_code, _may_be_read(answer.headers))


@pytest.mark.parametrize(
    "path",
    ["/fhir/Procedure", "/fhir/Patient/nobody", "/fhir/metadata", "/fhir/.well-known/smart-configuration",
     "/fhir", "/link/token", "/oauth/token", "/rest/consent", "/.well-known/jwks.json", "/link/nothing"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_preflight_needs_no_token(client: httpx.Client, path: str, method: str) -> None:
    """204, the method is permitted, and the answer may be kept for a while."""
    answer = client.options(path, headers=PAGE | {"Access-Control-Request-Method": method})

    assert (204, "*", b"") == (answer.status_code, answer.headers["Access-Control-Allow-Origin"], answer.content)
    assert method in answer.headers["Access-Control-Allow-Methods"].split(", ")
    assert int(answer.headers["Access-Control-Max-Age"]) > 0
    assert "content-length" not in answer.headers
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize("names", ["authorization", "authorization,x-flexpa-raw,prefer", "x-anything-at-all"])
def test_the_headers_that_a_page_names_are_permitted(client: httpx.Client, names: str) -> None:
    """Whatever they are."""
    answer = client.options("/fhir/Procedure", headers=ASKING | {"Access-Control-Request-Headers": names})

    assert names == answer.headers["Access-Control-Allow-Headers"]


def test_a_page_that_names_no_headers_is_told_none(client: httpx.Client) -> None:
    """There is nothing to permit."""
    assert "access-control-allow-headers" not in client.options("/fhir/Procedure", headers=ASKING).headers


def test_a_page_of_the_open_network_may_ask_this_machine(client: httpx.Client) -> None:
    """Some browsers ask that, too."""
    answer = client.options("/fhir/Procedure", headers=ASKING | {"Access-Control-Request-Private-Network": "true"})

    assert "true" == answer.headers["Access-Control-Allow-Private-Network"]


def test_a_preflight_is_no_request_of_the_client(client: httpx.Client) -> None:
    """It takes no step of the scenario, and is in no journal, even where it brings a token."""
    token = {"Authorization": "Bearer pat_test_syncing-1x~ada~preflight"}
    client.options("/fhir/Procedure", headers=ASKING | token)

    assert 0 == client.get("/_sandbox/session", headers=token).json()["requests"]


def test_an_options_that_is_no_preflight_is_a_request(client: httpx.Client) -> None:
    """It needs a token, and is refused with the methods that there are."""
    answer = client.options("/fhir/Procedure", headers=PAGE | {"Authorization": f"Bearer {PATIENT}"})

    assert (405, "GET, HEAD") == (answer.status_code, answer.headers["Allow"])


@pytest.mark.parametrize("path", ["/_sandbox/health", "/_sandbox/personas", "/_sandbox/nothing", "/", "/elsewhere"])
def test_nothing_else_may_be_read(client: httpx.Client, path: str) -> None:
    """Neither the admin API nor the console: a page of elsewhere could steer the tests of whoever opens it."""
    answers = [client.get(path), client.get(path, headers=PAGE), client.options(path, headers=ASKING)]

    assert not [name for answer in answers for name in answer.headers if name.startswith("access-control-")]
    assert 204 not in {answer.status_code for answer in answers}


def test_it_can_be_switched_off(serve: Callable[..., httpx.Client]) -> None:
    """With SANDBOX_CORS=off, no answer permits anything, and a preflight is a request like any other."""
    http = serve('{"resourceType":"Patient","id":"1"}', cors="off")
    answers = [http.get("/fhir/Patient/1", headers=PAGE), http.options("/fhir/Patient/1", headers=ASKING)]

    assert [200, 405] == [answer.status_code for answer in answers]
    assert not [name for answer in answers for name in answer.headers if name.startswith("access-control-")]
