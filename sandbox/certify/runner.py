"""What does a client make of a suite? Each row is run with a session of its own, several at a time, and judged."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, Protocol
from urllib.parse import urlencode

from sandbox.certify.conditions import conditions_met
from sandbox.certify.environment import MARK, environment, values_of
from sandbox.certify.fast_time import clean_up, fast_command, is_doubtful, obeys
from sandbox.certify.processes import GRACE, Ending, Processes
from sandbox.certify.row_result import summary, summary_without_exit
from sandbox.certify.suites import Opening, SuiteRow
from sandbox.certify.templates import fill
from sandbox.reports.certify_run import RowResult
from sandbox.session_handle import SessionHandle
from sandbox.sessions.clock import Clock

_GLANCE = 0.2  # seconds after which the main thread looks whether there was a signal
REAL_WAITS = "Its waits were of real time: the row was run again in real time."
DOUBTED = "In fast time this was in doubt: the row was run again in real time."


class SandboxServer(Protocol):
    """What serves the sessions: one of this process, or one that runs elsewhere."""

    def session(
        self, scenario: str | Mapping[str, Any], *, patient: str, frozen: bool, authorized: bool
    ) -> SessionHandle:
        """Return a new session, with a token of its own."""

    def ask(self, method: str, path: str, token: str, body: Any = None) -> Any:
        """Ask the admin API; *path* stands below /_sandbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifyOptions:
    """How a client is run and judged."""

    command: Sequence[str]
    """its words, with places such as {token} in them"""
    templates: Mapping[str, str]
    """the user's own variables, with the same places"""
    policy: str = "flexpa"
    """which rules count"""
    ignore: Sequence[str] = ()
    """ids of the rules that do not"""
    ignore_exit: bool = False
    """whether the exit status says nothing"""
    timeout: float = 120.0
    """seconds of the session's clock after which the client is killed"""
    speed: float = 1.0
    """how many seconds of the client's time pass in a real one"""
    jobs: int = 1
    """how many rows are run at a time"""


def run_rows(
    rows: Sequence[SuiteRow], server: SandboxServer, options: CertifyOptions, told: Callable[[RowResult], None]
) -> list[RowResult]:
    """Run rows and return their results, in the same order; *told* gets each as it comes.

    However this is left, by a signal too, no process of a client is left. Raises NotStarted where the command cannot be
    run, and whatever the server raises.
    """
    processes, disobedient = Processes(), Event()
    threads: list[Thread] = []
    found: dict[str, RowResult] = {}

    def run_row(row: SuiteRow) -> RowResult:
        return _run_row(row, server, options, processes, disobedient)

    try:
        for result in _in_threads(run_row, rows, options.jobs, threads):
            found[result.row] = result
            told(result)
        if disobedient.is_set():  # what was done by then has waits of real time in it, too
            again = [row for row in rows if found[row.id].speed > 1 and len(found[row.id].journal) > 1]
            for result in _in_threads(run_row, again, options.jobs, threads):
                found[result.row] = result
                told(result)
    except BaseException:
        processes.stop()
        for thread in threads:  # they tidy up behind what was killed
            thread.join(GRACE)
        raise
    return [found[row.id] for row in rows]


def _in_threads(
    run_row: Callable[[SuiteRow], RowResult], rows: Sequence[SuiteRow], jobs: int, threads: list[Thread]
) -> Iterator[RowResult]:
    """Yield the results of rows as they come, *jobs* at a time; the threads that are started are added to *threads*.

    A signal may raise anywhere in the main thread. So that shares no lock with the others but those of two queues that
    bear it, and waits for none of them without an end.
    """
    waiting: SimpleQueue[SuiteRow] = SimpleQueue()
    done: SimpleQueue[RowResult | BaseException] = SimpleQueue()
    for row in rows:
        waiting.put(row)

    def work() -> None:
        with suppress(Empty):
            while True:
                row = waiting.get_nowait()
                try:
                    done.put(run_row(row))
                except BaseException as error:  # noqa: BLE001 - the main thread raises it
                    done.put(error)

    for _ in range(min(jobs, len(rows))):
        threads.append(Thread(target=work, daemon=True))
        threads[-1].start()
    for _ in rows:
        result = _next(done)
        if isinstance(result, BaseException):
            raise result
        yield result


def _next(done: SimpleQueue[RowResult | BaseException]) -> RowResult | BaseException:
    """Wait for what comes next. A signal that came just before the wait is seen when the main thread wakes."""
    while True:
        with suppress(Empty):
            return done.get(timeout=_GLANCE)


def _run_row(
    row: SuiteRow, server: SandboxServer, options: CertifyOptions, processes: Processes, disobedient: Event
) -> RowResult:
    """Run a row; in real time if it is known by now that the client does not obey another."""
    if options.speed == 1 or disobedient.is_set():
        return _result(row, server, replace(options, speed=1.0), processes)
    result = _result(row, server, options, processes)
    if not obeys(result.journal, options.speed):
        disobedient.set()
        why = REAL_WAITS
    elif is_doubtful(result) and not row.fast_only:
        why = DOUBTED
    else:
        return result
    again = _result(row, server, replace(options, speed=1.0), processes)
    return replace(again, says=f"{again.says} {why}".strip())


def _result(row: SuiteRow, server: SandboxServer, options: CertifyOptions, processes: Processes) -> RowResult:
    authorized = row.opening is Opening.AUTHORIZED
    session = server.session(row.scenario, patient=row.patient, frozen=False, authorized=authorized)
    if authorized:
        server.ask("POST", "/session/journal", session.token, {"oauth": True})
    ending, seconds = _run(row, session, server, options, processes)
    if ending.exit_status is not None and not options.ignore_exit:
        session.outcome(success=ending.exit_status == 0)
    verdict = server.ask("GET", f"/session/verdict?{_asked(row, ending, options)}", session.token)
    journal = session.journal
    if options.ignore_exit:
        result, says = summary_without_exit(row, ending, verdict, journal)
    else:
        result, says = summary(row, ending, verdict, journal, options.timeout)
    return RowResult(
        row=row.id,
        scenario=row.scenario,
        right=row.right,
        expected=row.expected,
        result=result,
        says=says,
        exit_status=ending.exit_status,
        seconds=round(seconds, 3),
        speed=options.speed,
        verdict=verdict,
        journal=journal,
        conditions=conditions_met(journal),
        output=ending.output,
        patient=row.patient,
        every_page=row.every_page,
    )


def _run(
    row: SuiteRow, session: SessionHandle, server: SandboxServer, options: CertifyOptions, processes: Processes
) -> tuple[Ending, float]:
    """Run the command for a session; return how it ended, and after how many real seconds."""
    values, mark = values_of(session, row), secrets.token_hex(8)
    command = [fill(word, values) for word in options.command]
    environ = environment(row, values, options.templates, mark)
    clock = Clock()
    if options.speed != 1:
        command = fast_command(command, options.speed)
        server.ask("POST", "/session/clock", session.token, {"scale": options.speed})
    began = clock.now()
    ending = processes.run(command, environ, options.timeout / options.speed, f"{MARK}={mark}")
    if options.speed != 1:
        clean_up(ending.pid)
    return ending, clock.now() - began


def _asked(row: SuiteRow, ending: Ending, options: CertifyOptions) -> str:
    """Return the options of the verdict, as a query string."""
    if ending.exit_status is None:
        ended = "killed"
    else:
        ended = "exit"
    if row.every_page:
        pages = "every"
    else:
        pages = "any"
    asked = {"policy": options.policy, "clients": "one", "ended": ended, "pages": pages}
    return urlencode(asked | {"ignore": ",".join(options.ignore)})
