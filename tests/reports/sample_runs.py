"""What does a report have to show? Real runs of real suites, by clients of a few lines, in virtual time."""

from collections.abc import Callable, Sequence
from email.utils import parsedate_to_datetime

import httpx

from sandbox import Sandbox, __version__
from sandbox.certify.conditions import CONDITIONS, conditions_met
from sandbox.certify.suites import SuiteRow, rows_of
from sandbox.reports.certify_run import CertifyRun, RowResult
from sandbox.session_handle import SessionHandle

Attempt = Callable[[httpx.Response | None, int], float | None]


def patient(answer: httpx.Response | None, attempt: int) -> float | None:
    """Return how long to wait before the next attempt, as a right client does; None ends it."""
    if answer is None or answer.status_code >= 500:
        return 0.5 * 2**attempt if attempt < 6 else None
    if answer.status_code != 429:
        return None
    wait = announced(answer) or 0.5 * 2**attempt
    return wait if wait < 60 and attempt < 30 else None


def announced(answer: httpx.Response) -> float:
    """Return the wait of the headers, a number or a date; 0 if it cannot be read."""
    for name in ("Retry-After", "X-Retry-After"):
        value = answer.headers.get_list(name)[:1]
        if value and value[0].isdecimal():
            return float(value[0])
        if value and "GMT" in value[0]:
            between = parsedate_to_datetime(value[0]) - parsedate_to_datetime(answer.headers["Date"])
            return max(between.total_seconds(), 0.0)
    return 0.0


def hurried(answer: httpx.Response | None, attempt: int) -> float | None:
    """Ask again after a second, whatever the answer says, thirty times at most."""
    return 1.0 if answer is None or (answer.status_code >= 400 and attempt < 30) else None


def hasty(answer: httpx.Response | None, attempt: int) -> float | None:
    """Ask again at once."""
    return 0.02 if (answer is None or answer.status_code >= 400) and attempt < 200 else None


def run_of(client: str, behave: Attempt, suite: str = "retry", only: Sequence[str] = ()) -> CertifyRun:
    """Return what a client makes of a suite, or of the rows *only* whose ids are given."""
    rows = [row for row in rows_of(suite, fast=True) if not only or row.id in only]
    with Sandbox() as sandbox, httpx.Client(verify=False) as http:
        results = [_result(sandbox, row, lambda session, lines: _play(session, http, behave, lines)) for row in rows]
    met = conditions_met([entry for row in results for entry in row.journal])
    return CertifyRun(
        client=client, command=["python", f"{client}.py", "--url", "{fhir_url}"], suite=suite, policy="flexpa",
        time="fast", speed=20, rows=results, met=met, never_met=[id_ for id_ in CONDITIONS if id_ not in met],
        version=__version__, remarks=["Both clocks ran 20 times as fast as time, and drifted by 0.3 ms in a row."],
    )  # fmt: skip


def _result(sandbox: Sandbox, row: SuiteRow, play: Callable[[SessionHandle, list[str]], bool]) -> RowResult:
    session = sandbox.session(row.scenario, patient=row.patient or "ada")
    lines = [f"asking {session.fhir_url} as {row.patient or 'ada'}"]
    begun = session.clock["now"]
    success = play(session, lines)
    session.outcome(success=success)
    verdict = session.verdict(ended="exit")
    return RowResult(
        row=row.id, scenario=row.scenario, right=row.right, expected=str(row.expected), result=verdict.result,
        says="" if success == (row.expected == "data") or row.expected == "either" else _surprise(success=success),
        exit_status=0 if success else 1, seconds=round((session.clock["now"] - begun) / 20 + 0.08, 2), speed=20,
        verdict=verdict.json, journal=session.journal, conditions=conditions_met(session.journal),
        output="\n".join(lines) + "\n", patient=row.patient, every_page=row.every_page,
    )  # fmt: skip


def _surprise(*, success: bool) -> str:
    if success:
        return "It ended with exit status 0 although the data never came."
    return "It ended with exit status 1 although the data was to be had."


def _play(session: SessionHandle, http: httpx.Client, behave: Attempt, lines: list[str]) -> bool:
    """Let a client ask for Procedures until it is content or gives up; return whether it has the data."""
    for attempt in range(1000):
        answer = None
        try:
            answer = http.get(f"{session.fhir_url}/Procedure", headers={"Authorization": f"Bearer {session.token}"})
            answer.json()
            lines.append(f"\x1b[33m{answer.status_code}\x1b[0m {answer.headers.get('Retry-After', '')}".rstrip())
        except (httpx.HTTPError, ValueError) as error:
            answer = None
            lines.append(f"<{type(error).__name__}> {error}")
        wait = behave(answer, attempt)
        if wait is None:
            return answer is not None and answer.status_code == 200
        session.sleep(wait)
    return False
