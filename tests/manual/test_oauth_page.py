"""Is the page on OAuth true? Its lines are run by a real shell and a real curl, and what they print is compared."""

import json
from itertools import pairwise

import httpx

from sandbox.server import Sandbox
from tests.manual.pages import DOCS
from tests.manual.shell import printed_by
from tests.manual.test_stories_of_the_manual import alike, blocks

PAGE = DOCS / "oauth.md"


def test_the_lines_of_the_page_print_what_is_shown() -> None:
    """Copied one after another, each block prints the JSON below it."""
    found = [block for block in blocks(PAGE) if block.search_type in {("sh",), ("json",)}]
    with Sandbox() as sandbox:
        printed = iter(printed_by([block.text for block in found if block.search_type == ("sh",)], sandbox.url))
    for block, after in pairwise(found):
        if block.search_type == ("sh",):
            output = next(printed)
            assert after.search_type == ("json",), block
            assert alike(json.loads(after.text), json.loads(output)), f"{block}: {output}"


def test_the_table_of_errors_names_each(client: httpx.Client) -> None:
    """The three that need no authorization are tried here; the others have tests of their own."""
    text = PAGE.read_text(encoding="utf-8")
    for fields, error in (
        ({"grant_type": "x"}, "unsupported_grant_type"),
        ({}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "invalid_client"),
    ):
        answer = client.post("/link/token", data=fields).json()

        assert error == answer["error"]
        assert f"| {answer['statusCode']} | `{error}` |" in text
