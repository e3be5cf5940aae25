"""Is the page about pytest true? Its files are written into a project of their own, and its commands run there."""

import shlex

import pytest

from tests.manual.pages import DOCS
from tests.manual.tables import ROOT
from tests.manual.test_stories_of_the_manual import blocks
from tests.pytest_procedure_sandbox.conftest import PLUGINS

PAGE = DOCS / "pytest.md"
_INI = "[pytest]\nasyncio_default_fixture_loop_scope = function\nsandbox_fixtures = ada.ndjson\n"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run with the plugins of the page alone, and not as a part of this run."""
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def test_the_commands_of_the_page_print_what_is_shown(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after another, with the files as they are by then; a `*` stands for anything."""
    monkeypatch.setattr("sys.dont_write_bytecode", True)  # a file that is changed within a second is read anew
    pytester.syspathinsert()
    pytester.makeini(_INI)
    pytester.path.joinpath("ada.ndjson").write_text(_of_ada(), encoding="utf-8")
    run = None
    for block in blocks(PAGE):
        if block.search_type == ("python",):
            name = block.text.splitlines()[0].removeprefix("# ")
            pytester.path.joinpath(name).write_text(block.text, encoding="utf-8")
        elif block.search_type == ("sh",):
            words = shlex.split(block.text)
            assert "pytest" == words[0]
            run = pytester.runpytest_inprocess(*PLUGINS, *words[1:])
        elif block.search_type == ("text",):
            assert run is not None
            run.stdout.fnmatch_lines([line.replace("[", "[[]") for line in block.text.splitlines()])


def _of_ada() -> str:
    """Return what belongs to the first of the built-in patients: each run loads it anew."""
    lines = [line for file in ROOT.glob("fixtures/*.ndjson") for line in file.read_text(encoding="utf-8").splitlines()]
    return "\n".join(line for line in lines if "/ada-lovell" in line or '"id":"ada-lovell"' in line)


def test_the_keys_of_the_ini_file_are_read(pytester: pytest.Pytester) -> None:
    """As the page has them, with a file of one's own."""
    ini = next(block.text for block in blocks(PAGE) if block.search_type == ("ini",))
    pytester.makeini(f"{ini}\nasyncio_default_fixture_loop_scope = function")
    pytester.mkdir("fixtures").joinpath("patients.ndjson").write_text('{"resourceType":"Patient","id":"p1"}')
    pytester.makepyfile(
        """
        def test_it(sandbox, sandbox_server):
            assert ("p1", 7) == (sandbox.patient, sandbox_server.backend.settings.seed)
        """
    )

    pytester.runpytest_inprocess(*PLUGINS).assert_outcomes(passed=1)
