"""Which status and which issue code does each mistake get, and in which shape? One per door, for every mistake."""

from typing import Any

import httpx
import pytest

from sandbox.api.admin import routes as admin_routes
from sandbox.search import SearchEngine
from sandbox.web.router import Route
from tests.api.fhir.asking import FORM, Serve, bearer, issue

# Columns: method, path below the server, headers, body, status, issue code. FHIR R4 leaves most codes open.
# fmt: off
Mistake = tuple[str, str, dict[str, str], str, int, str]
MISTAKES: tuple[Mistake, ...] = (
    ("GET",    "/fhir/Procedure",                   {"Authorization": ""},       "", 401, "login"),
    ("GET",    "/fhir/Procedure?nonsense=1",        {},                          "", 400, "not-supported"),
    ("GET",    "/fhir/Procedure?_query=x",          {},                          "", 400, "not-supported"),
    ("GET",    "/fhir/Procedure?subject.zzz=x",     {},                          "", 400, "not-supported"),
    ("GET",    "/fhir/Procedure?_summary=x",        {},                          "", 400, "value"),
    ("GET",    "/fhir/Procedure?_total=x",          {},                          "", 400, "value"),
    ("GET",    "/fhir/Procedure?_sort=zzz",         {},                          "", 400, "value"),
    ("GET",    "/fhir/Procedure?code:zzz=1",        {},                          "", 400, "code-invalid"),
    ("GET",    "/fhir/Procedure?patient:Device=1",  {},                          "", 400, "code-invalid"),
    ("GET",    "/fhir/Procedure?date=yesterday",    {},                          "", 400, "invalid"),
    ("GET",    "/fhir/Procedure?code:missing=yes",  {},                          "", 400, "invalid"),
    ("GET",    "/fhir/Procedure?code=|",            {},                          "", 400, "invalid"),
    ("GET",    "/fhir/Procedure?code=a%5Cb",        {},                          "", 400, "invalid"),
    ("GET",    "/fhir/Procedure?patient=Nope/1",    {},                          "", 400, "invalid"),
    ("GET",    "/fhir/Procedure?_count=-1",         {},                          "", 400, "invalid"),
    ("GET",    "/fhir/Procedure?_count=1&_count=2", {},                          "", 400, "invalid"),
    ("GET",    "/fhir/Procedure?_summary=count&_summary=false", {},              "", 400, "invalid"),
    ("GET",    "/fhir/Procedure?code=%ff",          {},                          "", 400, "invalid"),
    ("GET",    "/fhir/Procedure",                   {"Host": "a b"},             "", 400, "invalid"),
    ("GET",    "/fhir/Nope",                        {},                          "", 404, "not-supported"),
    ("GET",    "/fhir/Nope/1",                      {},                          "", 404, "not-supported"),
    ("POST",   "/fhir/Nope/_search",                {},                          "", 404, "not-supported"),
    ("GET",    "/fhir/Procedure/none",              {},                          "", 404, "not-found"),
    ("GET",    "/fhir/Procedure/a/b/c/d",           {},                          "", 404, "not-supported"),
    ("DELETE", "/fhir/Procedure/none",              {},                          "", 405, "not-supported"),
    ("GET",    "/fhir/Procedure",                   {"Accept": "text/html"},     "", 406, "not-supported"),
    ("GET",    "/fhir/Procedure?_format=xml",       {},                          "", 406, "not-supported"),
    ("GET",    "/fhir/metadata",                    {"Accept": "text/html"},     "", 406, "not-supported"),
    ("POST",   "/fhir/Procedure/_search",           FORM,      "x" * (1024 * 1024 + 1), 413, "too-long"),
    ("POST",   "/fhir/Procedure/_search",           {"Content-Type": "text/plain"}, "code=1", 415, "not-supported"),
)
# fmt: on


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake[0]} {mistake[1]} {mistake[4]}")
def test_every_mistake_of_a_fhir_client_is_an_outcome(client: httpx.Client, mistake: Mistake) -> None:
    """Status, code, severity error, the same sentence twice, and the headers of every FHIR answer."""
    method, path, headers, body, status, code = mistake
    answer = client.request(method, path, headers=bearer() | headers, content=body)

    assert (status, code, "error") == (answer.status_code, issue(answer)["code"], issue(answer)["severity"])
    assert "application/fhir+json; charset=utf-8" == answer.headers["Content-Type"]
    assert answer.headers["X-Sandbox"].startswith("procedure-sandbox/")
    assert answer.headers["X-Request-Id"]


def test_a_bare_id_of_several_resources_is_ambiguous(serve: Serve) -> None:
    """400 multiple-matches names the ways out."""
    client = serve('{"resourceType":"Patient","id":"1"}', '{"resourceType":"Group","id":"1"}', *_PROCEDURE)
    answer = client.get("/fhir/Procedure?subject=1")

    assert (400, "multiple-matches") == (answer.status_code, issue(answer)["code"])
    assert "Group/1, Patient/1" in issue(answer)["diagnostics"]


@pytest.mark.parametrize("query", ["code=none", "patient=none", "status=none", "_id=none", "patient=Device/1"])
def test_what_does_not_exist_is_no_mistake(client: httpx.Client, query: str) -> None:
    """A logical miss is an empty result."""
    answer = client.get(f"/fhir/Procedure?{query}&_total=accurate", headers=bearer())

    assert (200, 0) == (answer.status_code, answer.json()["total"])


@pytest.mark.parametrize(
    ("type_", "hint"),
    [("Procedures", "Procedure"), ("procedure", "Procedure"), ("PROCEDURE", "Procedure"), ("Pateint", "Patient")],
)
def test_a_misspelt_type_is_recognised(client: httpx.Client, type_: str, hint: str) -> None:
    """404 with did you mean."""
    answer = client.get(f"/fhir/{type_}?nonsense=1", headers=bearer())

    assert (404, "not-supported") == (answer.status_code, issue(answer)["code"])
    assert f'Did you mean "{hint}"?' in issue(answer)["diagnostics"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/fhir/Procedure", "/fhir/Procedure/x", "/fhir/metadata"])
def test_what_can_only_be_read_says_so(client: httpx.Client, path: str, method: str) -> None:
    """405 with Allow, as an OperationOutcome."""
    answer = client.request(method, path, headers=bearer())

    assert (405, "not-supported") == (answer.status_code, issue(answer)["code"])
    assert ["GET", "HEAD"] == answer.headers["Allow"].split(", ")


READS = ("GET /{type}/{id}", "GET /{type}/{id}/_history/{version}", "POST /{type}/_search")
OPERATIONS = ("POST /Patient/{id}/$expunge", "GET /Patient/$everything", "GET /Patient/{id}/$everything")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("path", "said", "listed"),
    [
        ("/_history", "Histories are not simulated here", READS),
        ("/Procedure/_history", "Histories are not simulated here", READS),
        ("/Procedure/%5Fhistory", "Histories are not simulated here", READS),
        ("/Procedure/x/_history", "Histories are not simulated here", READS),
        ("/Patient/$PATIENT_ID/_history", "Histories are not simulated here", READS),
        ("/Procedure/_history/1", "Histories are not simulated here", READS),
        ("/Procedure/_bogus", "The call _bogus is not simulated here", READS),
        ("/Procedure/x/_bogus", "The call _bogus is not simulated here", READS),
        ("/Patient/ada-lovell/_search", "The call _search is not simulated here", READS),
        ("/$export", "The operation $export is not simulated here", OPERATIONS),
        ("/Procedure/$validate", "The operation $validate is not simulated here", OPERATIONS),
        ("/Procedure/x/$everything", "The operation $everything is not simulated here", OPERATIONS),
        ("/Procedure/x/_history/1/$meta", "The operation $meta is not simulated here", OPERATIONS),
        ("/Procedure/%24Odd_one", "The operation $Odd_one is not simulated here", OPERATIONS),
        ("/ViewDefinition/$run", "The operation $run is not simulated here", OPERATIONS),
    ],
)
def test_a_call_that_is_not_simulated_names_those_that_are(
    client: httpx.Client, method: str, path: str, said: str, listed: tuple[str, ...]
) -> None:
    """404 not-supported by whatever method, at whatever level."""
    answer = client.request(method, f"/fhir{path}", headers=bearer())
    text = issue(answer)["diagnostics"]

    assert (404, "not-supported", None) == (answer.status_code, issue(answer)["code"], answer.headers.get("Allow"))
    assert text.startswith(said)
    assert all(call in text for call in listed)


@pytest.mark.parametrize("path", ["/fhir", "/fhir/", "/fhir/Procedure", "/fhir/Procedure/x/_history/1"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_who_writes_is_told_where_resources_are_added(client: httpx.Client, path: str, method: str) -> None:
    """405 with Allow; a batch and a transaction, too."""
    answer = client.request(method, path, headers=bearer(), json={})

    assert (405, "GET, HEAD") == (answer.status_code, answer.headers["Allow"])
    assert "POST /_sandbox/resources" in issue(answer)["diagnostics"]


# Columns: method, path, Allow.
@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/fhir/_search", "POST"),
        ("PUT", "/fhir/Procedure/_search", "POST"),
        ("GET", "/fhir/Patient/x/Procedure/_search", "POST"),
        ("POST", "/fhir/Patient/$everything", "GET, HEAD"),
        ("GET", "/fhir/Patient/x/$expunge", "POST"),
    ],
)
def test_what_is_called_by_another_method_says_by_which(
    client: httpx.Client, method: str, path: str, allow: str
) -> None:
    """405, and nothing about writing."""
    answer = client.request(method, path, headers=bearer())

    assert (405, allow) == (answer.status_code, answer.headers["Allow"])
    assert issue(answer)["diagnostics"] == f"{method} is not possible here, only {allow}."


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_type_that_is_none_is_not_written_either(client: httpx.Client, method: str) -> None:
    """404: no method would do."""
    answer = client.request(method, "/fhir/Nope/1", headers=bearer())

    assert (404, "not-supported") == (answer.status_code, issue(answer)["code"])
    assert "'Nope' is not a resource type" in issue(answer)["diagnostics"]


# Columns: method, path, status, Allow.
@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/_sandbox", 404, None),
        ("GET", "/_sandbox/", 404, None),
        ("GET", "/_sandbox/nothing", 404, None),
        ("GET", "/_sandbox/health/x", 404, None),
        ("POST", "/_sandbox/health", 405, "GET, HEAD"),
        ("DELETE", "/_sandbox/personas", 405, "GET, HEAD"),
        ("GET", "/nothing", 404, None),
        ("GET", "/fhirs/Procedure", 404, None),
        ("GET", "/FHIR/Procedure", 404, None),
        ("GET", "/_sandboxes", 404, None),
        ("POST", "/nothing", 404, None),
    ],
)
def test_elsewhere_a_mistake_is_a_small_error(
    client: httpx.Client, method: str, path: str, status: int, allow: str | None
) -> None:
    """`{"error": {"code", "message", "hint"}}`, without X-Request-Id."""
    answer = client.request(method, path)
    error = answer.json()["error"]

    assert (status, allow) == (answer.status_code, answer.headers.get("Allow"))
    assert ["code", "message", "hint"] == list(error)
    assert ["error"] == list(answer.json())
    assert all(isinstance(value, str) and value for value in error.values())
    assert "application/json; charset=utf-8" == answer.headers["Content-Type"]
    assert answer.headers["X-Sandbox"].startswith("procedure-sandbox/")
    assert "X-Request-Id" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "meant"),
    [
        ("GET", "/FHIR/Procedure", "/fhir/Procedure"),
        ("GET", "/fhirs/Procedure", "/fhir/Procedure"),
        ("POST", "/Fhir", "/fhir"),
        ("GET", "/Link/auth", "/link/auth"),
        ("POST", "/OAuth/token", "/oauth/token"),
        ("GET", "/sandbox/health", "/_sandbox/health"),
        ("GET", "/consol/index.html", "/console/index.html"),
        ("DELETE", "/_sandbox/resources/Procedure", "/_sandbox/resources/{type}/{id}"),
        ("GET", "/_sandbox/resource", "/_sandbox/resources"),
        ("GET", "/_sandbox/sesion/x/journal", "/_sandbox/sessions/x/journal"),
        ("GET", "/_sandbox/session/journals", "/_sandbox/session/journal"),
        ("GET", "/_sandbox/openapi", "/_sandbox/openapi.json"),
    ],
)
def test_what_was_meant_is_what_is_served(client: httpx.Client, method: str, path: str, meant: str) -> None:
    """Not what is merely spelled alike."""
    answer = client.request(method, path)

    assert 404 == answer.status_code
    assert f'Nothing is served at this address. Did you mean "{meant}"?' == answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/nothing", "/_sandbox/nothing", "/_sandbox/sessions", "/_sandbox/openapi.json"])
def test_no_hint_leads_to_what_is_switched_off(serve: Serve, path: str) -> None:
    """SANDBOX_ADMIN=off leaves health alone."""
    answer = serve(*_PROCEDURE, admin="off").get(path)
    hint = answer.json()["error"]["hint"]

    assert 404 == answer.status_code
    assert "openapi" not in hint
    assert "GET /_sandbox/health alone" in hint


def test_a_large_body_is_a_small_error_elsewhere(client: httpx.Client) -> None:
    """413 in the shape of the door."""
    answer = client.post("/nothing", content="x" * (1024 * 1024 + 1))

    assert (413, "too-large") == (answer.status_code, answer.json()["error"]["code"])


def _explode(*_: object) -> Any:
    raise RuntimeError("hunter2")


def test_a_bug_behind_the_fhir_door_is_an_outcome(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """500, fatal, exception; what went wrong stands in the log only, and the next request is answered."""
    client = serve(*_PROCEDURE)
    with monkeypatch.context() as patch:
        patch.setattr(SearchEngine, "search", _explode)
        answer = client.get("/fhir/Procedure")

    assert (500, "fatal", "exception") == (answer.status_code, issue(answer)["severity"], issue(answer)["code"])
    assert "hunter2" not in f"{answer.text}{answer.headers}"
    assert "Traceback" not in answer.text
    assert answer.headers["X-Request-Id"]
    assert 200 == client.get("/fhir/Procedure").status_code


def test_a_bug_behind_the_control_door_is_a_small_error(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 in the shape of the door."""
    client = serve(*_PROCEDURE)
    monkeypatch.setattr(admin_routes, "ROUTES", (Route("GET", "/health", _explode),))
    answer = client.get("/_sandbox/health")

    assert (500, "internal") == (answer.status_code, answer.json()["error"]["code"])
    assert "hunter2" not in answer.text
    assert "X-Request-Id" not in answer.headers


_PROCEDURE = ['{"resourceType":"Procedure","id":"p","status":"completed","subject":{"reference":"Patient/1"}}']


@pytest.mark.parametrize("path", ["//link/token", "//fhir/Procedure", "//_sandbox/health", "//"])
def test_a_base_url_with_a_slash_at_its_end_is_named(client: httpx.Client, path: str) -> None:
    """Such as the SDK makes of one: 404 in the shape of the door that was meant."""
    answer = client.request("GET", f"{client.base_url}{path}")

    assert 404 == answer.status_code
    assert "must not end in one" in answer.text
    assert path.startswith("//link") is ("statusCode" in answer.json())


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/fhir//Procedure", "there are two slashes in a row in it."),
        ("/fhir/Procedure//ada-mammogram-2015", "there are two slashes in a row in it."),
        ("/fhir/Procedure/", "it ends in a slash."),
        ("/fhir/Patient/ada-lovell/", "it ends in a slash."),
        ("/fhir/Patient/ada-lovell/Procedure/?code=1", "it ends in a slash."),
        ("/fhir/Patient/ada-lovell/$everything/", "it ends in a slash."),
        ("/link/token/", "it ends in a slash."),
        ("/link//token", "there are two slashes in a row in it."),
    ],
)
def test_a_slash_too_many_is_404_and_named(client: httpx.Client, path: str, said: str) -> None:
    """It is how a client joins a base and a path that goes wrong most often."""
    answer = client.get(path, headers=bearer())

    assert 404 == answer.status_code
    assert f"Nothing is served at this address: {said}" in answer.text


@pytest.mark.parametrize(
    ("path", "meant"), [("/link/tokn", "/link/token"), ("/.well-known/jwk.json", "/.well-known/jwks.json")]
)
def test_an_address_that_is_nearly_right_is_named(client: httpx.Client, path: str, meant: str) -> None:
    """As everything else that is misspelt."""
    assert f'Did you mean "{meant}"?' in client.get(path).json()["message"]
