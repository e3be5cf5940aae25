"""What is on the page of the SDK? `python -m tests.contract.page` writes its answers and its table anew.

Each block of JavaScript is followed by what it prints; all of them are run in order, as one program.
"""

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.scenario import RETRY_AFTER_FORMATS
from tests.contract.toolchain import node, node_lines
from tests.contract.world import standing_still

PAGE = Path(__file__).parents[2] / "docs" / "sdk.md"
WINDOW = "syncing-45s"

_ADDRESS = "http://127.0.0.1:12429"
_AFTERWARDS = 90_000  # seconds until the verdict is asked for: more than a day, so that nothing is left open
_END = "=== end of the block ==="
_PAIR = re.compile(r"^```js\n(.*?)^```\n\n```text\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
_MARKED = re.compile(r"(<!-- table: sdk -->\n).*?(<!-- end -->)", re.DOTALL)


def printed(text: str) -> list[str]:
    """Run the blocks of a page; return what each prints."""
    blocks = [found[1] for found in _PAIR.finditer(text)]
    program = "".join(f"{block}console.log({json.dumps(_END)});\n" for block in blocks)
    with standing_still() as sandbox:
        program = f"(async () => {{\n{program.replace(_ADDRESS, sandbox.url)}}})();\n"
        answers = node_lines(program, virtual=True).replace(sandbox.url, _ADDRESS)
    return [answer.lstrip("\n") for answer in answers.split(f"{_END}\n")[:-1]]


def table() -> str:
    """Return the table: a row per spelling of a wait."""
    with standing_still() as sandbox:
        scenarios = [f"{WINDOW}+{spelling}" for spelling in RETRY_AFTER_FORMATS]
        told = node("waits.mjs", sandbox.url, *scenarios, virtual=True)
        rows = [_row(sandbox.url, name, one) for name, one in zip(RETRY_AFTER_FORMATS, told, strict=True)]
    heads = ["Spelling", "Asked at (s)", "Requests", "Ended with", "Verdict"]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in [heads, ["---"] * len(heads), *rows])


def _row(address: str, spelling: str, told: dict[str, Any]) -> list[str]:
    headers = {"Authorization": f"Bearer {told['token']}"}
    with httpx.Client(base_url=f"{address}/_sandbox/session", headers=headers, verify=False) as session:
        entries = [one for one in session.get("/journal").json()["entries"] if one["path"].startswith("/fhir")]
        session.post("/clock", json={"advance": _AFTERWARDS}).raise_for_status()
    asked = [round(entry["at"] - entries[0]["at"], 3) for entry in entries]
    return [f"`{spelling}`", _shown(asked), str(len(asked)), told["ended"], verdict(address, told["token"])]


def _shown(moments: list[float]) -> str:
    """Return moments, in short where each is as far from the one before as the next."""
    gaps = {round(later - earlier, 3) for earlier, later in pairwise(moments)}
    shown = [f"{moment:g}" for moment in moments]
    return ", ".join([*shown[:3], "…", shown[-1]] if len(gaps) == 1 and len(shown) > 5 else shown)


def verdict(address: str, token: str) -> str:
    """Return the result of the command `verdict`, with the rules that failed."""
    command = [sys.executable, "-m", "sandbox", "verdict", "--url", address, "--token", token, "--format", "json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    found = json.loads(done.stdout)
    failed = ", ".join(f"{rule['id']} {rule['title']}" for rule in found["rules"] if rule["result"] == "fail")
    return f"{found['result']}{': ' if failed else ''}{failed}"


def written(text: str) -> str:
    """Return the page with its answers and its table as the SDK gives them today."""
    answers = iter(printed(text))
    text = _PAIR.sub(lambda pair: f"```js\n{pair[1]}```\n\n```text\n{next(answers)}```\n", text)
    return _MARKED.sub(lambda match: match[1] + table() + match[2], text)


if __name__ == "__main__":
    try:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    except pytest.skip.Exception as reason:
        print(f"{PAGE.name} is left as it is: {reason}", file=sys.stderr)
