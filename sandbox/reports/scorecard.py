"""What is printed when `certify` has run? A scorecard for a terminal: rows by rules, what failed, what to repair."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill

from sandbox.plural import counted_as
from sandbox.reports.certify_run import CertifyRun, RowResult
from sandbox.reports.markup import printable
from sandbox.reports.run_summary import (
    WORDS,
    ended,
    faults_by_rule,
    how_it_ran,
    in_short,
    result_of_rule,
    rules_tested,
    rulings_with,
    scenario_of,
)

# Result -> what stands in a cell, of four letters at most, and its colour.
CELLS: dict[str, str] = {"pass": "ok", "fail": "FAIL", "inconclusive": "?", "not-exercised": "-"}
_COLOURS = {"pass": "\x1b[32m", "fail": "\x1b[1;31m", "inconclusive": "\x1b[33m", "not-exercised": "\x1b[2m"}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_CELL = 5  # columns of a cell, with the space before it
_WIDEST = 100  # columns of a paragraph


def scorecard(run: CertifyRun, *, width: int = 0, colours: bool = False) -> str:
    """Return a run as text; *width* are the columns of the terminal, 0 where nobody counts them.

    A grid that is wider than the terminal becomes a list: for each row the rules that were put to the test.
    """
    pen = _Pen(colours)
    said_first = {row.says: row.row for row in reversed(run.rows) if row.result != "pass"}
    blocks = [
        [pen.bold(f"{printable(run.client)}: {how_it_ran(run)}")],
        _results(run.rows, width, pen),
        [line for row in run.rows for line in _row(row, said_first, width, pen)],
        _repairs(run, width, pen),
        [*_wrapped(" ".join(run.remarks), "", width)],
        [*_coverage(run, width, pen)],
        [f"{in_short(run)}.", f"Result: {pen.painted(WORDS[run.result], run.result)}"],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


class _Pen:
    """Paints words, or leaves them as they are."""

    def __init__(self, colours: bool) -> None:  # noqa: FBT001 - one fact
        self._colours = colours

    def painted(self, text: str, result: str) -> str:
        """Return a text in the colour of a result."""
        if self._colours:
            return f"{_COLOURS[result]}{text}{_PLAIN}"
        return text

    def bold(self, text: str) -> str:
        """Return a text in bold letters."""
        if self._colours:
            return f"{_BOLD}{text}{_PLAIN}"
        return text


def _results(rows: Sequence[RowResult], width: int, pen: _Pen) -> list[str]:
    """Return a line for each row, with its rules as a grid where that fits, and as a list where it does not."""
    rules = rules_tested(rows)
    words = max((len(WORDS[row.result]) for row in rows), default=0)
    names = max((len(row.row) for row in rows), default=0)
    heads = [f"{pen.painted(f'{WORDS[row.result]:<{words}}', row.result)}  {row.row:<{names}}" for row in rows]
    if width and words + 2 + names + _CELL * len(rules) > width:
        return [f"{head}  {_listed(row, pen)}".rstrip() for head, row in zip(heads, rows, strict=True)]
    lines = [f"{head}{_gridded(row, rules, pen)}" for head, row in zip(heads, rows, strict=True)]
    if rules:
        columns = " " * (words + 2 + names) + "".join(f"{rule:>{_CELL}}" for rule in rules)
        lines = [pen.bold(columns), *lines, _key(rules, width)]
    return lines


def _gridded(row: RowResult, rules: dict[str, str], pen: _Pen) -> str:
    results = [result_of_rule(row, rule) for rule in rules]
    return "".join(" " * (_CELL - len(CELLS[result])) + pen.painted(CELLS[result], result) for result in results)


def _listed(row: RowResult, pen: _Pen) -> str:
    parts = []
    for result in ("fail", "inconclusive", "pass"):
        rules = [ruling["id"] for ruling in rulings_with(row, result)]
        if rules:
            parts.append(pen.painted(f"{CELLS[result]} {' '.join(rules)}", result))
    return "  ".join(parts)


def _key(rules: dict[str, str], width: int) -> str:
    """Return what the columns are called."""
    titles = [f"{id_} {title}" for id_, title in rules.items()]
    return "\n" + "\n".join(_list("; ".join(titles) + ".", width))


def _row(row: RowResult, said_first: Mapping[str, str], width: int, pen: _Pen) -> Iterator[str]:
    """Return why a row has not passed; what is long, and was said of a row before, is said once."""
    if row.result == "pass":
        return
    scenario = printable(scenario_of(row))
    yield f"{pen.painted(WORDS[row.result], row.result)} {pen.bold(row.row)} ({scenario})"
    if row.right:
        yield from _wrapped(f"A right client {row.right}. This one: {ended(row)}.", "  ", width)
    else:
        yield from _wrapped(f"It ended with this: {ended(row)}.", "  ", width)
    if len(row.says) > _WIDEST and said_first[row.says] != row.row:
        yield from _wrapped(f"The same as in {said_first[row.says]}.", "  ", width)
    else:
        yield from _wrapped(row.says, "  ", width)
    for ruling in rulings_with(row, "fail", "inconclusive"):
        said = f"{CELLS[ruling['result']]} {ruling['id']} {ruling['title']}: {ruling['says']}"
        yield from _wrapped(said, "  ", width)


def _repairs(run: CertifyRun, width: int, pen: _Pen) -> list[str]:
    """Return what to do about the rules that failed, those of most rows first."""
    lines = []
    for fault in faults_by_rule(run.rows):
        said = f"{fault.id} {fault.title} ({counted_as(len(fault.rows), 'row')}): {fault.repair}"
        lines += _wrapped(said, "  ", width)
    if lines:
        lines.insert(0, pen.bold("What to repair"))
    return lines


def _coverage(run: CertifyRun, width: int, pen: _Pen) -> Iterator[str]:
    yield from _list(f"Conditions met: {', '.join(run.met) or 'none'}.", width)
    if run.never_met:
        yield from _list(f"Never met: {', '.join(run.never_met)}.", width)
    if run.missing:
        said = f"Required, and never met: {', '.join(run.missing)}."
        yield from (pen.painted(line, "fail") for line in _list(said, width))


def _list(said: str, width: int) -> list[str]:
    """Return what is many words in a row as lines, also where nobody counts columns: it is read, not searched."""
    return _wrapped(said, "", width or _WIDEST)


def _wrapped(said: str, margin: str, width: int) -> list[str]:
    """Return a paragraph as lines, further lines a little further in; where nobody counts columns, one line."""
    said = " ".join(printable(said).split())
    if not said:
        return []
    if not width:
        return [f"{margin}{said}"]
    columns = max(min(width, _WIDEST), 40)
    return fill(
        said, columns, initial_indent=margin, subsequent_indent=f"{margin}  ", break_long_words=False,
        break_on_hyphens=False,
    ).splitlines()  # fmt: skip
