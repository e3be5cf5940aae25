"""`watch`: what it shows of a session as lines and as a screen, what of all of them, and how it ends."""

import io
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import httpx
import pytest
from rich.console import Console

from sandbox.cli import main, parser_of_all, watch
from sandbox.cli.client import NoAnswer
from sandbox.cli.client import ask as asked
from sandbox.cli.watch_lines import SessionLines, SessionsLines
from sandbox.cli.watch_screen import screen
from sandbox.cli.watched import Watched, WatchedAll, clock_of, last_of, name_of, state_of
from tests.reports.made import EARLY, entry, ruling

Captured = pytest.CaptureFixture[str]
Token = Callable[[str], str]


@pytest.fixture
def token(request: pytest.FixtureRequest) -> Token:
    """Give tokens of this test alone, by their scenario."""
    label = blake2b(request.node.nodeid.encode(), digest_size=8).hexdigest()
    return lambda scenario: f"pat_test_{scenario}~ada~{label}"


def ask(client: httpx.Client, token: str, times: int = 1) -> None:
    """Be a client in a hurry."""
    for _ in range(times):
        client.get("/fhir/Procedure", headers={"Authorization": f"Bearer {token}"})


def test_it_judges_as_the_verdict_does_that_nobody_asked_anything_of() -> None:
    """What `verdict` and `watch` say without options is what the API says without parameters."""
    _, commands = parser_of_all()
    for command in ("verdict", "watch"):
        options = commands[command].parse_args(["--token", "pat_test_ready"])

        assert {"policy": "flexpa", "clients": "many"} == {
            name: getattr(options, name) for name in ("policy", "clients")
        }


def watched(*entries: dict[str, Any], state: str = "syncing", rules: tuple[dict[str, Any], ...] = ()) -> Watched:
    """Return what is seen of a session at a moment."""
    result = "fail" if any(rule["result"] == "fail" for rule in rules) else "pass"
    return Watched(
        session={
            "session": "0123456789abcdef", "patient": "ada-lovell", "scenario": "syncing-5s",
            "sync": {"state": state, "ready_in": 4.96}, "clock": {"now": 0.0, "frozen": False},
            "requests": len(entries),
        },
        entries=entries,
        verdict={"result": result, "policy": "flexpa", "rules": list(rules), "numbers": {}},
    )  # fmt: skip


def test_lines_tell_each_attempt_once(capsys: Captured) -> None:
    """When it was answered; state and verdict where they are others."""
    show = SessionLines()
    show(watched(entry(1, 0, None)))
    show(watched(entry(1, 0, 429, 3.0), entry(2, 1, 429, 3.0), rules=(EARLY, ruling("R06", "inconclusive"))))
    show(watched(entry(1, 0, 429, 3.0), entry(2, 1, 429, 3.0), entry(3, 5, 200), state="ready", rules=(EARLY,)))

    assert [
        "syncing-5s, ada-lovell: syncing, ready in 5 s",
        "verdict: pass",
        "     1        0 s              429, wait 3 s announced   <- R02  GET /fhir/Procedure",
        "     2        1 s        +1 s  429, wait 3 s announced   <- too early, R02  GET /fhir/Procedure",
        "verdict: FAIL",
        "  R02 title of R02: Entry 2 came 2 s too early.",
        "syncing-5s, ada-lovell: ready",
        "     3        5 s        +4 s  200  GET /fhir/Procedure",
    ] == capsys.readouterr().out.splitlines()


def test_lines_say_that_a_session_begins_anew(capsys: Captured) -> None:
    """For its numbers do, too."""
    show = SessionLines()
    show(watched(entry(7, 0, 200)))
    show(watched(entry(1, 0, 200)))

    assert "The session begins anew.\n     1        0 s              200  GET" in capsys.readouterr().out


def listed(name: str, requests: int, state: str = "syncing") -> dict[str, Any]:
    """Return a session as the list of all has it."""
    return {
        "session": name * 24, "label": "", "patient": None, "scenario": "stuck", "requests": requests,
        "sync": {"state": state, "ready_in": None}, "clock": {"now": 0.0, "frozen": True},
        "last": {"at": 0.0, "status": 429, "issue": "transient", "wait": 3.0} if requests else None,
    }  # fmt: skip


def test_lines_of_all_tell_who_has_gone_on(capsys: Captured) -> None:
    """The oldest first, and each only when there is something new."""
    show = SessionsLines()
    show(WatchedAll([listed("b", 0), listed("a", 2)], 2))
    show(WatchedAll([listed("b", 1), listed("a", 2)], 2))

    assert [
        "aaaaaaaa  stuck, every patient: syncing  2 requests  429 transient, wait 3 s",
        "bbbbbbbb  stuck, every patient: syncing  0 requests",
        "bbbbbbbb  stuck, every patient: syncing  1 request  429 transient, wait 3 s",
    ] == capsys.readouterr().out.splitlines()


def test_the_screen_is_the_timeline_and_the_verdict() -> None:
    """In colour, redrawn in place; words in brackets are no markup."""
    out = io.StringIO()
    console = Console(file=out, width=80, height=40, force_terminal=True, color_system="standard")
    hurried = (entry(1, 0, 429, 3.0), entry(2, 1, 429, 3.0), entry(3, 5, 200))
    with screen(console) as show:
        show(watched(*hurried[:1]))
        show(watched(*hurried, state="ready", rules=(EARLY, ruling("R06", "inconclusive", "[bold]Perhaps[/]."))))
    text = out.getvalue()
    last = text[text.rindex("procedure-sandbox watch") :]

    assert "\x1b[33m◆\x1b[0m" in last
    assert "\x1b[32m●\x1b[0m" in last
    for said in ("FAIL", "in doubt", "Repair: Read `Retry-After`.", "[bold]Perhaps[/].", "too early, R02", "5 s"):
        assert said in last


def test_the_screen_of_all_is_a_table() -> None:
    """With the last answer of each."""
    out = io.StringIO()
    with screen(Console(file=out, width=100, height=40)) as show:
        show(WatchedAll([listed("b", 1), listed("a", 2, "ready")], 2))
    text = out.getvalue()

    assert "procedure-sandbox watch: 2 sessions" in text
    assert "429 transient, wait 3 s" in text
    assert "aaaaaaaa" in text


def test_parts_are_put_into_words() -> None:
    """The clock, the state, the label, the last exchange."""
    session = listed("a", 0)

    assert ("00:00:00Z, frozen", "syncing", "aaaaaaaa", "") == (
        clock_of(session), state_of(session), name_of(session), last_of(session),
    )  # fmt: skip
    assert "00:00:00Z, 20 times as fast" == clock_of({"clock": {"now": 0.0, "frozen": False, "scale": 20}})
    assert "ci.7" == name_of(session | {"label": "ci.7"})
    assert "no status" == last_of({"last": {"status": None, "issue": None, "wait": None}})


def test_once_says_how_it_stands(client: httpx.Client, token: Token, capsys: Captured) -> None:
    """As lines, and ends with 0."""
    mine = token("syncing-45s")
    ask(client, mine, 2)

    assert 0 == main(["watch", "--url", f"{client.base_url}", "--token", mine, "--once"])
    said = capsys.readouterr().out
    assert "     2  " in said
    assert "verdict: FAIL\n  R02 waited: " in said


def test_all_sessions_of_a_label_are_watched(client: httpx.Client, token: Token, capsys: Captured) -> None:
    """By its beginning."""
    mine = token("ready")
    ask(client, mine)
    label = mine.rpartition("~")[2]

    assert 0 == main(["watch", "--url", f"{client.base_url}", "--all", "--label-prefix", label[:12], "--once"])
    assert f"{label}  ready, ada-lovell: ready  1 request  200\n" == capsys.readouterr().out


def test_it_watches_until_there_is_nobody_to_ask(
    client: httpx.Client, token: Token, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it says so, with exit 2."""
    mine, looks = token("syncing-2x"), iter([2, 1])

    def ask_once_more(*words: Any, **more: Any) -> Any:
        if words[1] == "/_sandbox/session" and next(looks, None) is None:
            raise NoAnswer("gone")
        if words[1] == "/_sandbox/session":
            ask(client, mine)
        return asked(*words, **more)

    monkeypatch.setattr(watch, "ask", ask_once_more)

    assert 2 == main(["watch", "--url", f"{client.base_url}", "--token", mine, "--interval", "0.1"])
    said = capsys.readouterr()
    assert "     2  " in said.out
    assert "procedure-sandbox: gone\n" == said.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--token", "nonsense", "--once"], "Not a token of this sandbox"),
        (["--token", "pat_test_ready", "--label-prefix", "a"], "--label-prefix goes with --all"),
        (["--token", "pat_test_ready", "--interval", "0"], "it takes a number from 0.1 to 3600, not '0'"),
        (["--token", "pat_test_ready", "--interval", "soon"], "not 'soon'"),
        (["--token", "pat_test_ready", "--all"], "not allowed with argument"),
        ([], "one of the arguments --token --all is required"),
    ],
)
def test_what_cannot_be_watched_is_said(client: httpx.Client, capsys: Captured, words: list[str], says: str) -> None:
    """In a sentence, with exit 2."""
    try:
        code = main(["watch", "--url", f"{client.base_url}", *words])
    except SystemExit as left:
        code = int(left.code or 0)

    assert 2 == code
    assert says in capsys.readouterr().err


def test_what_is_no_sandbox_is_said(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a traceback."""
    monkeypatch.setattr(watch, "ask", lambda *_words, **_more: [])

    assert 2 == main(["watch", "--all", "--once"])
    assert "this is not a procedure-sandbox" in capsys.readouterr().err


def test_a_terminal_gets_a_screen_and_ctrl_c_ends_it(client: httpx.Client, token: Token) -> None:
    """With 130, and the cursor is there again."""
    mine = token("ready")
    ask(client, mine)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sandbox", "watch", "--url", f"{client.base_url}", "--token", mine]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as process:
        os.close(theirs)
        seen = b""
        while b"verdict: " not in seen:
            seen += os.read(ours, 4096)
        process.send_signal(2)
        while piece := _read(ours):
            seen += piece
    os.close(ours)

    assert 130 == process.returncode
    assert "GET /fhir/Procedure" in seen.decode()
    assert b"\x1b[?25h" in seen
    assert b"Traceback" not in seen


def _read(terminal: int) -> bytes:
    """Return what comes from a terminal, b"" when the other side is closed."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
