"""Rows are run, each with a session of its own, and judged: by small clients, as processes."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.certify.own_row import own_row
from sandbox.certify.processes import NotStarted
from sandbox.certify.runner import CertifyOptions, run_rows
from sandbox.certify.suites import SuiteRow, rows_of
from sandbox.reports.certify_run import RowResult
from sandbox.server import Sandbox
from tests.certify.alive import is_alive

CLIENT = str(Path(__file__).with_name("small_client.py"))
ROWS = {row.id: row for row in rows_of("all")}


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    """Serve the built-in patients."""
    with Sandbox() as sandbox:
        yield sandbox


def run(server: Sandbox, way: str, *rows: SuiteRow, **options: object) -> list[RowResult]:
    """Run rows with a small client that behaves in a way."""
    how = CertifyOptions(
        **{"command": [sys.executable, "-S", CLIENT, way], "templates": {}, "jobs": 4} | options  # type: ignore[arg-type]
    )
    return run_rows(rows, server, how, lambda _: None)


def test_a_right_client_passes(server: Sandbox) -> None:
    """Each row has a session of its own; results come in the order of the rows, whoever ends first."""
    rows = [own_row("syncing-1x+wait-0.3+fractional"), ROWS["retry/01-ready"], ROWS["retry/16-failed"]]
    told: list[str] = []
    how = CertifyOptions(command=[sys.executable, "-S", CLIENT, "patient"], templates={}, jobs=4)
    results = run_rows(rows, server, how, lambda result: told.append(result.row))

    assert [row.id for row in rows] == [result.row for result in results]
    assert {row.id for row in rows} == set(told)
    assert ["pass"] * 3 == [result.result for result in results]
    assert [0, 0, 1] == [result.exit_status for result in results]
    assert [2, 1, 1] == [len(result.journal) for result in results]
    assert ["429.transient", "retry-after.fractional"] == list(results[0].conditions)


def test_a_hasty_client_fails(server: Sandbox) -> None:
    """Under the rule that it breaks; which rules count can be said."""
    found = run(server, "hasty", own_row("syncing-1x"))[0]
    ignored = run(server, "hasty", own_row("syncing-1x"), ignore=["R02"])[0]

    assert "fail" == found.result
    assert ["R02"] == [rule["id"] for rule in found.verdict["rules"] if rule["result"] == "fail"]
    assert "pass" == ignored.result


def test_the_exit_status_is_the_clients_word(server: Sandbox) -> None:
    """Who ends with 0 without the data has not told the truth; it can be left out."""
    row = own_row("stuck")
    found, ignoring = run(server, "liar", row)[0], run(server, "liar", row, ignore_exit=True)[0]
    results = [
        next(rule["result"] for rule in one.verdict["rules"] if rule["id"] == "R20") for one in (found, ignoring)
    ]

    assert ["fail", "not-exercised"] == results
    assert "It ended with exit status 0, as if it had the data" in found.says
    assert "" == ignoring.says


def test_a_row_of_paging_wants_every_page(server: Sandbox) -> None:
    """A client that has fetched the first page alone has not got the data."""
    found = run(server, "liar", ROWS["paging/01-every-page"])[0]

    assert "fail" == found.result
    assert "never fetched the page after entry 1" in str(found.verdict["rules"])


def test_who_never_asks_is_not_exercised(server: Sandbox) -> None:
    """With its output, and with what it could have read."""
    found = run(server, "silent", ROWS["retry/01-ready"])[0]

    assert ("not-exercised", "nothing to do\n") == (found.result, found.output)
    assert "could have read SANDBOX_URL, FHIR_BASE_URL, ACCESS_TOKEN" in found.says


def test_who_takes_too_long_is_killed(server: Sandbox) -> None:
    """And the judge is told so."""
    found = run(server, "asleep", own_row("syncing-1x"), timeout=0.6)[0]

    assert (None, "inconclusive") == (found.exit_status, found.result)
    assert "It had not ended after 0.6 s of its own time, and was killed." in found.says
    assert not is_alive(int(found.output))


def test_a_process_that_leaves_is_killed_too(server: Sandbox) -> None:
    """Where the system shows environments; it is said."""
    found = run(server, "daemon", ROWS["retry/01-ready"])[0]

    assert ("pass", "It left 1 of its processes running, which were killed.") == (found.result, found.says)


def test_templates_are_filled_in_variables_and_arguments(server: Sandbox) -> None:
    """Each row with its own places; the user's own variables win."""
    words = ["sh", "-c", "echo $BASE $0 $1 $PATIENT_ID $CERTIFY_SCENARIO ${url}", "{scenario}", "{patient}"]
    found = run(
        server, "", ROWS["retry/16-failed"], command=words, templates={"BASE": "{fhir_url}", "PATIENT_ID": "me"}
    )

    patient = server.session("ready").patient
    assert f"{server.fhir_url} failed {patient} me failed\n" == found[0].output


def test_a_row_of_oauth_brings_a_refresh_token(server: Sandbox) -> None:
    """With client, secret and address, under their own names."""
    words = ["sh", "-c", "echo $CLIENT_ID $CLIENT_SECRET $TOKEN_URL ${REFRESH_TOKEN%_*} $SANDBOX_URL"]
    found = run(server, "", ROWS["oauth/01-ready"], command=words)[0]

    assert f"pk_test_certify sk_test_certify {server.url}/link/token rt {server.url}\n" == found.output


def test_who_refreshes_its_token_passes(server: Sandbox) -> None:
    """Its refresh stands in the journal, too; who does not has not got the data."""
    row = ROWS["oauth/02-expired"]
    right, wrong = run(server, "refreshing", row)[0], run(server, "patient", row)[0]

    assert ("pass", ["401.expired"]) == (right.result, list(right.conditions))
    assert [("/fhir/Procedure", 401), ("/link/token", 200), ("/fhir/Procedure", 200)] == [
        (entry["path"], entry["status"]) for entry in right.journal
    ]
    assert [None, "oauth", None] == [entry.get("door") for entry in right.journal]
    assert ("fail", 1) == (wrong.result, wrong.exit_status)


def test_a_command_that_cannot_be_run_ends_it_all(server: Sandbox, tmp_path: Path) -> None:
    """Whatever runs beside it."""
    script = tmp_path / "script"
    script.write_text("no first line")
    script.chmod(0o755)
    with pytest.raises(NotStarted, match="cannot be run"):
        run(server, "", *rows_of("quick"), command=[str(script)])


def test_no_proxy_stands_between(server: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the environment names one, the sandbox is excepted."""
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "intranet")
    found = run(server, "", ROWS["retry/01-ready"], command=["sh", "-c", "echo $no_proxy"])[0]

    assert "intranet,127.0.0.1\n" == found.output
