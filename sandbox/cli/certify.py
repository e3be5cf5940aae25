"""`procedure-sandbox certify -- COMMAND`: what does any client make of a suite of scenarios?

Exit 0 all rows pass, 1 a row failed, 3 neither, 2 usage, 126 COMMAND cannot be run, 127 it is not found.
"""

import argparse
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from shlex import join
from typing import Any

from sandbox import __version__
from sandbox.certify.conditions import CONDITIONS, check_condition
from sandbox.certify.fast_time import PER_REQUEST, Drift, NoFastTime, check_speed, measure
from sandbox.certify.own_row import SUITE as OWN
from sandbox.certify.own_row import own_row
from sandbox.certify.processes import NotStarted
from sandbox.certify.remote import RemoteSandbox
from sandbox.certify.runner import REAL_WAITS, CertifyOptions, SandboxServer, run_rows
from sandbox.certify.suites import SUITES, SuiteRow, rows_of
from sandbox.certify.templates import PLACES, parse_variables
from sandbox.cli.certify_exploration import NEEDED, can_explore, explored
from sandbox.cli.certify_exploration import SUITE as EXPLORED
from sandbox.cli.certify_reports import (
    UnreadableReport,
    UnwritableReport,
    add_report_options,
    check_report_files,
    compare,
    report,
)
from sandbox.cli.client import NoAnswer, ask, root_of
from sandbox.cli.verdict import EXITS
from sandbox.json_text import read_unambiguous_json
from sandbox.plural import counted_as
from sandbox.reports.certify_run import CertifyRun, RowResult
from sandbox.reports.certify_text import row_line
from sandbox.server import Sandbox
from sandbox.settings import SETTINGS
from sandbox.verdict import POLICIES, RULES

USAGE, FAILED, NOT_EXECUTABLE, NOT_FOUND = 2, 1, 126, 127
JOBS, MOST_JOBS = 4, 64
MOST_SECONDS = 86_400
MOST_PLANS = 10_000
_WAYS = {True: "faster", False: "slower"}


class WrongUsage(Exception):
    """An option or the command cannot be; says what would be right."""

    def __init__(self, says: str, code: int = USAGE) -> None:
        super().__init__(says)
        self.code = code


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the rows, how the client is run, how it is judged, and where to write it down."""
    places = ", ".join(f"{{{name}}}" for name in PLACES)
    parser.usage = "procedure-sandbox certify [OPTIONS] -- COMMAND [ARG...]"
    parser.epilog = f"COMMAND's own arguments and the templates of --env may have places: {places}."
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    rows = parser.add_argument_group("rows")
    rows.add_argument("--suite", metavar="S", help=f"{', '.join(SUITES)} (default retry)")
    rows.add_argument(
        "--scenario", action="append", default=[], metavar="S",
        help="instead of a suite: a scenario as in a token, or a plan as JSON (repeatable)",
    )  # fmt: skip
    rows.add_argument("--plan", type=Path, metavar="FILE", help="instead of a suite: a plan in a file")
    rows.add_argument(
        "--explore", type=_whole(MOST_PLANS), metavar="N",
        help="instead of a suite: N plans that are drawn; the first that fails is made as small as can be",
    )  # fmt: skip
    rows.add_argument(
        "--seed", type=_whole(2**63), metavar="S", help="with --explore: the same seed draws the same plans"
    )
    rows.add_argument("--list", action="store_true", help="show the rows, and run nothing")
    _add_running(parser.add_argument_group("how the client is run"))
    _add_judging(parser.add_argument_group("how it is judged"))
    add_report_options(parser.add_argument_group("reports"))


def _add_running(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--url", help="a sandbox that runs already, instead of one of its own")
    group.add_argument(
        "--env", action="append", default=[], metavar="NAME=TEMPLATE",
        help="a variable for the client, such as API_TOKEN={token} (repeatable)",
    )  # fmt: skip
    group.add_argument(
        "--time", default="real", choices=("real", "fast"), help="fast: under libfaketime (default real)"
    )
    group.add_argument("--speed", type=_number(1, 100), metavar="N", help="with --time fast: how fast (default 20)")
    group.add_argument(
        "--jobs",
        type=_whole(MOST_JOBS),
        metavar="N",
        help=f"rows at a time (default {JOBS}; with --time fast no more than there are processors)",
    )
    group.add_argument(
        "--timeout", type=_number(0, MOST_SECONDS), default=120.0, metavar="S",
        help="seconds of the client's time for a row (default 120)",
    )  # fmt: skip


def _add_judging(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--policy", default="flexpa", choices=POLICIES, help="which rules count (default flexpa)")
    group.add_argument(
        "--ignore", action="append", default=[], metavar="RULE", choices=[rule.id for rule in RULES],
        help="a rule that is not to count, such as R16 (repeatable)",
    )  # fmt: skip
    group.add_argument("--ignore-exit", action="store_true", help="its exit status says nothing")
    group.add_argument(
        "--require", action="append", default=[], metavar="CONDITION",
        help="fail if it never meets this, such as 429.throttled (repeatable)",
    )  # fmt: skip
    group.add_argument("--client", metavar="NAME", help="what the client is called in reports (default: its command)")


def run(options: argparse.Namespace) -> int:
    """Run the rows, tell what came of them, and return the exit code."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, _leave)
    try:
        if options.compare is not None:
            check_report_files(options)
            compare(options)
            return 0
        rows = _rows(options)
        if options.list:
            print(_listed(rows))
            return 0
        how = _how(options)
        check_report_files(options)
        found, said = _run(rows, how, options)
        report(found, options)
        if said:
            print(f"\n{said}")
    except (WrongUsage, UnreadableReport, UnwritableReport, NoAnswer, NoFastTime) as error:
        print(f"procedure-sandbox: {error}", file=sys.stderr)
        return getattr(error, "code", USAGE)
    except NotStarted as error:
        print(f"procedure-sandbox: {error}", file=sys.stderr)
        return NOT_EXECUTABLE
    return EXITS[found.result]


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _run(rows: Sequence[SuiteRow], how: CertifyOptions, options: argparse.Namespace) -> tuple[CertifyRun, str]:
    """Run the rows, or plans that are drawn; return what came of them, and what is to be said of the drawing."""
    remarks, said = [], ""
    if how.speed != 1:
        drift = measure(how.speed)
        remarks.append(_measured(drift, how.speed))
    with _server(options) as server:
        if options.explore:
            _say(f"`ready`, then up to {counted_as(options.explore, 'plan')}, one after the other: {join(how.command)}")
            found = explored(options.explore, options.seed, server, how, _tell)
            ran, results, said = found.ran, found.rows, found.says
        else:
            _say(f"{counted_as(len(rows), 'row')}, {how.jobs} at a time: {join(how.command)}")
            ran = results = run_rows(rows, server, how, _tell)
    again = sum(REAL_WAITS in result.says for result in ran)
    if again:
        remarks.append("The client does not obey fast time (Go programs do not): its rows were run again in real time.")
    met = [id_ for id_ in CONDITIONS if any(id_ in result.conditions for result in ran)]
    run_ = CertifyRun(
        client=" ".join((options.client or join(how.command)).split()),  # on one line
        command=list(how.command),
        suite=_suite(options),
        policy=how.policy,
        time=options.time,
        speed=how.speed,
        rows=results,
        met=met,
        never_met=[id_ for id_ in CONDITIONS if id_ not in met],
        missing=[id_ for id_ in options.require if id_ not in met],
        version=__version__,
        remarks=remarks,
    )
    return run_, said


def _measured(drift: Drift, speed: float) -> str:
    longer = 1000 * PER_REQUEST * speed
    return (
        f"Time ran {speed:g} times as fast. Measured before: the client's clock was {drift.behind:.2f} s behind the "
        f"session's, and went {abs(drift.pace - 1):.2%} {_WAYS[drift.pace > 1]}. A gap can look {longer:.0f} ms longer "
        "than it was."
    )


def _server(options: argparse.Namespace) -> AbstractContextManager[SandboxServer]:
    if options.url is None:
        return Sandbox()
    url = root_of(options.url)
    ask(url, "/_sandbox/health")
    admin_token = os.environ.get(SETTINGS["admin_token"].variable, "")

    def ask_there(_method: str, path: str, token: str, body: Any = None) -> Any:
        return ask(url, f"/_sandbox{path}", token=token, body=body)

    return nullcontext(RemoteSandbox(url, ask_there, admin_token))


def _suite(options: argparse.Namespace) -> str:
    if options.explore:
        return EXPLORED
    if options.scenario or options.plan:
        return OWN
    return str(options.suite or "retry")


def _rows(options: argparse.Namespace) -> Sequence[SuiteRow]:
    """Return the rows that were asked for; raises WrongUsage."""
    given = [name for name in ("suite", "scenario", "plan", "explore") if getattr(options, name)]
    if len(given) > 1:
        raise WrongUsage(f"certify takes --{given[0]} or --{given[1]}, not both.")
    if options.seed and not options.explore:
        raise WrongUsage("--seed goes with --explore.")
    if options.explore and not can_explore():
        raise WrongUsage(NEEDED)
    try:
        for condition in options.require:
            check_condition(condition)
        if options.explore:
            return []
        if options.plan:
            return [own_row(_plan(options.plan))]
        if options.scenario:
            return [own_row(scenario) for scenario in dict.fromkeys(options.scenario)]
        return rows_of(_suite(options), fast=options.time == "fast" or options.list)
    except ValueError as error:
        raise WrongUsage(str(error)) from None


def _plan(file: Path) -> str:
    """Return the plan in a file, as JSON on one line; raises WrongUsage."""
    try:
        plan = read_unambiguous_json(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise WrongUsage(f"--plan {file} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise WrongUsage(f"--plan {file} cannot be read: {error}.") from None
    if not isinstance(plan, dict):
        raise WrongUsage(f'--plan {file} is not a plan: that is an object, such as {{"steps": [{{"pass": true}}]}}.')
    return json.dumps(plan)


def _how(options: argparse.Namespace) -> CertifyOptions:
    """Return how the client is run and judged; raises WrongUsage."""
    speed = 1.0
    if options.time == "fast":
        speed = options.speed or 20.0
    elif options.speed is not None:
        raise WrongUsage("--speed goes with --time fast.")
    try:
        templates = parse_variables(options.env)
        if speed != 1:
            check_speed(speed)
    except ValueError as error:
        raise WrongUsage(str(error)) from None
    return CertifyOptions(
        command=_command(options),
        templates=templates,
        policy=options.policy,
        ignore=options.ignore,
        ignore_exit=options.ignore_exit,
        timeout=options.timeout,
        speed=speed,
        jobs=options.jobs or _jobs(speed),
    )


def _jobs(speed: float) -> int:
    """Return how many rows are run at a time: in fast time, waiting for a processor looks N times as long."""
    if speed == 1:
        return JOBS
    return min(JOBS, os.cpu_count() or 1)


def _command(options: argparse.Namespace) -> Sequence[str]:
    """Return the words of the client's command; raises WrongUsage where there is none, or none that can be run."""
    example = "procedure-sandbox certify -- python client.py"
    if options.words:
        raise WrongUsage(
            f"{options.words[0]!r} is not an option: the client's command stands behind --, as in {example}."
        )
    if not options.behind or not options.behind[0]:
        raise WrongUsage(f"The client's command is missing: {example}.")
    command: list[str] = options.behind
    if shutil.which(command[0]) is None:
        if Path(command[0]).exists():
            raise WrongUsage(f"{command[0]} is not an executable file.", NOT_EXECUTABLE)
        raise WrongUsage(f"There is no command {command[0]}.", NOT_FOUND)
    return command


def _listed(rows: Sequence[SuiteRow]) -> str:
    """Return the rows as a table of text."""
    lines = [("row", "scenario", "expected", "a right client")]
    for row in rows:
        right = row.right
        if row.fast_only:
            right += " (fast time only)"
        lines.append((row.id, row.scenario, row.expected, right))
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    form = "  ".join([*(f"{{:<{width}}}" for width in widths), "{}"])
    return "\n".join(form.format(*line) for line in lines)


def _tell(result: RowResult) -> None:
    _say(row_line(result))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _whole(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"it takes a whole number from 1 to {most}, not {text!r}")
        return int(text)

    return read


def _number(above: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = above
        if not above < number <= most:
            raise argparse.ArgumentTypeError(f"it takes a number above {above:g}, up to {most:g}, not {text!r}")
        return number

    return read
