"""How is a run of `certify` shown to a person? As one HTML page: the sum, what to repair, the grid, and each row."""

from collections.abc import Iterator, Mapping, Sequence
from shlex import join

from sandbox.plural import counted_as
from sandbox.reports.certify_run import CertifyRun, RowResult
from sandbox.reports.markup import escaped, prose
from sandbox.reports.page import page
from sandbox.reports.row_section import mark, row_section
from sandbox.reports.run_summary import (
    WORDS,
    RuleFault,
    counted,
    faults_by_rule,
    how_it_ran,
    in_short,
    result_of_rule,
    rules_tested,
    scenario_of,
)

# Result -> what stands in a cell of the grid.
SIGNS: dict[str, str] = {"pass": "✓", "fail": "✕", "inconclusive": "?", "not-exercised": "·"}
_NO_SUITE = frozenset({"own", "explore"})  # what stands for the suite where the rows are of no table


def html(run: CertifyRun) -> str:
    """Return the page; each row that has not passed is open."""
    names = {id(row): f"row-{place}" for place, row in enumerate(run.rows, 1)}
    body = [
        *_header(run),
        "<main>",
        *_repairs(run, names),
        *_grid(run.rows, names),
        *_rows(run.rows, names),
        *_coverage(run),
        "</main>",
        *_footer(run),
    ]
    return page(f"{run.client}: {in_short(run)}", "\n".join(body))


def bar(rows: Sequence[RowResult], said: str) -> str:
    """Return a bar of the shares that each result has; *said* is for whoever does not see it."""
    drawn, begin = [], 0
    for result, count in counted(rows).items():
        drawn.append(f'<rect class="{result}" x="{begin}" width="{count}" height="1"/>')
        begin += count
    return (
        f'<svg class="bar" viewBox="0 0 {max(begin, 1)} 1" preserveAspectRatio="none" role="img" '
        f'aria-label="{escaped(said)}">{"".join(drawn)}</svg>'
    )


def _header(run: CertifyRun) -> Iterator[str]:
    yield f'<header>\n<p class="kicker">procedure-sandbox certify {escaped(run.version)}</p>'
    yield f"<h1>{escaped(run.client)}</h1>"
    yield f'<p class="soft">{escaped(how_it_ran(run).capitalize())}.</p>'
    yield f'<div class="sum">{mark(run.result, "big ")}<span>{escaped(in_short(run))}</span></div>'
    yield bar(run.rows, in_short(run))
    if run.missing:
        yield f"<p>{mark('fail')} Required conditions were never met: {_codes(run.missing)}.</p>"
    yield "</header>"


def _repairs(run: CertifyRun, names: Mapping[int, str]) -> Iterator[str]:
    faults = faults_by_rule(run.rows)
    if not faults:
        return
    yield '<section aria-labelledby="repair">\n<h2 id="repair">What to repair</h2>'
    yield '<div class="panel"><ul class="faults">'
    for fault in faults:
        yield f"<li><strong>{fault.id} {escaped(fault.title)}</strong> {_where(fault, names)}"
        yield f"<p>{prose(fault.repair)}</p></li>"
    yield "</ul></div>\n</section>"


def _where(fault: RuleFault, names: Mapping[int, str]) -> str:
    links = [f'<a href="#{names[id(row)]}-{fault.id}">{escaped(row.row)}</a>' for row in fault.rows]
    return f'<span class="soft">in {counted_as(len(links), "row")}: {", ".join(links)}</span>'


def _grid(rows: Sequence[RowResult], names: Mapping[int, str]) -> Iterator[str]:
    rules = rules_tested(rows)
    if not rules:
        return
    yield '<section aria-labelledby="grid">\n<h2 id="grid">Rows and rules</h2>'
    yield '<div class="scroll" tabindex="0" role="region" aria-label="Rows by rules">\n<table class="grid">'
    heads = "".join(f'<th scope="col">{rule}</th>' for rule in rules)
    yield f'<thead><tr><th scope="col">Row</th><th scope="col">Result</th>{heads}</tr></thead>\n<tbody>'
    for row in rows:
        name = names[id(row)]
        cells = "".join(_cell(result_of_rule(row, rule), f"{name}-{rule}") for rule in rules)
        yield f"<tr>{row_heading(row, name)}<td>{mark(row.result)}</td>{cells}</tr>"
    yield end_of_table(escaped("; ".join(f"{id_} {title}" for id_, title in rules.items())))
    yield "</section>"


def row_heading(row: RowResult, target: str) -> str:
    """Return the first cell of a row of a table: the id, which leads to a place of the page, and the scenario."""
    return (
        f'<th scope="row"><a href="#{target}">{escaped(row.row)}</a>'
        f'<span class="scenario">{escaped(scenario_of(row))}</span></th>'
    )


def end_of_table(says: str) -> str:
    """Return the end of a table of signs: what each of them means, and what else is to be said, as HTML."""
    key = ", ".join(f"{sign} {WORDS[result]}" for result, sign in SIGNS.items())
    return f'</tbody></table></div><p class="key">{key}. {says}.</p>'


def _cell(result: str, target: str) -> str:
    """Return a cell; what failed or is in doubt leads to its finding."""
    said = f'<span aria-hidden="true">{SIGNS[result]}</span><span class="unseen">{WORDS[result]}</span>'
    if result in {"fail", "inconclusive"}:
        said = f'<a href="#{target}">{said}</a>'
    return f'<td class="{result}">{said}</td>'


def _rows(rows: Sequence[RowResult], names: Mapping[int, str]) -> Iterator[str]:
    yield '<section aria-labelledby="rows">\n<h2 id="rows">What happened in each row</h2>'
    for row in rows:
        yield row_section(row, names[id(row)], row.row, is_open=row.result != "pass")
    yield "</section>"


def _coverage(run: CertifyRun) -> Iterator[str]:
    yield '<section aria-labelledby="conditions">\n<h2 id="conditions">Conditions</h2>\n<div class="panel">'
    yield f"<p>What the client has met: {_codes(run.met) or 'nothing'}.</p>"
    if run.never_met:
        yield f"<p>What it never met: {_codes(run.never_met)}.</p>"
    yield "</div>\n</section>"


def _codes(words: Sequence[str]) -> str:
    return ", ".join(f"<code>{escaped(word)}</code>" for word in words)


def _footer(run: CertifyRun) -> Iterator[str]:
    yield "<footer>\n<h2>How it was run</h2>"
    yield f"<pre>{escaped(command_line(run))}</pre>"
    yield from (f"<p>{prose(remark)}</p>" for remark in run.remarks)
    yield "</footer>"


def command_line(run: CertifyRun) -> str:
    """Return what ran a suite, as a shell takes it; of a run of pytest that is its own command."""
    if run.time not in {"real", "fast"}:
        return join(run.command)
    options = []
    if run.suite in _NO_SUITE:
        options += [word for row in run.rows for word in ("--scenario", row.scenario)]
    else:
        options += ["--suite", run.suite]
    if run.policy != "flexpa":
        options += ["--policy", run.policy]
    if run.time == "fast":
        options += ["--time", "fast", "--speed", f"{run.speed:g}"]
    return join(["procedure-sandbox", "certify", *options, "--", *run.command])
