"""What came of a whole run? The conditions that its clients have met, those that they had to, and a page on them all.

It listens in the process that tells the user: under pytest-xdist the reports of the workers come together there.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from pytest_procedure_sandbox.judged_test import MET, RESULTS
from sandbox import Sandbox, __version__
from sandbox.api.admin.serialize import entry_json
from sandbox.certify.conditions import CONDITIONS, check_condition, conditions_met
from sandbox.reports.certify_run import CertifyRun, RowResult, to_json
from sandbox.reports.run_page import html

_NAME = "procedure-sandbox-summary"  # of the plugin that sums up


class RunSummary:
    """A plugin that listens to the reports of all tests; *required* are ids of conditions, *folder* is for the page."""

    def __init__(self, required: list[str], folder: Path | None) -> None:
        self._required = required
        self._folder = folder
        self._met: set[str] = set()
        self._results: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take from the report of a test what its client has met and done."""
        self.add_met(getattr(report, MET, ()))
        self._results += getattr(report, RESULTS, ())

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take from a worker of pytest-xdist which conditions were met on its server; one that crashed says nothing."""
        self.add_met(getattr(node, "workeroutput", {}).get(MET, ()))

    def add_met(self, conditions: Iterable[str]) -> None:
        """Take note of conditions that were met."""
        self._met.update(conditions)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Fail a run that is good but for a condition that was required and never met; write what came of all tests."""
        if session.config.option.collectonly:
            return
        if self._missing() and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if self._folder is not None:
            run = self._run(session.config)
            self._folder.joinpath("certify.json").write_text(to_json(run), encoding="utf-8")
            self._folder.joinpath("certify.html").write_text(html(run), encoding="utf-8")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which conditions were met, and which never."""
        if terminalreporter.config.option.collectonly:
            return
        terminalreporter.section("procedure-sandbox")
        terminalreporter.write_line(f"conditions met: {', '.join(self._those_met()) or 'none'}")
        terminalreporter.write_line(f"never met: {', '.join(self._never_met()) or 'none'}")
        if self._folder is not None:
            terminalreporter.write_line(f"report: {self._folder / 'certify.html'}")
        if missing := self._missing():
            said = f"--sandbox-require: no test's client has met {', '.join(missing)}"
            terminalreporter.write_line(said, red=True)

    def _run(self, config: pytest.Config) -> CertifyRun:
        """Return all results as `certify` has them, a row for each session; tests come in order of their names."""
        rows = sorted((RowResult(**result) for result in self._results), key=lambda row: row.row)
        return CertifyRun(
            client=config.rootpath.name,
            command=["pytest", *map(str, config.invocation_params.args)],
            suite="pytest",
            policy=", ".join(sorted({row.verdict["policy"] for row in rows})),
            time="virtual",
            speed=1.0,
            rows=rows,
            met=self._those_met(),
            never_met=self._never_met(),
            missing=self._missing(),
            version=__version__,
        )

    def _those_met(self) -> list[str]:
        return [name for name in CONDITIONS if name in self._met]

    def _never_met(self) -> list[str]:
        return [name for name in CONDITIONS if name not in self._met]

    def _missing(self) -> list[str]:
        return [name for name in self._required if name not in self._met]


def add_met(config: pytest.Config, server: Sandbox) -> None:
    """Pass on which conditions the clients of a server have met, whoever gave them their tokens."""
    sessions = server.backend.sessions.labelled("")
    met = conditions_met(entry_json(entry) for session in sessions for entry in session.journal.entries)
    summary = config.pluginmanager.get_plugin(_NAME)
    if summary is None:
        config.workeroutput[MET] = met  # type: ignore[attr-defined] # xdist gives it to its workers
    else:
        summary.add_met(met)


def sum_up(config: pytest.Config) -> None:
    """Let a summary listen to the run; a condition that there is not, and a folder that cannot be, are usage errors."""
    folder = None
    try:
        required = [check_condition(name) for name in config.option.sandbox_require]
    except ValueError as error:
        raise pytest.UsageError(f"--sandbox-require: {error}") from None
    if config.option.sandbox_report is not None:
        folder = config.invocation_params.dir / config.option.sandbox_report
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise pytest.UsageError(f"--sandbox-report: {folder} cannot be a folder: {error.strerror}") from None
    config.pluginmanager.register(RunSummary(required, folder), _NAME)
