"""Where does a run of `certify` go? To the terminal, into files that were asked for, to GitHub on its runners."""

# tested by: tests/cli/test_certify.py, tests/cli/test_certify_compare.py

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sandbox.reports.badge import badge
from sandbox.reports.certify_run import CertifyRun, from_json, to_json
from sandbox.reports.certify_text import row_text
from sandbox.reports.comparison import Comparison, compared
from sandbox.reports.comparison_markdown import comparison_markdown
from sandbox.reports.comparison_page import comparison_page
from sandbox.reports.comparison_text import comparison_text
from sandbox.reports.run_github import github_of_run, summary_of_run
from sandbox.reports.run_junit import junit_of_run
from sandbox.reports.run_page import html
from sandbox.reports.run_sarif import sarif
from sandbox.reports.scorecard import scorecard

# What --show shows -> the results of the rows that it shows.
SHOWN: dict[str, tuple[str, ...]] = {
    "all": ("pass", "fail", "inconclusive", "not-exercised"),
    "failed": ("fail", "inconclusive", "not-exercised"),
    "none": (),
}


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file that a run can be written to: the name of its option, what it is, how it is written.

    `compare` says how several runs are written, and is None where they cannot be.
    """

    name: str
    about: str
    write: Callable[[CertifyRun], str]
    compare: Callable[[Comparison], str] | None = None


class UnwritableReport(Exception):
    """A file cannot be written; says which, and why."""


class UnreadableReport(Exception):
    """A file is not a run that could be compared; says which, and why."""


def add_report_options(group: argparse._ArgumentGroup) -> None:
    """Add what is shown, and which files are written."""
    group.add_argument(
        "--show", default="failed", choices=SHOWN,
        help="whose timeline and output are shown: rows that did not pass, all, or none (default failed)",
    )  # fmt: skip
    for row in REPORT_FILES:
        group.add_argument(f"--{row.name}", type=Path, metavar="FILE", help=row.about)
    group.add_argument(
        "--compare", nargs="+", type=Path, metavar="FILE",
        help="run nothing: set the runs of such --json files side by side, as text, --html or --markdown",
    )  # fmt: skip


def check_report_files(options: argparse.Namespace) -> None:
    """Raise UnwritableReport for a file that cannot be there, before anything is run."""
    for row, file in _files(options):
        if file.is_dir():
            raise UnwritableReport(f"--{row.name} {file} cannot be written: it is a folder.")
        if not file.parent.is_dir():
            raise UnwritableReport(f"--{row.name} {file} cannot be written: there is no folder {file.parent}.")


def compare(options: argparse.Namespace) -> None:
    """Print the runs of some files side by side, and write them down; raises UnreadableReport, UnwritableReport."""
    files = _files(options)
    for row, file in files:
        if row.compare is None:
            forms = " and ".join(f"--{one.name}" for one in REPORT_FILES if one.compare is not None)
            raise UnwritableReport(f"--{row.name} {file} cannot be written: --compare knows {forms} alone.")
    found = compared([_read(file) for file in options.compare])
    width = 0
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns
    print(comparison_text(found, width=width))
    for row, file in files:
        if row.compare is not None:
            _write(f"--{row.name}", file, row.compare(found))


def _read(file: Path) -> CertifyRun:
    try:
        return from_json(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableReport(f"--compare {file} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise UnreadableReport(f"--compare {file} cannot be read: {error}.") from None


def report(run: CertifyRun, options: argparse.Namespace) -> None:
    """Print a run and write it down; raises UnwritableReport."""
    for result in run.rows:
        if result.result in SHOWN[options.show]:
            print(row_text(result), end="\n\n")
    width, colours = 0, False
    if sys.stdout.isatty():
        width, colours = shutil.get_terminal_size().columns, not os.environ.get("NO_COLOR")
    print(scorecard(run, width=width, colours=colours))
    for row, file in _files(options):
        _write(f"--{row.name}", file, row.write(run))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        _tell_github(run)


def _tell_github(run: CertifyRun) -> None:
    print(github_of_run(run))
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if name:
        _write("the step summary", Path(name), summary_of_run(run), "a")


def _write(what: str, file: Path, text: str, mode: str = "w") -> None:
    try:
        with file.open(mode, encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise UnwritableReport(f"{what} {file} cannot be written: {error.strerror}.") from None


def _files(options: argparse.Namespace) -> list[tuple[ReportFile, Path]]:
    found = [(row, getattr(options, row.name)) for row in REPORT_FILES]
    return [(row, file) for row, file in found if file is not None]


def _sarif(run: CertifyRun) -> str:
    return sarif(run, _program(run.command))


def _program(command: Sequence[str]) -> str | None:
    """Return the file of the client, relative to here, if the command names one."""
    here = Path.cwd()
    for word in command:
        file = here / word
        if file.is_file() and file.is_relative_to(here) and ".." not in file.parts:
            return file.relative_to(here).as_posix()
    return None


# Columns: option, what it is, how it is written, how several runs are.
REPORT_FILES = (
    ReportFile("json", "all of it as JSON, which --compare reads", to_json),
    ReportFile("html", "as one page, with a retry timeline for each row", html, comparison_page),
    ReportFile("markdown", "as Markdown, as the step summary on GitHub", summary_of_run, comparison_markdown),
    ReportFile("junit", "as JUnit XML, a suite for each row", junit_of_run),
    ReportFile("sarif", "as SARIF, for code scanning", _sarif),
    ReportFile("badge", "a badge, as SVG", badge),
)
