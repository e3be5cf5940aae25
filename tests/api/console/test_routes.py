"""What stands at `/`? The page for a browser, addresses for everybody else; files that a browser keeps."""

from collections.abc import Callable

import httpx
import pytest

from sandbox import __version__
from sandbox.api.console.files import PAGE, POLICY, static_files

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}
PATIENT = '{"resourceType":"Patient","id":"1"}'
Serve = Callable[..., httpx.Client]


def test_a_browser_gets_the_page(client: httpx.Client) -> None:
    """With the policy that keeps it safe."""
    answer = client.get("/", headers=BROWSER)

    assert (200, "text/html; charset=utf-8") == (answer.status_code, answer.headers["Content-Type"])
    assert answer.text.startswith("<!doctype html>")
    assert POLICY == answer.headers["Content-Security-Policy"]
    assert "Accept" in answer.headers["Vary"].split(", ")
    assert ("nosniff", "no-referrer") == tuple(
        answer.headers[name] for name in ("X-Content-Type-Options", "Referrer-Policy")
    )


@pytest.mark.parametrize(
    "accept",
    ["*/*", "application/json", "", "text/html;q=0", "text/html;q=0.000, */*", "text/*", "application/fhir+json"],
)
def test_everybody_else_is_told_where_the_apis_are(client: httpx.Client, accept: str) -> None:
    """As JSON, by the address that was asked."""
    answer = client.get("/", headers={"Accept": accept, "Host": "localhost:9999"})
    found = answer.json()

    assert 200 == answer.status_code
    assert "Accept" in answer.headers["Vary"].split(", ")
    assert ("procedure-sandbox", __version__) == (found["name"], found["version"])
    assert "http://localhost:9999/fhir" == found["fhir"]
    assert all(
        value.startswith("http://localhost:9999/")
        for key, value in found.items()
        if key not in {"name", "version", "hint"}
    )


def test_the_addresses_are_public_ones_where_there_is_a_proxy(serve: Serve) -> None:
    """As the links in Bundles are."""
    found = serve(PATIENT, public_url="https://sandbox.example/mock").get("/").json()

    assert ("https://sandbox.example/mock/fhir", "https://sandbox.example/mock/") == (found["fhir"], found["console"])


def test_the_addresses_answer(client: httpx.Client) -> None:
    """None of them is unknown."""
    found = client.get("/").json()

    assert [200, 200] == [client.get(found[name]).status_code for name in ("openapi", "console")]
    assert 200 == client.get(f"{found['fhir']}/metadata").status_code
    assert 404 != client.get(found["authorize"]).status_code


@pytest.mark.parametrize("accept", ["text/html", "TEXT/HTML", "text/html; q=0.1", "application/json, text/html"])
def test_whoever_names_html_takes_it(client: httpx.Client, accept: str) -> None:
    """Whatever else is taken."""
    assert client.get("/", headers={"Accept": accept}).headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("name", sorted(static_files().keys() - {PAGE}))
def test_a_file_is_served_with_its_type_and_kept_by_the_browser(client: httpx.Client, name: str) -> None:
    """A browser that has it is told so, and gets nothing again."""
    answer = client.get(f"/console/{name}")
    media = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
    again = client.get(f"/console/{name}", headers={"If-None-Match": f'"other", W/{answer.headers["ETag"]}'})

    assert 200 == answer.status_code
    assert answer.headers["Content-Type"].startswith(media[name.rpartition(".")[2]])
    assert ("no-cache", POLICY) == (answer.headers["Cache-Control"], answer.headers["Content-Security-Policy"])
    assert (304, b"", answer.headers["ETag"]) == (again.status_code, again.content, again.headers["ETag"])


@pytest.mark.parametrize(
    "name", ["nope.js", "", PAGE, "../routes.py", "..%2froutes.py", "%2e%2e/files.py", "x/index.html"]
)
def test_nothing_else_is_served(client: httpx.Client, name: str) -> None:
    """In particular no file of another folder."""
    answer = client.get(f"/console/{name}")

    assert (404, "no-such-address") == (answer.status_code, answer.json()["error"]["code"])


@pytest.mark.parametrize("path", ["/", "/console/console.js"])
def test_a_page_takes_no_other_method(client: httpx.Client, path: str) -> None:
    """And says which it takes; HEAD is GET without a body."""
    refused = client.post(path)
    head = client.head(path, headers=BROWSER)

    assert (405, {"GET", "HEAD"}) == (refused.status_code, set(refused.headers["Allow"].split(", ")))
    assert (200, b"") == (head.status_code, head.content)


@pytest.mark.parametrize("path", ["/", "/console/console.js", "/nope"])
def test_the_console_is_closed_to_other_origins(client: httpx.Client, path: str) -> None:
    """No page from elsewhere may read it, and it has no number: it is in no journal."""
    answer = client.get(path, headers={"Origin": "http://evil.example"} | BROWSER)

    assert not {"Access-Control-Allow-Origin", "X-Request-Id"} & {name.title() for name in answer.headers}
    assert answer.headers["X-Sandbox"] == f"procedure-sandbox/{__version__}"


def test_the_page_is_there_even_where_the_admin_api_is_off(serve: Serve) -> None:
    """It says so itself."""
    assert 200 == serve(PATIENT, admin="off").get("/", headers=BROWSER).status_code
