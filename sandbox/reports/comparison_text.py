"""How are several runs told on a terminal? As a grid of rows and clients, then what happened in each cell."""

# tested by: tests/reports/test_comparison.py

from collections.abc import Iterator, Sequence

from sandbox.reports.certify_run import RowResult
from sandbox.reports.comparison import Comparison, any_of, in_a_cell, is_worth_a_look, requests_of
from sandbox.reports.markup import printable
from sandbox.reports.run_summary import WORDS, ended, how_it_ran, in_short, rulings_with, scenario_of
from sandbox.reports.timeline import timeline
from sandbox.reports.timeline_text import timeline_text

_MOST = 12  # attempts of a timeline
_BETWEEN = 2  # columns between two of the grid


def comparison_text(comparison: Comparison, *, width: int = 0) -> str:
    """Return the grid, and below it each cell that has not passed; *width* are the columns of the terminal, 0 for any.

    A grid that is wider than the terminal becomes a list, a line for each cell.
    """
    blocks = ["\n".join(_clients(comparison)), "\n".join(_grid(comparison, width))]
    for cells in comparison.rows:
        for name, cell in zip(comparison.names, cells, strict=True):
            if cell is not None and is_worth_a_look(cell):
                blocks.append("\n".join(_told(name, cell)))
    return printable("\n\n".join(block for block in blocks if block))


def _clients(comparison: Comparison) -> Iterator[str]:
    for name, run in zip(comparison.names, comparison.runs, strict=True):
        yield f"{name}: {how_it_ran(run)}; {in_short(run)}"


def _grid(comparison: Comparison, width: int) -> Iterator[str]:
    lines = [("Row", *comparison.names)]
    lines += [(any_of(cells).row, *map(in_a_cell, cells)) for cells in comparison.rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    if not width or sum(widths) + _BETWEEN * (len(widths) - 1) <= width:
        yield from (_line(line, widths) for line in lines)
    else:
        yield from _list(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    between = " " * _BETWEEN
    return between.join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()


def _list(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    head = lines[0]
    longest = max(map(len, head))
    for row, *cells in lines[1:]:
        yield row
        yield from (f"  {name:<{longest}}  {cell}" for name, cell in zip(head[1:], cells, strict=True))


def _told(name: str, cell: RowResult) -> Iterator[str]:
    """Return what one client did in one row: why, the findings, the timeline."""
    yield f"{cell.row} ({scenario_of(cell)}), {name}: {in_a_cell(cell)}; {requests_of(cell)}, {ended(cell)}"
    if cell.says:
        yield f"  {cell.says}"
    for ruling in rulings_with(cell, "fail", "inconclusive"):
        yield f"  {WORDS[ruling['result']]} {ruling['id']} {ruling['title']}: {ruling['says']}"
    for line in timeline_text(timeline(cell.journal, cell.verdict or None), _MOST).splitlines():
        yield f"    {line}"
