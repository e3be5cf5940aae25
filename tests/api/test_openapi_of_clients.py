"""Do the OpenAPI documents of the FHIR and OAuth APIs say what is so? Held against routes and real answers."""

from typing import Any

import httpx
import openapi_spec_validator
import pytest

from sandbox.api.fhir import routes as fhir_routes
from sandbox.api.oauth import routes as oauth_routes
from sandbox.search.parameters import search_parameters
from tests.api.described import Document, faults
from tests.api.fhir.asking import FORM, bearer
from tests.api.oauth.flow import LIVE, App

KINDS = ("fhir", "oauth")


def _document(client: httpx.Client, kind: str) -> Document:
    answer = client.get(f"/_sandbox/openapi/{kind}.json")
    assert answer.status_code == 200
    found: Document = answer.json()
    return found


@pytest.fixture(scope="module")
def fhir(client: httpx.Client) -> Document:
    """Give the document of the FHIR API."""
    return _document(client, "fhir")


@pytest.fixture(scope="module")
def oauth(client: httpx.Client) -> Document:
    """Give the document of the OAuth API."""
    return _document(client, "oauth")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_valid(client: httpx.Client, kind: str) -> None:
    """By the schema of OpenAPI 3.1; every operation has a name of its own and a summary."""
    document = _document(client, kind)
    openapi_spec_validator.validate(document)
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]

    assert len(operations) == len({operation["operationId"] for operation in operations})
    assert all(operation["summary"] for operation in operations)


def _described(document: Document) -> set[tuple[str, str]]:
    return {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}


def test_every_fhir_route_is_in_it(fhir: Document) -> None:
    """And, of what is not a row there, the CapabilityStatement and the search for Procedures with its parameters."""
    routed = {(route.method, f"/fhir{route.pattern}") for route in fhir_routes.ROUTES}
    found = fhir["paths"]["/fhir/Procedure"]["get"]["parameters"]

    assert routed | {("GET", "/fhir/metadata"), ("GET", "/fhir/Procedure")} == _described(fhir)
    assert search_parameters("Procedure").keys() <= {one["name"] for one in found}


def test_every_oauth_route_is_in_it(oauth: Document) -> None:
    """And nothing else."""
    assert {(route.method, route.pattern) for route in oauth_routes.ROUTES} == _described(oauth)


# Columns: path as it is described, method, address below /fhir, token, status.
# fmt: off
ASKED: tuple[tuple[str, str, str, str, int], ...] = (
    ("/metadata",                         "GET",  "/metadata",                          "aat_test_ready",     200),
    ("/",                                 "GET",  "/?_type=Patient,Procedure&_count=3", "aat_test_ready",     200),
    ("/_search",                          "POST", "/_search?_type=Group&_count=3",      "aat_test_ready",     200),
    ("/Procedure",                        "GET",  "/Procedure?_include=*&_total=accurate", "aat_test_ready",  200),
    ("/Procedure",                        "GET",  "/Procedure?xyzzy=1",                 "aat_test_ready",     400),
    ("/Procedure",                        "GET",  "/Procedure",                         "none",               401),
    ("/Procedure",                        "GET",  "/Procedure",                         "pat_test_forbidden", 403),
    ("/Procedure",                        "GET",  "/Procedure",                         "pat_test_failed",    422),
    ("/Procedure",                        "GET",  "/Procedure",                         "pat_test_stuck",     429),
    ("/Procedure",                        "GET",  "/Procedure",                         "pat_test_gateway-502x9", 502),
    ("/{type}",                           "GET",  "/Patient?_count=2&_summary=true",    "aat_test_ready",     200),
    ("/{type}",                           "GET",  "/Patient?_offset=20&_count=2",       "aat_test_ready",     200),
    ("/{type}",                           "GET",  "/Encounter?_revinclude=Procedure:encounter", "aat_test_ready", 200),
    ("/{type}/_search",                   "POST", "/Group/_search",                     "aat_test_ready",     200),
    ("/{type}/{id}",                      "GET",  "/Patient/ada-lovell",                "pat_test_ready",     200),
    ("/{type}/{id}",                      "GET",  "/Patient/nobody",                    "pat_test_ready",     404),
    ("/{type}/{id}/_history/{version}",   "GET",  "/Patient/ada-lovell/_history/1",     "pat_test_ready",     200),
    ("/Patient/$everything",              "GET",  "/Patient/$everything",               "pat_test_ready",     200),
    ("/Patient/$everything",              "GET",  "/Patient/$everything",               "aat_test_ready",     400),
    ("/Patient/{id}/$everything",         "GET",  "/Patient/ada-lovell/$everything",    "pat_test_ready",     200),
    ("/Patient/{id}/$expunge",            "POST", "/Patient/ada-lovell/$expunge",       "pat_test_ready~ada~gone", 200),
    ("/{owner}/{id}/{type}",              "GET",  "/Patient/ada-lovell/Procedure",      "pat_test_ready",     200),
    ("/{owner}/{id}/{type}/_search",      "POST", "/Patient/ada-lovell/Encounter/_search", "pat_test_ready",  200),
)  # fmt: skip
# fmt: on


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: f"{asked[1]} {asked[2]} {asked[4]}")
def test_fhir_answers_are_as_they_are_described(
    client: httpx.Client, fhir: Document, asked: tuple[str, str, str, str, int]
) -> None:
    """Pages, resources, refusals and faults; with a note to the client, too."""
    path, method, address, token, status = asked
    headers = bearer(token) | (FORM if method == "POST" else {})
    answers = [client.request(method, f"/fhir{address}", headers=headers)]
    if method == "GET" and status == 200:
        answers.append(client.request(method, f"/fhir{address}", headers=headers | {"Prefer": "handling=lenient"}))

    assert {status} == {answer.status_code for answer in answers}
    assert [[]] * len(answers) == [faults(fhir, f"/fhir{path}", answer) for answer in answers]


def test_each_operation_of_fhir_was_asked(fhir: Document) -> None:
    """None is described by guess."""
    assert {(method, f"/fhir{path}") for path, method, *_ in ASKED} == _described(fhir)


def _flow(client: httpx.Client) -> list[tuple[str, httpx.Response]]:
    """Walk through everything that OAuth offers; return each answer with its path."""
    app, live = App(client, "pk_test_described"), App(client, *LIVE)
    page = {"sandbox_scenario": "ready"}
    tokens = app.login()
    login = {"Authorization": f"Bearer {tokens['access_token']}"}
    query = httpx.QueryParams(app.fields({}))
    public = app.code()
    made_up = bearer("pat_test_ready~ada~described")
    found = [
        ("/link/auth", app.ask()),
        ("/link/auth", app.ask(client_id="nobody")),
        ("/link/auth", client.post(f"/link/auth?{query}", data=page | {"decision": "allow"})),
        ("/link/auth", client.post(f"/link/auth?{query}", data={"decision": "perhaps"})),
        ("/oauth/authorize", client.get(f"/oauth/authorize?{query}")),
        ("/oauth/authorize", client.post(f"/oauth/authorize?{query}", data=page | {"decision": "refuse"})),
        ("/link/token", app.redeem(app.code())),
        ("/link/token", app.redeem(app.code(scope="launch/patient"))),
        ("/link/token", app.redeem("nothing")),
        ("/link/token", live.token_by_keys(grant_type="client_credentials")),
        ("/oauth/token", client.post("/oauth/token", data={"grant_type": "x"})),
        ("/link/exchange", client.post("/link/exchange", json={"public_token": public, "secret_key": app.secret})),
        ("/link/introspect", client.get("/link/introspect", headers=login)),
        ("/link/introspect", client.get("/link/introspect", headers=made_up)),
        ("/link/introspect", client.get("/link/introspect", headers=bearer("aat_test_ready"))),
        ("/link/introspect", client.get("/link/introspect")),
        ("/rest/consent", client.get("/rest/consent", headers=login)),
        ("/rest/consent", client.get("/rest/consent", headers=made_up)),
        ("/rest/consent", client.get("/rest/consent", headers=bearer("aat_test_ready"))),
        ("/link/token", app.refresh(tokens["refresh_token"])),
    ]
    last = app.login()["access_token"]
    headers = {"Authorization": f"Bearer {last}"}
    found.append(("/link/revoke", client.post("/link/revoke", json={"secret_key": app.secret}, headers=headers)))
    found.append(("/link/revoke", client.post("/link/revoke", json={}, headers=headers)))
    names = (
        "jwks.json", "smart-configuration", "openid-configuration", "oauth-authorization-server",
        "oauth-protected-resource", "oauth-protected-resource/fhir",
    )  # fmt: skip
    return found + [(f"/.well-known/{name}", client.get(f"/.well-known/{name}")) for name in names]


def test_oauth_answers_are_as_they_are_described(client: httpx.Client, oauth: Document) -> None:
    """Every operation of it, those that go well and those that are refused."""
    found = _flow(client)
    wrong: dict[str, Any] = {f"{path} {answer.status_code}": faults(oauth, path, answer) for path, answer in found}

    assert {} == {what: said for what, said in wrong.items() if said}
    assert {(answer.request.method, path) for path, answer in found} == _described(oauth)


def test_the_consent_page_is_described(serve: Any, oauth: Document) -> None:
    """As HTML."""
    client = serve('{"resourceType":"Patient","id":"1"}', consent="page")
    app = App(client, "pk_test_described")

    assert [] == faults(oauth, "/link/auth", client.get("/link/auth", params=app.fields({})))
