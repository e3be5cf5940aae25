"""What of one row of `certify` is told on a terminal? A line when it has ended; its timeline and output on request."""

# tested by: tests/cli/test_certify.py

from sandbox.reports.certify_run import RowResult
from sandbox.reports.run_summary import WORDS, rulings_with
from sandbox.reports.timeline import timeline
from sandbox.reports.timeline_text import timeline_text

_WIDTH = max(map(len, WORDS.values()))


def row_line(result: RowResult) -> str:
    """Return a row in one line: its result, its id, how long it took, the rules that failed or are in doubt."""
    rules = [ruling["id"] for ruling in rulings_with(result, "fail", "inconclusive")]
    took = f"{result.seconds:.1f} s"
    if result.speed != 1:
        took += f" at x{result.speed:g}"
    return f"{WORDS[result.result]:<{_WIDTH}}  {result.row:<28} {took:>13}  {' '.join(rules)}".rstrip()


def row_text(result: RowResult) -> str:
    """Return what a client did in a row and what it wrote, as lines."""
    lines = [
        f"{result.row} ({result.scenario})",
        "",
        *timeline_text(timeline(result.journal, result.verdict)).split("\n"),
    ]
    if result.output.strip():
        lines += ["", "It wrote:", *(f"  | {line}" for line in result.output.rstrip().split("\n"))]
    else:
        lines += ["", "It wrote nothing."]
    return "\n".join(f"  {line}".rstrip() for line in lines)[2:]
