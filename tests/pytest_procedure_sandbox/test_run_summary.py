"""What a whole run says in the end: the conditions that were met, and those that had to be."""

import pytest

from sandbox.reports.certify_run import from_json
from tests.pytest_procedure_sandbox.conftest import Run

TESTS = """
@pytest.mark.sandbox("syncing-2x")
def test_window(sandbox):
    assert poll(sandbox)

@pytest.mark.sandbox("failed")
def test_failed(sandbox):
    sandbox.outcome(success=poll(sandbox))
    poll(sandbox.session("throttled-1x"))

def test_none_of_it():
    pass
"""
AWAITING = """
@pytest.mark.asyncio
@pytest.mark.sandbox("syncing-2x+http-date")
async def test_awaiting(sandbox):
    assert await apoll(sandbox)
"""
MORE = """
@pytest.mark.sandbox("syncing-3x")
def test_bad(sandbox):
    print("said before")
    assert poll(sandbox, bad=True)

@pytest.mark.sandbox("ready")
def test_body(sandbox):
    assert get(sandbox).status_code == 404

@pytest.mark.sandbox
def test_ready(sandbox):
    assert poll(sandbox)

def test_unmarked(sandbox):
    assert poll(sandbox)
"""
BESIDE = """
def test_of_the_server(sandbox_server):
    get(sandbox_server.session("forbidden"))

def test_of_a_token(sandbox_server):
    httpx.get(f"{sandbox_server.fhir_url}/Patient/nobody", headers={"Authorization": "Bearer pat_test_ready~~mine"})
"""


def test_a_run_is_good_whose_clients_have_met_what_is_required(run: Run) -> None:
    """Whatever else they met; sessions that were opened beside count."""
    result = run(TESTS, "--sandbox-require=429.transient", "--sandbox-require", "422.processing")

    assert pytest.ExitCode.OK == result.ret
    result.stdout.fnmatch_lines(
        [
            "=* procedure-sandbox =*",
            "conditions met: 429.transient, 422.processing, retry-after.both",
            "never met: 429.throttled, *page.next*",
        ]
    )


def test_a_run_fails_whose_clients_have_not(run: Run) -> None:
    """With exit status 1, although no test failed."""
    result = run(TESTS, "--sandbox-require=429.transient", "--sandbox-require=page.next", "--sandbox-require=403")

    assert pytest.ExitCode.TESTS_FAILED == result.ret
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["--sandbox-require: no test's client has met page.next, 403"])


def test_what_was_met_without_the_fixture_counts_too(run: Run) -> None:
    """By sessions of the server, and by tokens that a test makes up."""
    result = run(BESIDE, "--sandbox-require=403", "--sandbox-require=404")

    result.assert_outcomes(passed=2)
    assert pytest.ExitCode.OK == result.ret


def test_a_run_that_only_collects_or_finds_nothing_is_not_blamed(run: Run) -> None:
    """There was nothing to meet."""
    collected = run(TESTS, "--sandbox-require=403", "--collect-only")
    empty = run(TESTS, "--sandbox-require=403", "-k", "nothing")

    assert pytest.ExitCode.OK == collected.ret
    collected.stdout.no_fnmatch_line("*--sandbox-require*")
    assert pytest.ExitCode.NO_TESTS_COLLECTED == empty.ret


def test_nothing_is_said_where_nothing_was_asked_for(run: Run) -> None:
    """A run without the options ends as ever."""
    run(TESTS).stdout.no_fnmatch_line("*conditions met*")


def test_a_condition_that_there_is_not_is_a_usage_error(run: Run) -> None:
    """The nearest one is named."""
    result = run(TESTS, "--sandbox-require=429.transent")

    assert pytest.ExitCode.USAGE_ERROR == result.ret
    result.stderr.fnmatch_lines(
        ["ERROR: --sandbox-require: '429.transent' is not a condition. Did you mean \"429.transient\"?*"]
    )


def test_a_report_tells_each_session_as_certify_does(run: Run, pytester: pytest.Pytester) -> None:
    """Also of tests that pass, and of those that fail for another reason or judge nothing; `certify` can read it."""
    result = run(TESTS + MORE, "--sandbox-report=out/sandbox")
    found = from_json((pytester.path / "out" / "sandbox" / "certify.json").read_text())

    result.assert_outcomes(passed=5, failed=2)
    result.stdout.fnmatch_lines(["report: *certify.html"])
    page = (pytester.path / "out" / "sandbox" / "certify.html").read_text(encoding="utf-8")
    assert "sandbox-report=out/sandbox</pre>" in page
    assert [(row.row.partition("::")[2], row.scenario, row.result) for row in found.rows] == [
        ("test_bad", "syncing-3x", "fail"),
        ("test_body", "ready", "fail"),
        ("test_failed", "failed", "pass"),
        ("test_failed #2", "throttled-1x", "not-exercised"),
        ("test_ready", "ready", "pass"),
        ("test_unmarked", "ready", "not-exercised"),
        ("test_window", "syncing-2x", "pass"),
    ]
    assert found.rows[1].says == "The test failed. assert 200 == 404"
    assert found.rows[5].says == "No marker of the test asks for a verdict."
    assert "R02" in {rule["id"] for rule in found.rows[0].verdict["rules"] if rule["result"] == "fail"}
    assert (4, "said before") == (len(found.rows[0].journal), found.rows[0].output.strip())
    assert ("pytest", "flexpa", "fail") == (found.suite, found.policy, found.result)
    assert {"429.transient", "422.processing"} <= set(found.met)


def test_a_row_of_a_suite_says_in_a_report_what_a_right_client_does(run: Run, pytester: pytest.Pytester) -> None:
    """And how it ends."""
    suite = '@pytest.mark.sandbox_suite("retry")\ndef test_it(sandbox): poll(sandbox)'
    run(suite, "-k", "16-failed", "--sandbox-report=out")
    (row,) = from_json((pytester.path / "out" / "certify.json").read_text()).rows

    assert ("test_it.py::test_it[retry/16-failed]", "no data", "pass") == (row.row, row.expected, row.result)
    assert row.right.startswith("stops at the 422")


def test_a_report_that_cannot_be_written_is_a_usage_error(run: Run) -> None:
    """Before any test runs."""
    result = run(TESTS, "--sandbox-report=client.py/out")

    assert pytest.ExitCode.USAGE_ERROR == result.ret
    result.stderr.fnmatch_lines(["ERROR: --sandbox-report: *client.py/out cannot be a folder: Not a directory"])


@pytest.mark.slow
def test_the_workers_of_xdist_are_summed_up(run: Run, pytester: pytest.Pytester) -> None:
    """Each has a server of its own, and the process in the terminal adds up what their clients met and did."""
    required = "--sandbox-require=422.processing", "--sandbox-require=page.next"
    result = run(TESTS + AWAITING + BESIDE, "-n", "2", "--sandbox-report=out", *required)
    found = from_json((pytester.path / "out" / "certify.json").read_text())

    result.assert_outcomes(passed=6)
    assert pytest.ExitCode.TESTS_FAILED == result.ret
    result.stdout.fnmatch_lines(
        [
            "conditions met: 429.transient, 422.processing, 403, 404, retry-after.both, retry-after.http-date",
            "--sandbox-require: no test's client has met page.next",
        ]
    )
    assert ["test_awaiting", "test_failed", "test_failed #2", "test_window"] == [
        row.row.partition("::")[2] for row in found.rows
    ]
    assert ["page.next"] == found.missing
