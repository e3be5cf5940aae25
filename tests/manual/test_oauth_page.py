"""Is the page on OAuth true? Its lines are run by a real shell and a real curl, and what they print is compared."""

import json
import os
import shutil
import subprocess
from itertools import pairwise

import httpx
import pytest

from sandbox.server import Sandbox
from tests.manual.pages import DOCS
from tests.manual.test_stories_of_the_manual import ADDRESS, alike, blocks

PAGE = DOCS / "oauth.md"
END = "=== end of the block ==="


def test_the_lines_of_the_page_print_what_is_shown() -> None:
    """Copied one after another, each block prints the JSON below it."""
    shell, curl = shutil.which("bash"), shutil.which("curl")
    if shell is None or curl is None:
        pytest.skip("there is no bash, or no curl")
    found = [block for block in blocks(PAGE) if block.search_type in {("sh",), ("json",)}]
    lines = "".join(f"{block.text}\necho\necho '{END}'\n" for block in found if block.search_type == ("sh",))
    with Sandbox() as sandbox:
        script = lines.replace(ADDRESS, sandbox.url)
        command, direct = [shell, "-euo", "pipefail", "-c", script], os.environ | {"NO_PROXY": "*", "no_proxy": "*"}
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=direct)
    assert (0, "") == (done.returncode, done.stderr)
    printed = iter(done.stdout.split(END))
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
