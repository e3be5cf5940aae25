"""What becomes of a test whose client was judged: it passes or fails, and its report shows what the client did."""

import xml.etree.ElementTree as ET

import pytest

from tests.pytest_procedure_sandbox.conftest import Run


def test_a_test_fails_by_the_verdict_on_its_client(run: Run) -> None:
    """It is a failure of the call, not an error; the body's own failure and a skip come first."""
    result = run(
        """
@pytest.mark.sandbox("syncing-45s")
def test_good(sandbox):
    assert poll(sandbox)

@pytest.mark.sandbox("syncing-3x")
def test_bad(sandbox):
    assert poll(sandbox, bad=True)

@pytest.mark.sandbox("syncing-3x", verdict=None)
def test_bad_and_not_judged(sandbox):
    assert poll(sandbox, bad=True)

def test_bad_and_not_marked(sandbox):
    assert get(sandbox).status_code == 200

@pytest.mark.sandbox("syncing-45s")
def test_stopped(sandbox):
    get(sandbox)

@pytest.mark.sandbox("syncing-3x", ignore=["R02"])
def test_bad_and_ignored(sandbox):
    assert poll(sandbox, bad=True)

@pytest.mark.xfail(strict=True)
@pytest.mark.sandbox("syncing-3x")
def test_known_to_be_bad(sandbox):
    assert poll(sandbox, bad=True)

@pytest.mark.sandbox("syncing-3x")
def test_skipped(sandbox):
    pytest.skip("not here")
"""
    )

    result.assert_outcomes(passed=4, failed=2, skipped=1, xfailed=1)
    result.stdout.fnmatch_lines(
        [
            "*_ test_bad _*",
            "R02 waited: the verdict on the client is fail",
            "FAIL R02 waited: After entry 1, which announced 3 s, entry 2 came after 0 s*",
            "*Repair: Read Retry-After*",
            "Verdict under the policy flexpa: fail",
            "The session's clock stood still all the time.*",
            "*- sandbox: syncing-3x of p1, attempts -*",
            "GET /fhir/Procedure",
            "*2 * 429, transient, wait 3 s announced   <- too early, R02",
            "*_ test_stopped _*",
            "R01 came back: the verdict on the client is fail",
            "FAILED *test_bad - Failed: R02 waited: *",
        ]
    )
    result.stdout.no_fnmatch_line("*judged_test.py*")
    result.stdout.no_fnmatch_line("*ok   R*")


def test_a_client_that_met_no_rule_did_nothing_wrong_and_one_that_did_not_ask_did(run: Run) -> None:
    """The data at once puts no rule to the test."""
    result = run(
        """
@pytest.mark.sandbox("ready")
def test_ready(sandbox):
    assert poll(sandbox)

@pytest.mark.sandbox("syncing-3x")
def test_silent(sandbox):
    pass

@pytest.mark.sandbox("syncing-3x")
def test_without_the_fixture():
    pass

@pytest.mark.sandbox("syncing-3x")
def test_asked_for_it(request):
    assert poll(request.getfixturevalue("sandbox"), bad=True)

@pytest.mark.usefixtures("sandbox")
@pytest.mark.sandbox("syncing-3x", verdict=None)
def test_used():
    pass
"""
    )

    result.assert_outcomes(passed=2, failed=3)
    result.stdout.fnmatch_lines(
        [
            "*_ test_silent _*",
            "the client made no request with the token of `sandbox`*",
            "*_ test_without_the_fixture _*",
            "@pytest.mark.sandbox does nothing here: *",
            "*_ test_asked_for_it _*",
            "R02 waited: the verdict on the client is fail",
        ]
    )


def test_a_policy_is_that_of_the_marker(run: Run) -> None:
    """Only `strict` demands that the vendor's header is obeyed alone."""
    result = run(
        """
def early(session):
    for wait in (0.5, 1, 2, 4):
        get(session)
        session.sleep(wait)

@pytest.mark.sandbox("syncing-6s+vendor", policy="strict")
def test_strict(sandbox):
    early(sandbox)

@pytest.mark.sandbox("syncing-6s+vendor")
def test_flexpa(sandbox):
    early(sandbox)
    assert poll(sandbox)
"""
    )

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["R04 *: the verdict on the client is fail", "*under the policy strict: fail"])


def test_sessions_that_were_opened_beside_are_judged_too(run: Run) -> None:
    """Where they were used."""
    result = run(
        """
@pytest.mark.sandbox("syncing-2x")
def test_it(sandbox):
    assert poll(sandbox)
    sandbox.session("syncing-3x")
    assert poll(sandbox.session("syncing-2x").session("flaky-503x2+standard"), bad=True)
"""
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["R02 waited*: the verdict on the client is fail", "*sandbox: flaky-503x2+standard of p1, attempts*"]
    )
    result.stdout.fnmatch_lines(["*sandbox: syncing-2x of p1, verdict*", "Verdict under the policy flexpa: pass"])
    result.stdout.no_fnmatch_line("*sandbox: syncing-3x of p1*")


def test_a_body_that_fails_is_shown_with_what_its_client_did(run: Run) -> None:
    """The findings are there once, also where the test asked for the verdict itself."""
    result = run(
        """
@pytest.mark.sandbox("syncing-3x")
def test_body(sandbox):
    assert not poll(sandbox, bad=True)

@pytest.mark.sandbox("syncing-3x", verdict=None)
def test_by_hand(sandbox):
    poll(sandbox, bad=True)
    sandbox.verdict().assert_pass("R02")
"""
    )

    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        [
            "*_ test_body _*",
            "E *assert not True*",
            "*- sandbox: syncing-3x of p1, verdict -*",
            "FAIL R02 waited*",
            "*- sandbox: syncing-3x of p1, attempts -*",
            "*_ test_by_hand _*",
            "*<- too early, R02",
        ]
    )
    assert 2 == sum("FAIL R02 waited" in line for line in result.outlines)


def test_the_client_s_own_word_counts_where_the_test_passes_it_on(run: Run) -> None:
    """R20."""
    result = run(
        """
@pytest.mark.sandbox("failed")
def test_liar(sandbox):
    poll(sandbox)
    sandbox.outcome(success=True)

@pytest.mark.sandbox("failed")
def test_honest(sandbox):
    sandbox.outcome(success=poll(sandbox))

@pytest.mark.sandbox("failed")
def test_mute(sandbox):
    poll(sandbox)
"""
    )

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["R20 told the truth: the verdict on the client is fail"])


def test_time_that_runs_is_waited_out(run: Run) -> None:
    """With frozen=False `sleep` sleeps, and a client with a sleep of its own is judged by the time of day."""
    result = run(
        """
@pytest.mark.sandbox("syncing-1x+wait-0.05+fractional", frozen=False)
def test_it(sandbox):
    assert 429 == get(sandbox).status_code
    sandbox.sleep(0.25)
    assert 200 == get(sandbox).status_code
"""
    )

    result.assert_outcomes(passed=1)


def test_junit_has_it_as_a_failure(run: Run, pytester: pytest.Pytester) -> None:
    """With the rules in its message."""
    run(
        """
@pytest.mark.sandbox("syncing-3x")
def test_it(sandbox):
    assert poll(sandbox, bad=True)
""",
        "--junit-xml=junit.xml",
    )
    suite = ET.parse(pytester.path / "junit.xml").getroot()[0]  # noqa: S314 - it was written just now
    found = suite.find(".//failure")

    assert ("0", "1") == (suite.get("errors"), suite.get("failures"))
    assert found is not None
    assert "R02 waited: the verdict on the client is fail" in found.get("message", "")


def test_a_method_of_unittest_is_judged_too(run: Run) -> None:
    """Its fixture comes by `usefixtures` or a fixture of its class."""
    result = run(
        """
import unittest

class TestIt(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _session(self, sandbox):
        self.session = sandbox

    @pytest.mark.sandbox("syncing-3x")
    def test_bad(self):
        self.assertTrue(poll(self.session, bad=True))

    @pytest.mark.sandbox("syncing-3x")
    def test_good(self):
        self.assertTrue(poll(self.session))

    @pytest.mark.sandbox_suite("retry")
    def test_suite(self):
        pass
"""
    )

    result.assert_outcomes(passed=1, failed=1, errors=1)
    result.stdout.fnmatch_lines(["@pytest.mark.sandbox_suite of test_suite: a method of unittest.TestCase cannot be *"])
