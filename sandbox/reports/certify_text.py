"""How is a run of `certify` told on a terminal? A line a row, what is wrong with some, what was never met."""

# tested by: tests/cli/test_certify.py

from collections import Counter
from collections.abc import Sequence

from sandbox.reports.certify_run import RESULTS, CertifyRun, RowResult
from sandbox.reports.text import findings
from sandbox.reports.timeline import timeline
from sandbox.reports.timeline_text import timeline_text

WORDS = {"pass": "pass", "fail": "FAIL", "inconclusive": "in doubt", "not-exercised": "not exercised"}
_SPELLED = "retry-after."
_WIDTH = max(map(len, WORDS.values()))


def row_line(result: RowResult) -> str:
    """Return a row in one line: its result, its id, the rules that failed or are in doubt, how long it took."""
    rules = [rule["id"] for rule in result.verdict["rules"] if rule["result"] in {"fail", "inconclusive"}]
    took = f"{result.seconds:.1f} s"
    if result.speed != 1:
        took += f" at x{result.speed:g}"
    line = f"{WORDS[result.result]:<{_WIDTH}}  {result.row:<28} {took:>13}  {' '.join(rules)}"
    return line.rstrip()


def row_text(result: RowResult) -> str:
    """Return all that there is to say of a row: scenario, findings and repairs, timeline, the end of its output."""
    lines = [f"{WORDS[result.result]} {result.row}: {result.scenario}"]
    if result.right:
        lines.append(f"A right client {result.right}.")
    if result.says:
        lines.append(result.says)
    lines += findings(result.verdict)
    if result.journal:
        lines += ["", *timeline_text(timeline(result.journal, result.verdict)).splitlines()]
    lines += ["", *_output(result)]
    return "\n    ".join(lines).replace("\n    \n", "\n\n")


def coverage(run: CertifyRun) -> list[str]:
    """Return the conditions that a client met and those that it never met, and what was required of them."""
    lines = [f"Conditions met: {_listed(run.met)}.", f"Never met: {_listed(run.never_met)}."]
    if run.missing:
        lines.append(f"Required, but never met: {_listed(run.missing)}.")
    return lines


def total(run: CertifyRun) -> str:
    """Return how many rows had which result, and what that makes of the run."""
    counts = Counter(row.result for row in run.rows)
    parts = [f"{counts[result]} {WORDS[result]}" for result in reversed(RESULTS) if counts[result]]
    return f"{counted(len(run.rows))} under the policy {run.policy}: {', '.join(parts)}. Result: {run.result}"


def counted(rows: int) -> str:
    """Return a number of rows, with the noun in its form."""
    if rows == 1:
        return "1 row"
    return f"{rows} rows"


def _output(result: RowResult) -> list[str]:
    if not result.output.strip():
        return ["It wrote nothing."]
    return ["It wrote:", *(f"  | {line}" for line in result.output.rstrip().splitlines())]


def _listed(ids: Sequence[str]) -> str:
    """Return ids in one line; those of `retry-after.` once under their common name."""
    spellings = [id_.removeprefix(_SPELLED) for id_ in ids if id_.startswith(_SPELLED)]
    parts = [", ".join(id_ for id_ in ids if not id_.startswith(_SPELLED))]
    if spellings:
        parts.append(f"{_SPELLED}{{{','.join(spellings)}}}")
    return ", ".join(filter(None, parts)) or "none"
