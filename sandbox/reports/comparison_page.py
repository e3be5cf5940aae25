"""How are several runs shown to a person? As one HTML page: a grid whose cells lead to findings and timelines."""

# tested by: tests/reports/test_comparison.py

from collections.abc import Iterator

from sandbox.plural import counted_as
from sandbox.reports.certify_run import CertifyRun, RowResult
from sandbox.reports.comparison import Comparison, any_of, blamed, in_a_cell, requests_of
from sandbox.reports.markup import escaped, prose
from sandbox.reports.page import page
from sandbox.reports.row_section import mark, row_section
from sandbox.reports.run_page import SIGNS, bar, command_line, end_of_table, row_heading
from sandbox.reports.run_summary import WORDS, how_it_ran, in_short, scenario_of

TITLE = "Clients, side by side"


def comparison_page(comparison: Comparison) -> str:
    """Return the page; its rows are closed until a cell leads there."""
    body = [*_header(comparison), "<main>", *_grid(comparison), *_rows(comparison), *_clients(comparison), "</main>"]
    return page(f"{TITLE}: {', '.join(comparison.names)}", "\n".join(body))


def _header(comparison: Comparison) -> Iterator[str]:
    yield f'<header>\n<p class="kicker">procedure-sandbox certify</p>\n<h1>{TITLE}</h1>'
    clients, rows = counted_as(len(comparison.runs), "client"), counted_as(len(comparison.rows), "row")
    yield f'<p class="soft">{clients}, {rows}. {escaped(comparison.how_they_ran().capitalize())}</p>\n</header>'


def _clients(comparison: Comparison) -> Iterator[str]:
    yield '<section aria-labelledby="clients">\n<h2 id="clients">How they were run</h2>'
    yield '<div class="panel"><ul class="faults">'
    for name, run in zip(comparison.names, comparison.runs, strict=True):
        yield f"<li><strong>{escaped(name)}</strong> {mark(run.result)} {escaped(in_short(run))}"
        yield bar(run.rows, f"{name}: {in_short(run)}")
        yield f'<p class="soft">{_run_as(run, comparison)}<code>{escaped(command_line(run))}</code></p></li>'
    yield "</ul></div>\n</section>"


def _run_as(run: CertifyRun, comparison: Comparison) -> str:
    """Return how a client was run, where not all were run alike."""
    if comparison.how_they_ran():
        return ""
    return f"{escaped(how_it_ran(run).capitalize())}. "


def _grid(comparison: Comparison) -> Iterator[str]:
    yield '<section aria-labelledby="grid">\n<h2 id="grid">Rows and clients</h2>'
    yield '<div class="scroll" tabindex="0" role="region" aria-label="Rows by clients">\n<table class="grid compare">'
    heads = "".join(_head(name, run) for name, run in zip(comparison.names, comparison.runs, strict=True))
    yield f'<thead><tr><th scope="col">Row</th>{heads}</tr></thead>\n<tbody>'
    for place, cells in enumerate(comparison.rows, 1):
        row = any_of(cells)
        yield f"<tr>{row_heading(row, f'row-{place}')}"
        yield from (_cell(cell, place, client) for client, cell in enumerate(cells, 1))
        yield "</tr>"
    yield end_of_table("A cell names the rules that failed or are in doubt, and leads to what happened")
    yield "</section>"


def _head(name: str, run: CertifyRun) -> str:
    passed = sum(row.result == "pass" for row in run.rows)
    return f'<th scope="col">{escaped(name)}<span class="scenario">{passed} of {len(run.rows)} pass</span></th>'


def _cell(cell: RowResult | None, place: int, client: int) -> str:
    if cell is None:
        return f'<td class="not-exercised"><span>{in_a_cell(cell)}</span></td>'
    sign = f'<span class="sign" aria-hidden="true">{SIGNS[cell.result]}</span> '
    said = f'<span class="unseen">{WORDS[cell.result]} </span>{" ".join(blamed(cell))}'
    asked = f'<span class="scenario">{requests_of(cell)}</span>'
    return f'<td class="{cell.result}"><a href="#{_name(place, client)}">{sign}{said}{asked}</a></td>'


def _rows(comparison: Comparison) -> Iterator[str]:
    yield '<section aria-labelledby="rows">\n<h2 id="rows">What happened</h2>'
    for place, cells in enumerate(comparison.rows, 1):
        row = any_of(cells)
        yield f'<h3 class="over" id="row-{place}">{escaped(row.row)} <code>{escaped(scenario_of(row))}</code></h3>'
        if row.right:
            yield f'<p class="soft">A right client {prose(row.right)}.</p>'
        for client, (name, cell) in enumerate(zip(comparison.names, cells, strict=True), 1):
            if cell is not None:
                yield row_section(cell, _name(place, client), name, is_open=False)
    yield "</section>"


def _name(place: int, client: int) -> str:
    return f"row-{place}-client-{client}"
