"""How is a run of `certify` told on GitHub? As annotations of the run, and as a summary of the step in Markdown."""

# tested by: tests/reports/test_run_forms.py

from collections.abc import Iterator

from sandbox.plural import counted_as
from sandbox.reports.certify_run import CertifyRun
from sandbox.reports.github_annotation import annotation
from sandbox.reports.markdown import code, table, text
from sandbox.reports.run_summary import (
    WORDS,
    RuleFault,
    ended,
    faults_by_rule,
    how_it_ran,
    in_short,
    is_unexplained,
    rulings_with,
    scenario_of,
)

_SIGNS = {"pass": "✅", "fail": "❌", "inconclusive": "❔", "not-exercised": "⬜"}
_LEVELS = {"fail": "error", "inconclusive": "warning"}


def github_of_run(run: CertifyRun) -> str:
    """Return GitHub workflow commands: one for each rule that failed or is in doubt, whatever the number of rows.

    GitHub shows ten errors and ten warnings of a step, so a command for each row would hide the last ones.
    """
    lines = [
        annotation(level, _told(fault), title=f"{run.client}: {fault.id} {fault.title}")
        for result, level in _LEVELS.items()
        for fault in faults_by_rule(run.rows, result)
    ]
    lines += [
        annotation(_LEVELS[row.result], f"{ended(row)}. {row.says}".strip(), title=f"{run.client}: {row.row}")
        for row in run.rows
        if is_unexplained(row)
    ]
    lines += [
        annotation("error", "It was required, and the client never met it.", title=f"{run.client}: {condition}")
        for condition in run.missing
    ]
    return "\n".join(lines)


def _told(fault: RuleFault) -> str:
    rows = ", ".join(row.row for row in fault.rows)
    said = next(one["says"] for one in rulings_with(fault.rows[0], "fail", "inconclusive") if one["id"] == fault.id)
    return f"{rows}: {said} {fault.repair}".strip()


def summary_of_run(run: CertifyRun) -> str:
    """Return the summary of a step in GitHub's Markdown: the sum, what to repair, a table of rows, the coverage."""
    return "\n".join([*_summary(run), ""])


def _summary(run: CertifyRun) -> Iterator[str]:
    yield f"## {_SIGNS[run.result]} certify: {text(run.client)}"
    yield f"\n{text(in_short(run))}. {text(how_it_ran(run).capitalize())}."
    if run.missing:
        yield f"\n**Required, and never met:** {', '.join(map(code, run.missing))}"
    if faults := faults_by_rule(run.rows):
        yield "\n### What to repair\n"
        for fault in faults:
            yield f"- **{fault.id} {text(fault.title)}** ({counted_as(len(fault.rows), 'row')}): {text(fault.repair)}"
    yield "\n### Rows\n"
    yield from table(
        ("", "Row", "Scenario", "Failed", "In doubt", "Ended"),
        [
            (
                f"{_SIGNS[row.result]} {WORDS[row.result]}",
                code(row.row),
                code(scenario_of(row)),
                _ids(row.result, [one["id"] for one in rulings_with(row, "fail")]),
                _ids(row.result, [one["id"] for one in rulings_with(row, "inconclusive")]),
                text(f"{ended(row)}. {row.says}".strip()),
            )
            for row in run.rows
        ],
    )
    yield f"\n<details><summary>Conditions met: {len(run.met)}, never met: {len(run.never_met)}</summary>\n"
    yield f"Met: {', '.join(map(code, run.met)) or 'none'}\n"
    yield f"Never met: {', '.join(map(code, run.never_met)) or 'none'}\n\n</details>"


def _ids(result: str, ids: list[str]) -> str:
    if result == "pass":
        return ""
    return " ".join(ids)
