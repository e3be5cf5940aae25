"""What came of a row? The verdict, the exit status and the journal, summed up in one word and a sentence."""

import signal
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.certify.environment import names_of
from sandbox.certify.processes import Ending
from sandbox.certify.suites import Expected, SuiteRow

# Rules that blame a client for what it had not done by its end, which may have come too early.
_ABOUT_THE_END = frozenset({"R01", "R09", "R18"})

Summary = tuple[str, str]  # result and sentence


def summary(
    row: SuiteRow, ending: Ending, verdict: Mapping[str, Any], journal: Sequence[Mapping[str, Any]], timeout: float
) -> Summary:
    """Return what came of a row, as one of `pass`, `fail`, `inconclusive`, `not-exercised`, and why.

    The exit status counts; *timeout* is the seconds of the session's clock that the client was given.
    """
    result, says = _summary(row, ending, verdict, _asked(journal), timeout)
    return result, _joined(says, _left_behind(ending))


def summary_without_exit(
    row: SuiteRow, ending: Ending, verdict: Mapping[str, Any], journal: Sequence[Mapping[str, Any]]
) -> Summary:
    """Return the same, whatever the exit status and the time that it took."""
    if not _asked(journal):
        return "not-exercised", _joined(_never_asked(row), _left_behind(ending))
    return _of_verdict(row, verdict), _left_behind(ending)


def _summary(
    row: SuiteRow, ending: Ending, verdict: Mapping[str, Any], journal: Sequence[Mapping[str, Any]], timeout: float
) -> Summary:
    if not journal:
        return "not-exercised", _joined(_never_asked(row), _how_it_ended(ending, timeout))
    result = _of_verdict(row, verdict)
    if ending.exit_status is None:
        return _killed(row, verdict, timeout)
    wrong = _wrong_exit(row, ending.exit_status)
    if wrong:
        return "fail", wrong
    return result, ""


def _asked(journal: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the entries of the FHIR API: who has only refreshed a token has asked for nothing."""
    return [entry for entry in journal if not entry.get("door")]


def _of_verdict(row: SuiteRow, verdict: Mapping[str, Any]) -> str:
    """Return the verdict's result; where a scenario puts nothing in the way, a client that asked has passed."""
    result: str = verdict["result"]
    if result == "not-exercised" and row.scenario == "ready":
        return "pass"
    return result


def _killed(row: SuiteRow, verdict: Mapping[str, Any], timeout: float) -> Summary:
    """Return what is to be said of a client that did not end by itself."""
    killed = f"It had not ended after {timeout:g} s of its own time, and was killed."
    failed = {rule["id"] for rule in verdict["rules"] if rule["result"] == "fail"}
    if timeout < row.seconds and failed <= _ABOUT_THE_END:
        return "inconclusive", f"{killed} A right client may take {row.seconds:g} s: give it more by --timeout."
    if failed:
        return "fail", killed
    return "fail", f"{killed} A right client {row.right}: it has ended by {row.seconds:g} s."


def _wrong_exit(row: SuiteRow, exit_status: int) -> str:
    """Return what is wrong with an exit status, "" if it is as expected."""
    if row.expected is Expected.DATA and exit_status != 0:
        return f"It ended {_by(exit_status)}, although the data comes in the end: 0 is expected."
    if row.expected is Expected.NO_DATA and exit_status == 0:
        return "It ended with exit status 0, as if it had the data, but there is none to be had."
    return ""


def _by(exit_status: int) -> str:
    if exit_status >= 0:
        return f"with exit status {exit_status}"
    try:
        return f"by the signal {signal.Signals(-exit_status).name}"
    except ValueError:
        return f"by the signal {-exit_status}"


def _how_it_ended(ending: Ending, timeout: float) -> str:
    if ending.exit_status is None:
        return f"It had not ended after {timeout:g} s, and was killed."
    return f"It ended {_by(ending.exit_status)}."


def _never_asked(row: SuiteRow) -> str:
    names = ", ".join(names_of(row))
    return (
        f"No request came with the token of this row. The client could have read {names}; to one that reads other "
        "names, give them by --env NAME={fhir_url} or --env NAME={token}, or in its arguments."
    )


def _left_behind(ending: Ending) -> str:
    if ending.strays == 0:
        return ""
    return f"It left {ending.strays} of its processes running, which were killed."


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
