"""Which server does a run have, and which session a test? Opened as ini file, marker and suite have it."""

from dataclasses import replace

import pytest

from pytest_procedure_sandbox.judged_test import JudgedTest
from pytest_procedure_sandbox.marking import Marking, marking_of, suite_of
from sandbox import Sandbox
from sandbox.certify.suites import Opening, SuiteRow
from sandbox.loading import FixturesInvalid
from sandbox.session_handle import VerdictDefaults
from sandbox.settings import SettingsError

_FAULTS_SHOWN = 20


def server_of(config: pytest.Config) -> Sandbox:
    """Return the sandbox that the ini file asks for; it has not started yet."""
    try:
        return Sandbox(config.getini("sandbox_fixtures"), seed=config.getini("sandbox_seed"))
    except SettingsError as error:
        raise pytest.fail.Exception(f"sandbox_{error}", pytrace=False) from None
    except FixturesInvalid as error:
        faults = "\n".join(map(str, error.faults[:_FAULTS_SHOWN]))
        raise pytest.fail.Exception(f"sandbox_fixtures: {error}\n{faults}", pytrace=False) from None


def open_session(request: pytest.FixtureRequest, server: Sandbox) -> JudgedTest:
    """Return the test with its session; what its marker cannot mean is an error of its setup."""
    suite = request.node.get_closest_marker("sandbox_suite")
    marker = suite or request.node.get_closest_marker("sandbox")
    row = None
    try:
        row = _row(request, suite)
        if suite is None or row is None:
            marking = marking_of(marker)
        else:
            marking = _of_row(suite, row)
        session = server.session(
            marking.scenario, patient=marking.patient, frozen=marking.frozen, authorized=marking.authorized
        )
    except ValueError as error:
        said = str(error).removeprefix("In the token, ")
        if row is not None and request.config.getini("sandbox_fixtures"):
            said = f"{said} Suites are about the built-in patients: leave sandbox_fixtures out."
        name = marker.name if marker else "sandbox"
        raise pytest.fail.Exception(f"@pytest.mark.{name} of {request.node.name}: {said}", pytrace=False) from None
    every_page = row is not None and row.every_page
    session.verdict_defaults = VerdictDefaults(marking.policy, marking.ignore, every_page)
    return JudgedTest(session, marking, row, request.config, request.node.nodeid)


def _row(request: pytest.FixtureRequest, suite: pytest.Mark | None) -> SuiteRow | None:
    """Return the row that this run of a test is for; None for a test without a suite."""
    row = getattr(request, "param", None)
    if isinstance(row, SuiteRow):
        return row
    if row is not None:
        raise ValueError(
            "`sandbox` takes no parameter of yours: give the marker with each, as in "
            '`pytest.param(..., marks=pytest.mark.sandbox("syncing-3x"))`.'
        )
    if suite is not None:
        raise ValueError("a method of unittest.TestCase cannot be run for a suite: write it as a function.")
    return None


def _of_row(suite: pytest.Mark, row: SuiteRow) -> Marking:
    _, marking = suite_of(suite)
    authorized = row.opening is Opening.AUTHORIZED
    return replace(marking, scenario=row.scenario, patient=row.patient, authorized=authorized)
