"""Does the example for pytest find what is wrong with the faulty client, and nothing in the repaired one?"""

import shutil
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "pytest"


@pytest.fixture
def example(pytester: pytest.Pytester) -> pytest.Pytester:
    """Give a copy of it, to run."""
    shutil.copytree(EXAMPLE, pytester.path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    return pytester


def test_the_faulty_client_fails(example: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the rules that it breaks, each in a row that puts it to the test."""
    monkeypatch.setenv("CLIENT", "faulty")
    result = example.runpytest_subprocess(
        "-p", "pytest_procedure_sandbox", "-k", "retry or sync or forbidden", "-n", "2"
    )
    outcomes = result.parseoutcomes()

    assert pytest.ExitCode.TESTS_FAILED == result.ret
    assert {"passed", "failed"} == outcomes.keys()
    for rule in ("R02 waited", "R03 read HTTP-date", "R10 stopped at 422", "R14 one refresh", "R21 no hammering"):
        result.stdout.fnmatch_lines([f"FAIL {rule}: *"])


def test_the_repaired_client_passes(example: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every row, having met all that the suites are about."""
    monkeypatch.setenv("CLIENT", "repaired")
    required = [
        f"--sandbox-require={name}" for name in ("429.transient", "429.throttled", "422.processing", "page.next")
    ]
    result = example.runpytest_subprocess("-p", "pytest_procedure_sandbox", "-n", "2", *required)

    assert pytest.ExitCode.OK == result.ret
    assert {"passed"} == result.parseoutcomes().keys()
