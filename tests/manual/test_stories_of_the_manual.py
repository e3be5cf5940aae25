"""Are the stories true? Timetables are played over HTTP in virtual time, journals judged, examples run as they are."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.api.admin import routes
from sandbox.basis import Basis
from sandbox.cli import main
from sandbox.http_dates import read_http_date
from sandbox.scenario import CANNED_ERRORS, PRESETS, RETRY_AFTER_FORMATS, Fault
from sandbox.server import Sandbox
from sandbox.sessions.journal import Entry
from sandbox.verdict import POLICIES, RULES, ClientOutcome, VerdictInput, judge
from tests.manual.pages import DOCS

ADDRESS = "http://127.0.0.1:12429"
CALL = r"^curl -s (?:-X (\w+))?.*12429/_sandbox(/[\w./]+)"
PAGES = [DOCS / name for name in ("scenarios.md", "verdict.md", "control.md", "recipes.md")]
PLAYED, ONE_SHOT, JOURNAL = ("at", "ask", "answer"), ("token", "answer"), ("n", "at", "request", "answer")
NO_WAITS = {"0": "zero", "0.5": "fractional", "-1": "negative", "soon": "garbage", "empty": "empty"}
# What is claimed of a body that has no issue -> whether it is so.
SENT: dict[str, Callable[[bytes], bool]] = {
    "a page of HTML": lambda sent: sent.startswith(b"<html>") and sent.endswith(b"</html>\r\n"),
    "a sentence": lambda sent: sent.endswith(b".\n") and b"{" not in sent,
    "an empty body": lambda sent: sent == b"",
    "null": lambda sent: sent == b"null",
    "no JSON": lambda sent: b"}<garbled/>{" in sent,
}
_CELLS = re.compile(r"(?<!\\)\|")
_TOKEN = re.compile(r"`([pa]at_test_[^`]*)`")


@dataclass(frozen=True, slots=True)
class Block:
    """A table (`kind` is its head) or a fenced block (`kind` is its language), and the words that stand before it."""

    page: Path
    line: int
    heading: str
    label: str
    search_type: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line} {self.heading}"


def blocks(page: Path) -> Iterator[Block]:
    """Yield the tables and fenced blocks of a page, in order."""
    heading = label = ""
    lines = list(enumerate(page.read_text(encoding="utf-8").splitlines(), 1))
    while lines:
        number, line = lines.pop(0)
        if line.startswith("```"):
            inside = []
            while not lines[0][1].startswith("```"):
                inside.append(lines.pop(0)[1])
            lines.pop(0)
            yield Block(page, number, heading, label, (line[3:],), text="\n".join(inside))
        elif line.startswith("|"):
            table = [line]
            while lines and lines[0][1].startswith("|"):
                table.append(lines.pop(0)[1])
            rows = [tuple(cell.strip(" `").replace(r"\|", "|") for cell in _CELLS.split(row)[1:-1]) for row in table]
            yield Block(page, number, heading, label, rows[0], rows=tuple(rows[2:]))
        elif line.startswith("#"):
            heading, label = line.strip("# "), ""
        elif line:
            label = line


BLOCKS = [block for page in PAGES for block in blocks(page)]
STORIES = [block for block in BLOCKS if block.search_type == PLAYED]
JOURNALS = [block for block in BLOCKS if block.search_type == JOURNAL]
SHOTS = [(block, row) for block in BLOCKS if block.search_type == ONE_SHOT for row in block.rows]


def moment(header: str, now: float) -> float:
    """Return the moment of a header that holds one, in seconds since 1970."""
    found = read_http_date(header, now)
    return float(header) if found is None else found[0]


def words_for(answer: httpx.Response, sent: bytes, claim: str) -> str:
    """Return what is true of an answer, in the words in which a claim says it."""
    name, colon, value = claim.removeprefix("no ").partition(": ")
    if " s " in value:
        now = moment(answer.headers["Date"], 0.0)
        seconds = int(moment(answer.headers[name], now) - now)
        kind = "moment" if answer.headers[name].isdecimal() else "date"
        return f"{name}: a {kind} {f'{seconds - 1} to {seconds} s ahead' if seconds > 0 else f'{-seconds} s ago'}"
    if colon or (name[0].isalpha() and "-" in name):
        lines = answer.headers.get_list(name)
        return f"{name}: {lines[0] or 'empty'}{' twice' * (len(lines) == 2)}" if lines else f"no {name}"
    if claim in SENT:
        return claim if SENT[claim](sent) else sent.decode()
    if "body" in claim:
        cut = len(sent) < int(answer.headers["Content-Length"])
        return ("half a body" if sent else "headers and no body") if cut else "all of it"
    if "Procedure" in claim:
        return f"{len(json.loads(sent)['entry'])} {claim.partition(' ')[2]}"
    return f"{answer.status_code} {issue_of(sent) if ' ' in claim else ''}".strip()


def issue_of(sent: bytes) -> str:
    """Return the code of an OperationOutcome."""
    return str(json.loads(sent)["issue"][0]["code"])


def said(client: httpx.Client, token: str, ask: str, claims: list[str]) -> list[str]:
    """Return what the server says to a request, in the words of the claims."""
    sent = b""
    try:
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        with client.stream(*ask.split(" "), headers=headers) as answer:
            try:
                for piece in answer.iter_raw():
                    sent += piece
            except httpx.RemoteProtocolError:
                assert len(sent) < int(answer.headers["Content-Length"])
            return [words_for(answer, sent, claim) for claim in claims]
    except httpx.ReadError:
        return ["connection reset"]


def steer(client: httpx.Client, token: str, path: str, body: dict[str, Any]) -> Any:
    """Send a steering call, and return what it answers."""
    answer = client.post(f"/_sandbox{path}", json=body, headers={"Authorization": f"Bearer {token}"})
    assert answer.is_success, answer.text
    return answer.json()


def token_of(client: httpx.Client, story: Block) -> str:
    """Return the token of a story: that of its heading, with a label of its own, or one minted for its plan."""
    if found := _TOKEN.search(story.heading):
        return f"{found[1]}{'~' * (2 - found[1].count('~'))}line-{story.line}"
    plan = next(block for block in reversed(BLOCKS[: BLOCKS.index(story)]) if block.search_type == ("json",))
    return str(steer(client, "none", "/sessions", {"scenario": json.loads(plan.text)})["access_token"])


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_a_story_happens_as_it_is_told(story: Block, client: httpx.Client) -> None:
    """At each second, the server answers what the table says."""
    token = token_of(client, story)
    steer(client, token, "/session/clock", {"freeze": True})
    passed = 0.0
    for at, ask, answer in story.rows:
        steer(client, token, "/session/clock", {"advance": float(at[:-2]) - passed})
        passed = float(at[:-2])
        claims = answer.split(", ")

        assert claims == said(client, token, ask, claims), (at, ask)


@pytest.mark.parametrize(("block", "row"), SHOTS, ids=str)
def test_a_token_gets_its_answer(block: Block, row: tuple[str, ...], client: httpx.Client) -> None:
    """The first request with the token is answered as the table says."""
    token = row[0] if "~" in row[0] or "refused" in block.label else f"{row[0]}~~line-{block.line}"
    claims = row[1].split(", ")

    assert claims == said(client, token, "GET /fhir/Procedure", claims)


def spelled(answer: str) -> tuple[str, float | None]:
    """Return how a wait was announced, and how long it is."""
    found = re.search(r"(X-)?Retry-After: (a date )?([^,]*?)(?: s ahead)?(?:,|$)", answer)
    if found is None or found[3] in NO_WAITS:
        return NO_WAITS[found[3]] if found else "none" if answer.startswith("429") else "", None
    spelling = "vendor" if found[1] else "http-date" if found[2] else "huge" if found[3] == "86400" else "standard"
    return spelling, float(found[3])


def entries(block: Block) -> Iterator[Entry]:
    """Yield the entries of a journal that was written down as a table."""
    seen: dict[str, int] = {}
    for numbers, at, request, answer in block.rows:
        first, *last = (int(number) for number in numbers.split(" to "))
        begin, *steps = (float(word) for word in re.findall(r"[\d.]+", at))
        rhythm = cycle(steps or [0.0])
        parts = answer.split(", ")
        marks = dict(part.split(" ", 1) for part in parts[1:] if part.startswith(("next ", "answered ")))
        status, _, issue = parts[0].partition(" ")
        method, _, asked = request.partition(" ")
        path, _, query = asked.partition("?")
        for n in range(first, (last or [first])[0] + 1):
            seen[request] = seen.get(request, 0) + 1
            entry = Entry(n, begin, method, f"/fhir/{path}", query, seen[request], frozen=True)
            entry.status, entry.issue = (None if status == "reset" else int(status)), issue or None
            entry.spelling, entry.wait = spelled(answer)
            entry.fault = next((word for word in (status, issue) if word in set(Fault)), None)
            entry.next, entry.done = marks.get("next"), begin
            entry.behind = float((re.findall(r"standing (\d+) s behind", block.label) or [0])[0])
            entry.later = int(marks["answered"].removeprefix("after ")) if "answered" in marks else n
            begin += next(rhythm)
            yield entry


def outcome(label: str) -> ClientOutcome | None:
    """Return how, by the words before a journal, the client says it went."""
    found = re.search("the client reports (success|failure)", label)
    return ClientOutcome(success=found[1] == "success") if found else None


def facts(block: Block) -> VerdictInput:
    """Return what a journal of the manual and the words before it tell."""
    written = tuple(entries(block))
    judged, due = (re.search(rf"{word} (?:at|from) ([\d.]+) s", block.label) for word in ("judged", "data"))
    return VerdictInput(
        entries=written,
        now=float(judged[1]) if judged else written[-1].at,
        due_at=float(due[1]) if due else None,
        endless="the 429 never ends" in block.label,
        endless_fault="the fault never ends" in block.label,
        by_requests="so many requests" in block.label,
        outcome=outcome(block.label),
        every_page="had to fetch every page" in block.label,
        ended="exit" if "the client has ended" in block.label else None,
    )


@pytest.mark.parametrize("block", JOURNALS, ids=lambda block: f"{block} {block.label}")
def test_a_journal_is_judged_as_it_is_told(block: Block) -> None:
    """The rule of the section finds what the words before the table say; numbers are those of the verdict."""
    told = {"Passes": "pass", "Fails": "fail", "In doubt": "inconclusive", "Not exercised": "not-exercised"}
    if block.label.startswith("Numbers"):
        numbers = judge(facts(block), POLICIES["strict"]).numbers
        for name, value in re.findall(r"`(\w+)` ([\d.]*\d)", block.label):
            assert float(value) == getattr(numbers, name), name
        return
    rule = next(rule for rule in RULES if block.heading == f"{rule.id} {rule.title}")

    assert told[re.split(r"[,:]", block.label)[0]] == rule.judge(facts(block)).result


def alike(shown: Any, real: Any) -> bool:
    """Return whether an example shows what there is: `…` stands for anything, also for the rest of a list or object."""
    if shown == "…":
        return True
    if isinstance(shown, dict) and isinstance(real, dict):
        whole = "…" in shown or shown.keys() == real.keys()
        return whole and all(key in real and alike(value, real[key]) for key, value in shown.items() if key != "…")
    if isinstance(shown, list) and isinstance(real, list):
        if shown[-1:] == ["…"]:
            shown, real = shown[:-1], real[: len(shown) - 1]
        return len(shown) == len(real) and all(map(alike, shown, real))
    return bool(shown == real)


def curl(url: str, line: str) -> str:
    """Do what a curl line does, and return the body of the answer."""
    method, body = re.search(r"-X (\w+)", line), re.search(r"-d '([^']*)'", line)
    headers = dict(re.findall(r"-H '([^:]+): ([^']*)'", line))
    target = re.findall(rf"{ADDRESS}([^' ]+)", line)[0]
    with httpx.Client(base_url=url, verify=False, headers=headers) as http:
        return http.request(method[1] if method else "GET", target, content=body[1] if body else None).text


def run(url: str, block: Block, capsys: pytest.CaptureFixture[str]) -> str:
    """Run the lines of a shell block that speak to a server, and return what the last one says."""
    output = ""
    for line in block.text.replace("\\\n", " ").splitlines():
        if line.startswith("curl "):
            output = curl(url, line)
        elif line.startswith("procedure-sandbox verdict "):
            code = re.search(r"# exit (\d)", line)
            assert code is None or int(code[1]) == main(shlex.split(line.replace(ADDRESS, url), comments=True)[1:])
            output = capsys.readouterr().out
    return output


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_answer_as_shown(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Copied in order to a fresh server, each line gives what stands below it."""
    with Sandbox() as sandbox:
        output = ""
        for block in blocks(page):
            if block.search_type == ("sh",):
                output = run(sandbox.url, block, capsys)
            elif block.search_type == ("python",):
                code = block.text.replace(ADDRESS, sandbox.url)
                output = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
            elif block.search_type == ("json",) and output:
                assert alike(json.loads(block.text), json.loads(output)), f"{block}: {output}"
                output = ""
            elif block.search_type == ("text",):
                assert [] == [line for line in block.text.splitlines() if line not in output], f"{block}: {output}"


def test_every_scenario_spelling_and_route_has_its_example() -> None:
    """Nothing that can be asked for is left without a story."""
    tokens = [found[1] for block in STORIES if (found := _TOKEN.search(block.heading))]
    session_of_handle = "\n".join(block.text for block in blocks(DOCS / "control.md") if block.search_type == ("sh",))
    lines = re.findall(CALL, session_of_handle.replace("\\\n", " "), re.MULTILINE)
    calls = {f"{method or 'GET'} {path}" for method, path, *_ in lines}

    assert PRESETS.keys() == {re.split(r"[-+~]", token.split("_", 2)[2])[0] for token in tokens}
    assert set() == RETRY_AFTER_FORMATS.keys() - {row[0].partition("+")[2].partition("~")[0] for _, row in SHOTS}
    patterns = [f"{route.method} {re.sub('{[a-z]+}', '[^/]+', route.pattern)}" for route in routes.ROUTES]
    assert [] == [route for route in patterns if not any(re.fullmatch(route, call) for call in calls)]


def test_every_rule_has_a_journal_on_each_side() -> None:
    """Each rule is seen to pass and to fail; R12 only informs."""
    sides = {(block.heading[:3], block.label.split(",")[0].split(":")[0]) for block in JOURNALS}
    wanted = {(rule.id, side) for rule in RULES for side in ("Passes", "Fails")} - {("R12", "Fails")}

    assert set() == wanted - sides


def test_the_fidelity_page_says_of_scenarios_spellings_and_refusals_what_the_code_says() -> None:
    """Each row that imitates the service stands there with its Basis."""
    text = (DOCS / "fidelity.md").read_text(encoding="utf-8")
    stated = dict(re.findall(rf"^\| `([^`]+)`[^|]* \| ({'|'.join(Basis)})", text, re.MULTILINE))
    rows: dict[str, Basis] = {f"{row.status} {row.code}": row.basis for row in CANNED_ERRORS.values()}
    rows |= {row.name: row.basis for row in PRESETS.values()}

    assert {} == {name: basis for name, basis in rows.items() if stated.get(name) != basis}
    assert all(stated.get(f"+{row.name}") == row.basis for row in RETRY_AFTER_FORMATS.values())
