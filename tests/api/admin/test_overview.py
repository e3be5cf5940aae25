"""What is said of the whole sandbox? Its personas, and the tables of scenarios and spellings."""

from pathlib import Path

import httpx
import orjson
import pytest
from multidict import CIMultiDict

from sandbox.api.app import Api
from sandbox.embedded import backend_of
from sandbox.scenario import PRESETS, RETRY_AFTER_FORMATS
from sandbox.server import Sandbox
from sandbox.web.messages import Request
from tests.api.admin.handle import Handle, error


def test_personas_come_with_a_token_that_works(client: httpx.Client) -> None:
    """And with what that token sees."""
    found = client.get("/_sandbox/personas").json()

    assert ["name", "patient", "about", "token", "resources"] == list(found[0])
    assert "ada" == found[0]["name"]
    for persona in found:
        handle = Handle(client, persona["token"])
        assert persona["patient"] == handle.get("/Patient/$PATIENT_ID").json()["id"]
        assert persona["resources"].get("Procedure", 0) == handle.count()


@pytest.mark.parametrize(("query", "names"), [("count=2", ["ada", "ben"]), ("count=2&offset=1", ["ben", "cleo"])])
def test_personas_are_paged(client: httpx.Client, query: str, names: list[str]) -> None:
    """Where there are many, each of whom is counted anew."""
    assert names == [persona["name"] for persona in client.get(f"/_sandbox/personas?{query}").json()]


def test_a_page_of_personas_says_how_many_there_are(client: httpx.Client) -> None:
    """In a header, for the answer is a list."""
    assert ("10", "10") == tuple(
        client.get(f"/_sandbox/personas{query}").headers["X-Total-Count"] for query in ("", "?count=1")
    )


def test_many_personas_are_counted_in_slices(tmp_path: Path) -> None:
    """Between which everybody else is answered; the answer is the same as page by page."""
    file = tmp_path / "many.ndjson"
    file.write_text("\n".join(f'{{"resourceType":"Patient","id":"p{number}"}}' for number in range(100)))
    backend = backend_of(file, {})
    headers = CIMultiDict({"Host": "localhost"})
    response = Api(backend).handle(Request("GET", "/_sandbox/personas", "", headers, b"", ""))
    slices = 1
    while response.status != 200:
        assert response.unfinished is not None
        slices += 1
        response = response.unfinished() or response
    with Sandbox(backend=backend) as sandbox, httpx.Client(base_url=sandbox.url) as client:
        pages = [client.get(f"/_sandbox/personas?count=30&offset={offset}").json() for offset in (0, 30, 60, 90)]
        asked = sandbox.ask("GET", "/personas", "")

    assert 13 == slices
    assert [persona for page in pages for persona in page] == orjson.loads(response.body) == asked
    assert {"Patient": 1} == asked[99]["resources"]


@pytest.mark.parametrize("query", ["count=-1", "count=x", "offset=1.5", "cuont=2", "count=" + "9" * 30])
def test_a_page_of_personas_that_is_none_is_400(client: httpx.Client, query: str) -> None:
    """It says how they are paged."""
    answer = client.get(f"/_sandbox/personas?{query}")

    assert (400, "Personas are paged by ?count= and ?offset=, whole numbers.") == (answer.status_code, error(answer))


def test_scenarios_lists_every_preset_and_every_spelling(client: httpx.Client) -> None:
    """With how each is written, what it does, and how that is known."""
    found = client.get("/_sandbox/scenarios").json()

    assert list(PRESETS) == [row["name"] for row in found["scenarios"]]
    assert list(RETRY_AFTER_FORMATS) == [row["name"] for row in found["retry_after"]]
    assert all({"name", "form", "about", "basis"} <= row.keys() and all(row.values()) for row in found["scenarios"])
    assert all({"name", "about", "kind", "basis"} <= row.keys() and all(row.values()) for row in found["retry_after"])
    assert all(row["form"].startswith(row["name"]) for row in found["scenarios"])
    assert not any(hex_id in row["form"] for row in found["scenarios"] for hex_id in "`\\")


@pytest.mark.parametrize(
    "call",
    [
        "/health?ready&ready",
        "/personas?count=1&count=2",
        "/sessions?offset=0&offset=0",
        "/sessions?label-prefix=a&label-prefix=b",
        "/verdict?label-prefix=a&label-prefix=b",
        "/verdict?pages=any&pages=every",
    ],
)
def test_a_parameter_that_stands_twice_is_refused(client: httpx.Client, call: str) -> None:
    """Nobody knows which of the two was meant."""
    answer = client.get(f"/_sandbox{call}")

    assert (400, True) == (
        answer.status_code,
        "takes one value, and stands in the query more than once" in error(answer),
    )
