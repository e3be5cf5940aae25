"""How are several runs shown in a manual? As Markdown: a grid whose cells lead to findings and timelines below."""

# tested by: tests/reports/test_comparison.py

from collections.abc import Iterator

from sandbox.reports.certify_run import RowResult
from sandbox.reports.comparison import Comparison, any_of, in_a_cell, requests_of
from sandbox.reports.markdown import code, table, text
from sandbox.reports.markup import printable
from sandbox.reports.run_summary import WORDS, ended, how_it_ran, in_short, rulings_with, scenario_of
from sandbox.reports.timeline import timeline
from sandbox.reports.timeline_text import timeline_text

_MOST = 20  # attempts of a timeline


def comparison_markdown(comparison: Comparison) -> str:
    """Return a page of Markdown; HTML in it is but anchors, and what opens and closes."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield "# Clients, side by side\n"
    yield "A cell says how a row went, and which rules failed or are in doubt; it leads to what happened.\n"
    for name, run in zip(comparison.names, comparison.runs, strict=True):
        yield f"- **{text(name)}**: {code(' '.join(run.command))}, {text(how_it_ran(run))}. {text(in_short(run))}."
    yield ""
    yield from table(
        ("Row", "Scenario", *map(text, comparison.names)),
        [
            (code(any_of(cells).row), code(scenario_of(any_of(cells))), *_cells(cells, place))
            for place, cells in enumerate(comparison.rows, 1)
        ],
    )
    yield "\n## What happened"
    for place, cells in enumerate(comparison.rows, 1):
        yield from _row(comparison, place, cells)


def _cells(cells: tuple[RowResult | None, ...], place: int) -> Iterator[str]:
    for client, cell in enumerate(cells, 1):
        if cell is None:
            yield "not run"
        else:
            yield f"[{in_a_cell(cell)}](#{_name(place, client)})"


def _row(comparison: Comparison, place: int, cells: tuple[RowResult | None, ...]) -> Iterator[str]:
    row = any_of(cells)
    yield f"\n### {text(row.row)}\n"
    if row.right:
        yield f"{code(scenario_of(row))}: a right client {text(row.right)}."
    else:
        yield code(scenario_of(row))
    for client, (name, cell) in enumerate(zip(comparison.names, cells, strict=True), 1):
        if cell is not None:
            yield f'\n<a id="{_name(place, client)}"></a>\n'
            yield from _cell(name, cell)


def _cell(name: str, cell: RowResult) -> Iterator[str]:
    yield f"**{text(name)}**: {in_a_cell(cell)}; {requests_of(cell)}, {text(ended(cell))}. {text(cell.says)}".rstrip()
    findings = rulings_with(cell, "fail", "inconclusive")
    if findings:
        yield ""
    for ruling in findings:
        said = f"{text(ruling['says'])} {text(ruling['repair'])}".strip()
        yield f"- {WORDS[ruling['result']]} {ruling['id']} {text(ruling['title'])}: {said}"
    drawn = printable(timeline_text(timeline(cell.journal, cell.verdict or None), _MOST))
    yield "\n<details><summary>Timeline</summary>\n"
    # Indented, it is code whatever it holds.
    yield "\n".join(f"    {line}" for line in drawn.splitlines())
    yield "\n</details>"


def _name(place: int, client: int) -> str:
    return f"row-{place}-client-{client}"
