"""`certify`, from outside: what it prints and exits with, whatever the command behind `--` does."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from sandbox.cli import main
from sandbox.reports.certify_run import from_json
from sandbox.server import Sandbox
from tests.certify.alive import is_alive
from tests.cli.command import CLIENT, ROOT, command

Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ([], 2, "The client's command is missing: procedure-sandbox certify -- python client.py."),
        (["--"], 2, "The client's command is missing"),
        (["python", "x.py"], 2, "'python' is not an option: the client's command stands behind --"),
        (["--jobs", "0", "--", "true"], 2, "--jobs: it takes a whole number from 1 to 64, not '0'"),
        (["--timeout", "soon", "--", "true"], 2, "--timeout: it takes a number above 0, up to 86400, not 'soon'"),
        (["--speed", "5", "--", "true"], 2, "--speed goes with --time fast."),
        (["--time", "fast", "--speed", "101", "--", "true"], 2, "it takes a number above 1, up to 100, not '101'"),
        (["--suite", "retri", "--", "true"], 2, "'retri' is not a suite. Did you mean \"retry\"?"),
        (["--scenario", "sincing", "--", "true"], 2, "'sincing' is not a scenario. Did you mean \"syncing\"?"),
        (
            ["--scenario", "ready", "--suite", "quick", "--", "true"],
            2,
            "certify takes --suite or --scenario, not both.",
        ),
        (["--require", "429.transint", "--", "true"], 2, 'Did you mean "429.transient"?'),
        (["--ignore", "R99", "--", "true"], 2, "not 'R99'"),
        (["--env", "A={tokn}", "--", "true"], 2, '{tokn} is not a place of a template. Did you mean "token"?'),
        (["--env", "A=1", "--env", "A=2", "--", "true"], 2, "A is given twice"),
        (["--json", "/nowhere/x.json", "--", "true"], 2, "--json /nowhere/x.json cannot be written"),
        (
            ["--json", "/dev/full", "--scenario", "ready", "--", "true"],
            2,
            "cannot be written: No space left on device.",
        ),
        (["--url", "http://127.0.0.1:9", "--", "true"], 2, "no sandbox answers there"),
        (["--polcy", "x", "--", "true"], 2, 'Did you mean "--policy"?'),
        (["--", "no-such-command"], 127, "There is no command no-such-command."),
        (["--", str(ROOT / "README.md")], 126, "README.md is not an executable file."),
    ],
)
def test_what_cannot_be_is_refused(words: list[str], code: int, says: str, capsys: Captured) -> None:
    """With a sentence on what would be right, before anything is run."""
    try:
        found = main(["certify", *words])
    except SystemExit as left:
        found = int(str(left.code))

    assert code == found
    assert says in capsys.readouterr().err


def test_a_script_that_the_system_cannot_run_is_126(tmp_path: Path, capsys: Captured) -> None:
    """As a shell has it."""
    script = tmp_path / "client"
    script.write_text("no first line")
    script.chmod(0o755)

    assert 126 == main(["certify", "--suite", "quick", "--", str(script)])
    assert "client cannot be run: Exec format error" in capsys.readouterr().err


def test_the_rows_are_listed_without_running_anything(capsys: Captured) -> None:
    """With those of fast time alone, which say so."""
    assert 0 == main(["certify", "--list"])
    lines = capsys.readouterr().out.splitlines()

    assert ["row", "scenario", "expected", "a", "right", "client"] == lines[0].split()
    assert any(line.startswith("retry/07-http-date") and "reads the date" in line for line in lines)
    assert any(line.startswith("retry/25-stuck") and line.endswith("(fast time only)") for line in lines)


def test_a_right_client_is_0_and_writes_its_run(tmp_path: Path, capsys: Captured) -> None:
    """All that was found is in the JSON; what was required was met."""
    file = tmp_path / "run.json"
    words = [
        "--scenario",
        "ready",
        "--scenario",
        "syncing-1x+wait-0.2+fractional",
        "--client",
        "mine",
        "--json",
        str(file),
    ]
    code = main(["certify", *words, "--require", "429.transient", "--", *CLIENT, "patient"])
    said, found = capsys.readouterr(), from_json(file.read_text())

    assert 0 == code
    assert "2 rows: 2 pass." in said.out
    assert "Result: pass" in said.out
    assert "Conditions met: 429.transient, retry-after.fractional." in said.out
    assert "own/ready" in said.err
    assert ("mine", "own", "real", 1.0) == (found.client, found.suite, found.time, found.speed)
    assert ["own/ready", "own/syncing-1x+wait-0.2+fractional"] == [row.row for row in found.rows]
    assert ["429.transient", "retry-after.fractional"] == list(found.met)
    assert "404" in found.never_met


def test_a_wrong_client_is_1_and_told_why(there: tuple[str, str], capsys: Captured) -> None:
    """Findings, repair, timeline and output of each row that did not pass."""
    code = main(["certify", *there, "--scenario", "syncing-1x", "--", *CLIENT, "hasty"])
    said = capsys.readouterr()

    assert 1 == code
    assert "FAIL           own/syncing-1x" in said.err
    assert "FAIL own/syncing-1x (syncing-1x)\n  A right client comes to its data" in said.out
    assert "FAIL R02 waited: After entry 1" in said.out
    assert "What to repair\n  R02 waited (1 row): Read Retry-After" in said.out
    assert "429, transient, wait 3 s announced   <- R02" in said.out
    assert "It wrote nothing." in said.out


@pytest.mark.parametrize(
    ("show", "shown"),
    [("all", ["own/ready (ready)", "own/failed (failed)"]), ("failed", ["own/failed (failed)"]), ("none", [])],
)
def test_what_is_shown_can_be_said(show: str, shown: list[str], there: tuple[str, str], capsys: Captured) -> None:
    """All rows, those that did not pass, or none."""
    main(["certify", *there, "--show", show, "--scenario", "ready", "--scenario", "failed", "--", *CLIENT, "liar"])
    said = capsys.readouterr().out

    assert shown == [line for line in said.splitlines() if line.startswith("own/")]


def test_who_never_asks_is_3(there: tuple[str, str], capsys: Captured) -> None:
    """It is no pass, and no fault either."""
    assert 3 == main(["certify", *there, "--scenario", "ready", "--", *CLIENT, "loud"])
    said = capsys.readouterr().out

    assert "The client could have read SANDBOX_URL, FHIR_BASE_URL, ACCESS_TOKEN" in said
    assert "It ended with exit status 0." in said
    assert "[left out: the first " in said
    assert "  | line 19999 red\n" in said
    assert "\x1b" not in said


def test_a_required_condition_that_is_never_met_is_1(there: tuple[str, str], capsys: Captured) -> None:
    """Even if every row passes."""
    code = main(["certify", *there, "--scenario", "ready", "--require", "404", "--", *CLIENT, "patient"])

    assert 1 == code
    assert "Required, and never met: 404." in capsys.readouterr().out


def test_each_report_is_written(there: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its own form; SARIF names the client's file."""
    files = {name: tmp_path / name for name in ("json", "html", "markdown", "junit", "sarif", "badge")}
    words = [word for name, file in files.items() for word in (f"--{name}", str(file))]
    monkeypatch.chdir(ROOT)
    assert 0 == main(["certify", *there, *words, "--scenario", "ready", "--", *CLIENT, "patient"])

    beginnings = {name: file.read_text()[:6] for name, file in files.items()}
    assert {
        "json": '{\n "fo',
        "html": "<!doct",
        "markdown": "## ✅ c",
        "junit": "<?xml ",
        "sarif": '{\n "$s',
        "badge": "<svg x",
    } == beginnings


def test_on_a_runner_of_github_it_is_told_there(
    there: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """As annotations, and in the summary of the step, which other steps have written to."""
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    main(["certify", *there, "--scenario", "syncing-1x", "--show", "none", "--", *CLIENT, "hasty"])

    assert "::error title=" in capsys.readouterr().out
    assert summary.read_text().startswith("Before.\n")
    assert "own/syncing-1x" in summary.read_text()


def test_a_guarded_sandbox_takes_the_admin_token(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """From the environment; it is needed for plans, and for refresh tokens."""
    plan = json.dumps({"steps": [{"status": 503, "times": 1}, {"pass": True}]})
    codes = []
    with Sandbox(admin_token="secret") as server:  # noqa: S106 - of this test alone
        for secret in ("secret", ""):
            monkeypatch.setenv("SANDBOX_ADMIN_TOKEN", secret)
            codes.append(main(["certify", "--url", server.url, "--scenario", plan, "--", *CLIENT, "patient"]))
    said = capsys.readouterr()

    assert [0, 2] == codes
    assert "1 row: 1 pass." in said.out
    assert "/_sandbox/sessions" in said.err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_a_signal_leaves_no_process(number: int, code: int, tmp_path: Path) -> None:
    """Neither the client, nor what it has started, nor a server."""
    pids = tmp_path / "pids"
    script = f"echo $$ >> {pids}; sleep 600 & echo $! >> {pids}; wait"
    words = command(("certify", "--suite", "quick", "--jobs", "2", "--", "sh", "-c", script))
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 20
    while not (pids.exists() and len(pids.read_text().split()) == 4) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)

    assert code == process.returncode
    assert "Traceback" not in errors
    assert [] == [pid for pid in pids.read_text().split() if is_alive(int(pid))]
