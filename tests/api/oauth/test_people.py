"""Who is on the consent page where there are many? A dozen at most, by their names, and a field to look for others."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.server import Sandbox
from tests.api.oauth.flow import App, Apps, told
from tests.api.oauth.test_page import Form


def _patient(number: int) -> str:
    name = {"family": f"Family{number:04}", "given": ["Ana" if number % 2 else "Zoë", "M."]}
    return json.dumps({"resourceType": "Patient", "id": f"p{number:04}", "name": [name]})


ODD: list[dict[str, Any]] = [
    {"id": "odd-1", "name": [{"text": 'Jo "<b>" Bar,Baz|Qux$'}]},
    {"id": "odd-2"},
    {"id": "odd-3", "name": [{"given": ["Solo"]}]},
    {"id": "odd-4", "name": [{"use": "old"}, {"family": "Later"}]},
]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client of a server with 500 patients, who asks a person."""
    file = tmp_path_factory.mktemp("crowd") / "crowd.ndjson"
    odd = [json.dumps({"resourceType": "Patient", **row}) for row in ODD]
    file.write_text("\n".join([*(_patient(number) for number in range(500)), *odd]))
    with Sandbox(file, consent="page") as sandbox, httpx.Client(base_url=sandbox.url) as http:
        yield http


@pytest.fixture
def app(apps: Apps, crowd: httpx.Client) -> App:
    """Give an application of that server."""
    return apps(at=crowd)


def _shown(app: App, **changed: str) -> list[str]:
    return Form(app.ask(**changed).text).values.get("sandbox_patient", [])


def test_a_dozen_is_shown_with_their_names(app: App) -> None:
    """And how many there are; not five hundred buttons."""
    page = app.ask().text

    assert [f"p{number:04}" for number in range(12)] == Form(page).values["sandbox_patient"]
    assert "<b>p0001</b> <i>Ana M. Family0001</i>" in page
    assert "Look for somebody <small>(504 people)</small>" in page
    assert len(page) < 20_000


@pytest.mark.parametrize(
    ("find", "shown"),
    [
        ("Family0123", ["p0000", "p0123"]),
        ("family012 ana", ["p0000", "p0121", "p0123", "p0125", "p0127", "p0129"]),
        ("p0499", ["p0000", "p0499"]),
        ("zoe 0300", ["p0000", "p0300"]),
        ("Bar,Baz|Qux$", ["p0000", "odd-1"]),
        ("odd", ["p0000", "odd-1", "odd-2", "odd-3", "odd-4"]),
        ("nobody at all", ["p0000"]),
        ("\\", ["p0000"]),
        ("\x00", ["p0000"]),
        ("x" * 5000, ["p0000"]),
    ],
)
def test_who_is_looked_for_is_shown(app: App, find: str, shown: list[str]) -> None:
    """By parts of names and ids, whatever their case and accents; who is chosen so far stays on the page."""
    assert shown == _shown(app, sandbox_find=find)


def test_who_is_found_can_agree(app: App) -> None:
    """The code leads to them, and nothing of the request is lost on the way."""
    form = Form(app.ask(sandbox_find="Family0321", sandbox_scenario="syncing-3x").text)
    choice = form.chosen | {"decision": "allow", "sandbox_patient": "p0321"}
    answer = app.client.post(f"/link/auth{form.action}", data=choice)
    found = app.redeem(told(answer)["code"]).json()

    assert ("Patient/p0321", "s&1") == (found["patient"], told(answer)["state"])
    assert "syncing-3x" == app.handle(found["access_token"]).state()["scenario"]


def test_the_field_keeps_the_request(app: App) -> None:
    """Its form is a GET to the same address, with every parameter as a hidden field."""
    page = app.ask(sandbox_find='"><script>').text
    search = page[page.index('<form method="get"') : page.index("</form>")]
    hidden = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', search)
    }

    assert app.fields({}) == hidden
    assert "action=" not in search
    assert "<script" not in page
    assert "(nobody found)" in search


def test_a_chosen_patient_is_first(app: App) -> None:
    """Even if many others come before."""
    assert "p0450" == _shown(app, sandbox_patient="p0450")[0]
    assert 12 == len(set(_shown(app, sandbox_patient="p0450")))


def test_where_there_are_few_nobody_is_looked_for(apps: Apps, tmp_path: Path) -> None:
    """A dozen fits on the page."""
    file = tmp_path / "few.ndjson"
    file.write_text("\n".join(_patient(number) for number in range(12)))
    with Sandbox(file, consent="page") as sandbox, httpx.Client(base_url=sandbox.url) as http:
        page = apps(at=http).ask().text

    assert 12 == len(Form(page).values["sandbox_patient"])
    assert 'type="search"' not in page
