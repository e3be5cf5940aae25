"""How does a test meet all rows of a suite? It is run once for each, with the row as the parameter of `sandbox`."""

import pytest

from pytest_procedure_sandbox.marking import suite_of
from sandbox.certify.suites import rows_of


def parametrize(metafunc: pytest.Metafunc, marker: pytest.Mark) -> None:
    """Run a test once for each row of the suite of its *marker*; what that cannot mean is an error of collection."""
    test = metafunc.definition
    if test.get_closest_marker("sandbox"):
        pytest.fail(
            f"{test.name} has both markers, sandbox and sandbox_suite: a suite brings its own scenarios, so take one.",
            pytrace=False,
        )
    if "sandbox" not in metafunc.fixturenames:
        if marker in test.own_markers:
            pytest.fail(
                f"@pytest.mark.sandbox_suite does nothing for {test.name}, which does not use the fixture `sandbox`: "
                "add it to the parameters of the test.",
                pytrace=False,
            )
        return
    try:
        suite, marking = suite_of(marker)
        rows = rows_of(suite, fast=marking.frozen)  # virtual time takes none, so that no window is too long
    except ValueError as error:
        raise pytest.fail.Exception(f"@pytest.mark.sandbox_suite of {test.name}: {error}", pytrace=False) from None
    metafunc.parametrize("sandbox", rows, indirect=True, ids=[row.id for row in rows])
