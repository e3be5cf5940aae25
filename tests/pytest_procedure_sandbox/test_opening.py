"""Which server and which session a test gets: by the ini file, by its marker, or an error that says why not."""

import pytest

from tests.pytest_procedure_sandbox.conftest import Run

_ODD = '{"resourceType":"Procedure","id":"p","status":"completed","performedDateTime":"soon"}'


def test_a_session_is_that_of_the_marker(run: Run) -> None:
    """The nearest marker counts, of the test, its parameter, its class or its module; without any, all is ready."""
    result = run(
        """
        pytestmark = pytest.mark.sandbox("partial", verdict=None)

        def test_module(sandbox):
            assert ("partial", "p1") == (sandbox.scenario, sandbox.patient)

        @pytest.mark.sandbox("syncing-45s+http-date", patient="p1", verdict=None, policy="lenient", ignore="R02")
        def test_own(sandbox):
            assert "syncing-45s+http-date" == sandbox.scenario
            before = sandbox.clock
            sandbox.sleep(60)
            assert (before["now"] + 60, True) == (sandbox.clock["now"], sandbox.clock["frozen"])
            assert "lenient" == sandbox.verdict().policy

        @pytest.mark.parametrize("status", [
            pytest.param(503, marks=pytest.mark.sandbox("flaky-503x1")),
            pytest.param(500, marks=pytest.mark.sandbox({"steps": [{"status": 500, "times": 1}, {"pass": True}]})),
        ])
        def test_parameter(sandbox, status):
            assert status == get(sandbox).status_code

        @pytest.mark.sandbox("ready", frozen=False, authorized=True)
        def test_running(sandbox):
            assert not sandbox.clock["frozen"]
            assert sandbox.refresh_token
            assert poll(sandbox)

        @pytest.mark.sandbox("syncing-2x", patient="p1")
        class TestOfAClass:
            def test_class(self, sandbox):
                assert "syncing-2x" == sandbox.scenario
                assert poll(sandbox)

            def test_without_it(self):
                pass
        """.replace("\n        ", "\n")
    )

    result.assert_outcomes(passed=7)


def test_a_run_has_one_server_whose_sessions_are_apart(run: Run) -> None:
    """And each test a session of its own."""
    result = run(
        """
seen = set()

@pytest.mark.parametrize("number", [1, 2])
def test_it(sandbox, sandbox_server, number):
    assert (200, 1) == (get(sandbox).status_code, len(sandbox.journal))
    assert sandbox.url == sandbox_server.url
    seen.add((sandbox_server.url, sandbox.token))

def test_one_server_and_two_sessions():
    assert (1, 2) == (len({url for url, _ in seen}), len(seen))
"""
    )

    result.assert_outcomes(passed=3)


def test_the_built_in_patients_are_there_where_the_ini_file_names_none(run: Run) -> None:
    """And the seed is that of the ini file."""
    result = run(
        """
@pytest.mark.sandbox("ready", patient="ben", verdict=None)
def test_it(sandbox, sandbox_server):
    assert 7 == sandbox_server.backend.settings.seed
    assert "ben" in sandbox.patient
""",
        "-o",
        "sandbox_seed=7",
        fixtures="",
    )

    result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (["-o", "sandbox_seed=many"], ["sandbox_seed * not 'many'*"]),
        (["-o", "sandbox_fixtures=nowhere.ndjson"], ["sandbox_fixtures: 1 fault*", "*nowhere.ndjson*"]),
        (["-o", "sandbox_fixtures=broken.ndjson"], ["sandbox_fixtures: 1 fault*", "*broken.ndjson:1*"]),
        (
            ["-o", "sandbox_fixtures=odd.ndjson"],
            ["sandbox_fixtures: 1 fault*", "*odd.ndjson:1: Procedure/p, date: 'soon' is not a date*"],
        ),
    ],
    ids=["seed", "missing", "broken", "not to be indexed"],
)
def test_what_cannot_be_served_is_an_error_of_the_test(
    run: Run, project: pytest.Pytester, options: list[str], lines: list[str]
) -> None:
    """In a sentence, without a traceback."""
    project.makefile(".ndjson", broken='{"resourceType":')
    project.makefile(".ndjson", odd=_ODD)
    result = run("def test_it(sandbox): pass", *options)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(lines)
    result.stdout.no_fnmatch_line("*opening.py*")


def test_what_a_marker_cannot_mean_is_an_error_of_its_test(run: Run) -> None:
    """Each says what was wrong and where, and what would be right."""
    result = run(
        """
@pytest.mark.sandbox("synching-3s")
def test_scenario(sandbox): pass

@pytest.mark.sandbox(patient="p2")
def test_patient(sandbox): pass

@pytest.mark.sandbox(polici="strict")
def test_keyword(sandbox): pass

@pytest.mark.sandbox({"stepz": []})
def test_plan(sandbox): pass

@pytest.mark.parametrize("sandbox", ["ready"], indirect=True)
def test_parameter(sandbox): pass
"""
    )

    result.assert_outcomes(errors=5)
    result.stdout.fnmatch_lines_random(
        [
            "@pytest.mark.sandbox of test_scenario: 'synching' is not a scenario. Did you mean \"syncing\"?*",
            "@pytest.mark.sandbox of test_patient: 'p2' is not a persona or a Patient.*",
            "@pytest.mark.sandbox of test_keyword: 'polici' is not a keyword of it. Did you mean \"policy\"?*",
            "@pytest.mark.sandbox of test_plan: *'stepz'. Did you mean \"steps\"?*",
            "@pytest.mark.sandbox of test_parameter?ready?: `sandbox` takes no parameter of yours:*",
        ]
    )
    result.stdout.no_fnmatch_line("*opening.py*")
