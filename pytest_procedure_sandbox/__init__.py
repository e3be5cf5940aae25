"""How does a test get a sandbox from pytest? By the fixtures, markers and options of this plugin.

It imports nothing but pytest until a fixture, a suite or an option is used. It stands beside the package `sandbox`, not
inside it: a user's own folder `sandbox/` may hide that one, and somebody has to say so.
"""

from collections.abc import Generator, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pytest_procedure_sandbox.judged_test import JudgedTest
    from sandbox import Sandbox, Session

_SANDBOX = (
    'sandbox(scenario="ready", *, patient="", frozen=True, verdict="pass", policy="flexpa", ignore=(), '
    "authorized=False): what the client of this test is to meet in the fixture `sandbox`, and how it is judged at the "
    "end of the test's body; verdict=None judges nothing."
)
_SUITE = (
    'sandbox_suite(suite, *, frozen=True, verdict="pass", policy="flexpa", ignore=()): run the test once for each row '
    "of a suite of `procedure-sandbox certify`: retry, quick, errors, paging, oauth or all."
)
_UNUSED = (
    "@pytest.mark.sandbox does nothing here: the test does not use the fixture `sandbox`. Add it to the parameters of "
    'the test, or write @pytest.mark.usefixtures("sandbox").'
)
_JUDGED: "pytest.StashKey[JudgedTest]" = pytest.StashKey()  # of a test that has opened its session


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add two options, and two keys of the ini file."""
    group = parser.getgroup("procedure-sandbox", "procedure-sandbox: clients of a FHIR API, put to the test")
    group.addoption(
        "--sandbox-report",
        metavar="DIR",
        help="write into DIR a page with the verdict and the timeline of each test that uses the fixture `sandbox`",
    )
    group.addoption(
        "--sandbox-require",
        metavar="CONDITION",
        action="append",
        default=[],
        help="fail unless the client of some test has met CONDITION, such as 429.transient or page.next (repeatable)",
    )
    parser.addini("sandbox_fixtures", "files or folders for `sandbox_server`, else the built-in patients", "paths", [])
    parser.addini("sandbox_seed", "seed of everything in `sandbox_server` that looks random", default="1")


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known; an option that is used takes part in the run."""
    config.addinivalue_line("markers", _SANDBOX)
    config.addinivalue_line("markers", _SUITE)
    if _is_summed_up(config) and not hasattr(config, "workerinput"):
        _part("run_summary", pytest.UsageError).sum_up(config)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of a suite once for each row."""
    marker = metafunc.definition.get_closest_marker("sandbox_suite")
    if marker is not None:
        _part("suite").parametrize(metafunc, marker)


@pytest.fixture(scope="session")
def sandbox_server(pytestconfig: pytest.Config) -> "Iterator[Sandbox]":
    """Give the one sandbox of this run, served from a thread of its own: `.url`, `.session(scenario)`, `.backend`."""
    with _part("opening").server_of(pytestconfig) as server:
        yield server
        if _is_summed_up(pytestconfig):
            _part("run_summary").add_met(pytestconfig, server)


@pytest.fixture
def sandbox(request: pytest.FixtureRequest, sandbox_server: "Sandbox") -> "Session":
    """Give this test's session: `.fhir_url` and `.token` for the client, `.sleep` in the place of its own sleep."""
    judged = _part("opening").open_session(request, sandbox_server)
    request.node.stash[_JUDGED] = judged
    session: Session = judged.session
    return session


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Run a test's body, and judge its client as a part of it: so the test fails, and is not an error."""
    yield
    judged = item.stash.get(_JUDGED, None)
    if judged is not None:
        judged.judge()
    elif _marked(item):
        pytest.fail(_UNUSED, pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show in the report of a failed test what its client did; tell the summary of the run what it met."""
    report = yield
    judged = item.stash.get(_JUDGED, None)
    if judged is not None and call.when == "call":
        judged.complete(report, call.excinfo)
    return report


def _is_summed_up(config: pytest.Config) -> bool:
    """Return whether an option asks for something of the run as a whole."""
    return config.option.sandbox_report is not None or bool(config.option.sandbox_require)


def _marked(item: pytest.Item) -> bool:
    """Return whether the test itself has the marker: one of a class or module speaks of those that use the fixture."""
    return any(marker.name == "sandbox" for marker in item.own_markers)


def _part(name: str, failure: Any = None) -> Any:
    """Return a module of this plugin that needs the package `sandbox`, now that something of it is used."""
    hidden = import_module("pytest_procedure_sandbox.shadowing").hidden_by()
    if not hidden:
        return import_module(f"pytest_procedure_sandbox.{name}")
    if failure is not None:
        raise failure(hidden)
    return pytest.fail(hidden, pytrace=False)
