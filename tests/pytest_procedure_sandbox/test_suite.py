"""A test that is run once for each row of a suite, and markers of suites that cannot mean anything."""

import pytest

from sandbox.certify.suites import rows_of
from tests.pytest_procedure_sandbox.conftest import Run

CLIENT = """
@pytest.mark.sandbox_suite("{suite}"{more})
def test_client(sandbox):
    sandbox.outcome(success=poll(sandbox))
"""


@pytest.mark.parametrize(
    ("frozen", "number"), [("True", len(rows_of("retry", fast=True))), ("False", len(rows_of("retry")))]
)
def test_a_test_is_run_once_for_each_row_by_its_id(run: Run, frozen: str, number: int) -> None:
    """In virtual time no window is too long; in real time those of fast time alone are left out."""
    result = run(CLIENT.format(suite="retry", more=f", frozen={frozen}"), "--collect-only", "-q")

    result.stdout.fnmatch_lines(["test_it.py::test_client?retry/01-ready?", f"{number} tests collected*"])


def test_a_right_client_passes_a_suite_whole(run: Run) -> None:
    """Windows, waits in every spelling, what fails for good: in virtual time."""
    result = run(CLIENT.format(suite="quick", more=""), fixtures="")

    result.assert_outcomes(passed=len(rows_of("quick")))


def test_a_row_fails_by_itself_and_can_be_run_by_its_id(run: Run) -> None:
    """This client does not wait for dates."""
    test = CLIENT.format(suite="retry", more="").replace("poll(sandbox)", 'poll(sandbox, "date" in sandbox.scenario)')
    some = run(test, "-k", "02-window or 07-http-date or 16-failed")
    alone = run(test, "test_it.py::test_client[retry/07-http-date]")

    some.assert_outcomes(passed=2, failed=1, deselected=len(rows_of("retry", fast=True)) - 3)
    some.stdout.fnmatch_lines(["*_ test_client?retry/07-http-date? _*", "R03 read HTTP-date, *: the verdict*"])
    alone.assert_outcomes(failed=1)


def test_pages_and_refresh_tokens_are_those_of_the_row(run: Run) -> None:
    """Every page is wanted where the row says so, and a row of `oauth` has a refresh token."""
    result = run(
        """
def fetch(session):
    with httpx.Client(verify=False, headers=request(session)["headers"]) as http:
        address = f"{session.fhir_url}/Procedure?_count=500"
        while address and (answer := http.get(address)).status_code == 200:
            address = next((link["url"] for link in answer.json()["link"] if link["relation"] == "next"), "")
        return not address

@pytest.mark.sandbox_suite("paging")
def test_all(sandbox):
    sandbox.outcome(success=fetch(sandbox))

@pytest.mark.sandbox_suite("paging")
def test_first(sandbox):
    sandbox.outcome(success=poll(sandbox))

@pytest.mark.sandbox_suite("oauth")
def test_refresh(sandbox):
    assert sandbox.refresh_token
    sandbox.outcome(success=poll(sandbox))
""",
        "-k",
        "01-every-page or 01-ready",
        fixtures="",
    )

    result.assert_outcomes(passed=2, failed=1, deselected=2 * len(rows_of("paging")) + len(rows_of("oauth")) - 3)
    result.stdout.fnmatch_lines(["*_ test_first?paging/01-every-page? _*", "R20 told the truth: *"])


def test_a_row_of_a_patient_that_is_not_there_says_what_to_do(run: Run) -> None:
    """Where the ini file names fixtures of one's own."""
    result = run(CLIENT.format(suite="paging", more=""), "-k", "01-every-page")

    result.assert_outcomes(errors=1, deselected=len(rows_of("paging")) - 1)
    result.stdout.fnmatch_lines(["*'thea' is not a persona or a Patient.* Suites are about the built-in patients: *"])


def test_a_suite_of_a_class_speaks_of_the_tests_that_use_the_fixture(run: Run) -> None:
    """The others are run once."""
    result = run(
        """
@pytest.mark.sandbox_suite("quick")
class TestIt:
    def test_used(self, sandbox):
        pass

    def test_unused(self):
        pass
""",
        "--collect-only",
    )

    result.stdout.fnmatch_lines([f"*{len(rows_of('quick')) + 1} tests collected*"])


@pytest.mark.parametrize(
    ("test", "sentence"),
    [
        (
            '@pytest.mark.sandbox_suite("retri")\ndef test_it(sandbox): pass',
            "@pytest.mark.sandbox_suite of test_it: 'retri' is not a suite. Did you mean \"retry\"?*",
        ),
        (
            '@pytest.mark.sandbox_suite("retry", patient="ben")\ndef test_it(sandbox): pass',
            "@pytest.mark.sandbox_suite of test_it: 'patient' is not a keyword of it.*",
        ),
        (
            '@pytest.mark.sandbox_suite("retry")\n@pytest.mark.sandbox("ready")\ndef test_it(sandbox): pass',
            "test_it has both markers, sandbox and sandbox_suite: *",
        ),
        (
            '@pytest.mark.sandbox_suite("retry")\ndef test_it(): pass',
            "@pytest.mark.sandbox_suite does nothing for test_it, which does not use the fixture `sandbox`: *",
        ),
    ],
    ids=["unknown", "keyword", "both markers", "without the fixture"],
)
def test_what_a_suite_cannot_mean_is_an_error_of_collection(run: Run, test: str, sentence: str) -> None:
    """In one sentence, without a traceback."""
    result = run(test)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([sentence])
    result.stdout.no_fnmatch_line("*During handling*")
