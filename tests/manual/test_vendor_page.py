"""Does every line of the vendor's page work here? The page is run by a real shell and curl, its tables by HTTP."""

import json
from itertools import pairwise
from typing import Any

import httpx
import pytest
from fhirpathpy import evaluate

from sandbox.server import Sandbox
from tests.manual.pages import DOCS
from tests.manual.shell import printed_by
from tests.manual.test_stories_of_the_manual import alike, blocks

BLOCKS = list(blocks(DOCS / "vendor-page.md"))
ASKED = [row for block in BLOCKS if block.search_type == ("Ask", "Of", "Finds") for row in block.rows]
PATHS = [row for block in BLOCKS if block.search_type[:2] == ("Data point", "Expression") for row in block.rows]


def test_the_lines_of_the_page_print_what_is_shown() -> None:
    """Copied one after another, each block prints the JSON below it."""
    found = [block for block in BLOCKS if block.search_type in {("sh",), ("json",)}]
    with Sandbox() as sandbox:
        printed = iter(printed_by([block.text for block in found if block.search_type == ("sh",)], sandbox.url))
    for block, after in pairwise(found):
        if block.search_type == ("sh",):
            output = next(printed)
            assert alike(json.loads(after.text), json.loads(output)), f"{block}: {output}"


@pytest.mark.parametrize(("ask", "persona", "finds"), ASKED, ids=lambda word: word[:60])
def test_a_search_of_the_page_finds_what_it_says(client: httpx.Client, ask: str, persona: str, finds: str) -> None:
    """A code or a parameter, asked by the token of a persona; in the default order."""
    path, mark, query = ask.partition("?")
    pairs = [pair.split("=", 1) for pair in (query if mark else ask).split("&")]
    answer = client.get(f"/fhir/{path if mark else 'Procedure'}", params=pairs, headers=_bearer(persona))  # type: ignore[arg-type]

    assert finds.split(" ") == [entry["resource"]["id"] for entry in answer.json()["entry"]]


@pytest.mark.parametrize(("what", "path", "gives"), PATHS, ids=lambda word: word[:40])
def test_an_expression_gives_something_for_ada(client: httpx.Client, what: str, path: str, gives: str) -> None:
    """Evaluated on each Procedure that her token finds."""
    entries = client.get("/fhir/Procedure", headers=_bearer("ada")).json()["entry"]
    found = [_word(value) for entry in entries for value in evaluate(entry["resource"], path)]

    assert gives in found, what


def _word(value: Any) -> str:
    """Return the code of a Coding, the value of an Identifier, or a date as it is written."""
    return str(value.get("code") or value.get("value")) if isinstance(value, dict) else str(value)


def _bearer(persona: str) -> dict[str, str]:
    return {"Authorization": f"Bearer pat_test_ready~{persona}"}
