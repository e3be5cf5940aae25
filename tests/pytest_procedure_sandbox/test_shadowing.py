"""What is said to a user whose own folder `sandbox/` hides the package."""

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

from pytest_procedure_sandbox.shadowing import hidden_by

_TESTS = """
import pytest

def test_it(sandbox):
    pass
"""


def test_nothing_hides_the_package_here() -> None:
    """It is found where the plugin is."""
    assert "" == hidden_by()


def test_a_user_s_own_folder_is_named_in_one_sentence(project: pytest.Pytester) -> None:
    """Under `python -m pytest`, which puts the current folder first: no traceback, and nothing of it is run."""
    project.mkpydir("sandbox").joinpath("__init__.py").write_text("raise SystemExit('it was imported')")
    project.makepyfile(_TESTS)
    fixture = project.run(sys.executable, "-m", "pytest", "-p", "pytest_procedure_sandbox")

    fixture.assert_outcomes(errors=1)
    fixture.stdout.fnmatch_lines(
        ["procedure-sandbox needs its own package `sandbox`, but *sandbox/__init__.py comes first*"]
    )
    fixture.stdout.no_fnmatch_line("*Traceback*")
    fixture.stdout.no_fnmatch_line("*Error: *")


def test_an_option_that_cannot_be_obeyed_is_a_usage_error(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same sentence."""
    monkeypatch.setitem(sys.modules, "sandbox", ModuleType("sandbox"))
    result = project.runpytest_inprocess("-p", "pytest_procedure_sandbox", "--sandbox-require=403")

    assert pytest.ExitCode.USAGE_ERROR == result.ret
    result.stderr.fnmatch_lines(["ERROR: procedure-sandbox needs its own package `sandbox`, but *"])


@pytest.mark.parametrize(
    ("module", "named"),
    [
        (ModuleType("sandbox"), "<module 'sandbox'>"),
        (ModuleType("sandbox", "a namespace"), "/somewhere/sandbox"),
    ],
    ids=["made by hand", "namespace"],
)
def test_whatever_hides_it_is_named(monkeypatch: pytest.MonkeyPatch, module: ModuleType, named: str) -> None:
    """A module without a file, or a folder without an `__init__.py`."""
    if module.__doc__:
        module.__spec__ = ModuleSpec("sandbox", None, is_package=True)
        module.__spec__.submodule_search_locations = ["/somewhere/sandbox"]
    monkeypatch.setitem(sys.modules, "sandbox", module)

    assert f"but {named} comes first" in hidden_by()
