"""Is the page on reports true? Its text blocks are those of real runs, and its options are those that there are."""

import re

import httpx
import pytest

from sandbox.cli import main
from sandbox.cli.certify_reports import REPORT_FILES
from sandbox.reports.comparison import compared
from sandbox.reports.comparison_text import comparison_text
from sandbox.reports.scorecard import scorecard
from tests.manual.pages import DOCS
from tests.reports.sample_runs import hasty, hurried, patient, run_of

PAGE = (DOCS / "reports.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```text (\w+)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
ROWS = ("retry/01-ready", "retry/02-window", "retry/16-failed")


def test_the_scorecard_is_that_of_a_run() -> None:
    """From its first line on."""
    assert BLOCKS["scorecard"] in scorecard(run_of("hurried", hurried, only=ROWS), width=96) + "\n"


def test_the_comparison_is_that_of_runs() -> None:
    """The grid."""
    clients = {"patient": patient, "hurried": hurried, "hasty": hasty}
    runs = [run_of(name, behave, only=ROWS) for name, behave in clients.items()]

    grid = comparison_text(compared(runs)).split("\n\n")[1]

    assert BLOCKS["comparison"] == f"{grid}\n"


def test_the_lines_are_those_of_watch(client: httpx.Client, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a client in a hurry."""
    token = "pat_test_syncing-6s~ada~reports-page"  # noqa: S105 - made up
    login = {"Authorization": f"Bearer {token}"}
    client.post("/_sandbox/session/clock", json={"freeze": True}, headers=login)
    client.get("/fhir/Procedure", headers=login)
    client.post("/_sandbox/session/clock", json={"advance": 1}, headers=login)
    client.get("/fhir/Procedure", headers=login)
    main(["watch", "--url", f"{client.base_url}", "--token", token, "--once"])
    lines = capsys.readouterr().out.splitlines()

    assert [line for line in BLOCKS["watch"].splitlines()[1:] if line not in lines] == []
    assert "syncing-6s, ada-lovell: syncing, ready in 5 s" == lines[0]


def test_every_file_that_can_be_written_is_told() -> None:
    """By its option."""
    assert [] == [row.name for row in REPORT_FILES if f"`--{row.name} FILE`" not in PAGE]
