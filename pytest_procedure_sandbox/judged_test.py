"""What came of a test's client? The verdict on its sessions, for the test to fail by, and for its report to show."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pytest

from pytest_procedure_sandbox.marking import Marking
from sandbox import Session, Verdict
from sandbox.certify.conditions import conditions_met
from sandbox.certify.suites import Expected, SuiteRow
from sandbox.reports.certify_run import RowResult
from sandbox.reports.text import text
from sandbox.reports.timeline import timeline
from sandbox.reports.timeline_text import timeline_text

# Attributes of the report of a test: the conditions that its client met; what it did, RowResults as JSON.
MET, RESULTS = "sandbox_conditions_met", "sandbox_results"
_DOUBTED = ("fail", "inconclusive")
_SILENT = (
    "the client made no request with the token of `sandbox`, so there is nothing to judge: give it `sandbox.fhir_url` "
    "and `sandbox.token`, or write verdict=None into the marker."
)
_STOOD_STILL = (
    "The session's clock stood still all the time. If the client waits by a sleep of its own, give it `sandbox.sleep` "
    "(or `asleep`) instead, or write frozen=False into the marker."
)


@dataclass(frozen=True, slots=True)
class JudgedTest:
    """A test that uses the fixture `sandbox`: its session, what its marker says, the row of its suite if it has one."""

    session: Session
    marking: Marking
    row: SuiteRow | None
    config: pytest.Config
    name: str

    def judge(self) -> None:
        """Fail the test unless its client did well in each session, where the marker wants that.

        A client that asked, and met nothing that a rule is about, did nothing wrong; one that did not ask did not do
        what the test is for. Sessions that were opened beside, and not used, do not count.
        """
        if self.marking.verdict is None:
            return
        if not self.session.journal:
            pytest.fail(_SILENT, pytrace=False)
        doubted = [(one, verdict) for one, verdict in self._judged() if verdict.result in _DOUBTED]
        if doubted:
            first = doubted[0][1]
            rules = ", ".join(f"{rule['id']} {rule['title']}" for rule in _doubted_rules(first))
            found = "\n\n".join(_findings(session, verdict) for session, verdict in doubted)
            pytest.fail(f"{rules}: the verdict on the client is {first.result}\n\n{found}", pytrace=False)

    def complete(self, report: pytest.TestReport, error: pytest.ExceptionInfo[BaseException] | None) -> None:
        """Add to a failed test's report what its client did; to each, what the summary of the run wants to know."""
        failure = ""
        if report.failed and error is not None:
            failure = error.exconly(tryshort=True)
            report.sections += list(self._sections(str(error.value)))
        if self.config.option.sandbox_require or self.config.option.sandbox_report is not None:
            setattr(report, MET, conditions_met(entry for one in _tree(self.session) for entry in one.journal))
        if self.config.option.sandbox_report is not None:
            setattr(report, RESULTS, [asdict(result) for result in self._results(report, failure)])

    def _judged(self) -> Iterator[tuple[Session, Verdict]]:
        """Yield the sessions that were used, and the verdicts on them."""
        for session in _tree(self.session):
            if session.journal:
                yield session, session.verdict(ended="exit")

    def _sections(self, shown: str) -> Iterator[tuple[str, str]]:
        """Yield what is not shown yet: the findings on each session, and the timeline of its attempts."""
        for session, verdict in self._judged():
            about = f"sandbox: {session.scenario} of {session.patient}"
            attempts = timeline_text(timeline(verdict.journal, verdict.json))
            if attempts in shown:
                continue
            findings = _findings(session, verdict)
            if findings not in shown:
                yield f"{about}, verdict", findings
            yield f"{about}, attempts", attempts

    def _results(self, report: pytest.TestReport, failure: str) -> Iterator[RowResult]:
        """Yield what the client made of each session, as `certify` has it; *failure* says why the test failed."""
        right, expected = "", str(Expected.EITHER)
        if self.row is not None:
            right, expected = self.row.right, str(self.row.expected)
        for number, (session, verdict) in enumerate(self._judged(), 1):
            result, says = self._result(session, verdict, failure)
            yield RowResult(
                row=self.name + f" #{number}" * (number > 1),
                scenario=session.scenario,
                right=right,
                expected=expected,
                result=result,
                says=says,
                exit_status=int(report.failed),
                seconds=report.duration,
                speed=1.0,
                verdict=verdict.json,
                journal=verdict.journal,
                conditions=conditions_met(verdict.journal),
                output=report.capstdout + report.capstderr,
                patient=session.patient or "",
                every_page=session.verdict_defaults.every_page,
            )

    def _result(self, session: Session, verdict: Verdict, failure: str) -> tuple[str, str]:
        """Return the result of a row, and why where the verdict does not say it.

        Where a scenario puts nothing in the way, a client that asked has passed.
        """
        if self.marking.verdict is None and not failure:
            return "not-exercised", "No marker of the test asks for a verdict."
        if verdict.result == "not-exercised" and session.scenario == "ready" and not failure:
            return "pass", ""
        if failure and (self.marking.verdict is None or verdict.result not in _DOUBTED):
            return "fail", f"The test failed. {failure.splitlines()[0]}"
        return verdict.result, ""


def _tree(session: Session) -> Iterator[Session]:
    yield session
    for other in session.opened:
        yield from _tree(other)


def _doubted_rules(verdict: Verdict) -> list[Any]:
    return [rule for rule in verdict.rules.values() if rule["result"] in _DOUBTED]


def _findings(session: Session, verdict: Verdict) -> str:
    """Return what is wrong with a client, and the repairs; the rules that it kept are left out."""
    doubted = _doubted_rules(verdict)
    if not doubted:
        return f"Verdict under the policy {verdict.policy}: {verdict.result}"
    found = text({**verdict.json, "rules": doubted})
    if session.frozen and len(verdict.journal) > 1 and verdict.journal[0]["at"] == verdict.journal[-1]["at"]:
        found = f"{found}\n{_STOOD_STILL}"
    return found
