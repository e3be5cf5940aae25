"""What do several runs of `certify` say side by side? Rows against clients, for whatever form it is given in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.plural import counted_as
from sandbox.reports.certify_run import CertifyRun, RowResult
from sandbox.reports.run_summary import WORDS, how_it_ran, rulings_with


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some runs: the names of their clients, each once, and the rows of all of them, each with a cell for each client.

    A cell is None where the client has not run that row. Rows are the same when id and scenario are.
    """

    names: tuple[str, ...]
    runs: tuple[CertifyRun, ...]
    rows: tuple[tuple[RowResult | None, ...], ...]

    def how_they_ran(self) -> str:
        """Return suite, policy and time, if they are the same for all; "" where they differ."""
        found = {how_it_ran(run) for run in self.runs}
        if len(found) == 1:
            return found.pop()
        return ""


def compared(runs: Sequence[CertifyRun]) -> Comparison:
    """Return runs side by side; a client that comes twice is numbered."""
    keys = dict.fromkeys((row.row, row.scenario) for run in runs for row in run.rows)
    cells = [{(row.row, row.scenario): row for row in run.rows} for run in runs]
    rows = [tuple([found.get(key) for found in cells]) for key in keys]
    return Comparison(tuple(_names(runs)), tuple(runs), tuple(rows))


def _names(runs: Sequence[CertifyRun]) -> list[str]:
    names: list[str] = []
    for run in runs:
        client = " ".join(run.client.split())
        name, number = client, 2
        while name in names:
            name, number = f"{client} ({number})", number + 1
        names.append(name)
    return names


def any_of(cells: Sequence[RowResult | None]) -> RowResult:
    """Return one of the cells of a row: its id, its scenario and what is right are the same in each."""
    return next(cell for cell in cells if cell is not None)


def in_a_cell(cell: RowResult | None) -> str:
    """Return a cell in words: its result, and the rules that failed or else are in doubt: `FAIL R02 R09`."""
    if cell is None:
        return "not run"
    return " ".join([WORDS[cell.result], *blamed(cell)])


def blamed(cell: RowResult) -> list[str]:
    """Return the ids of the rules to which a row owes its result, if it has not passed."""
    if cell.result not in {"fail", "inconclusive"}:
        return []
    return [ruling["id"] for ruling in rulings_with(cell, cell.result)]


def requests_of(cell: RowResult) -> str:
    """Return how much a client asked: `5 requests`; beyond what a journal keeps, as many as the verdict counted."""
    numbers = cell.verdict.get("numbers") or {}
    return counted_as(int(numbers.get("requests", len(cell.journal))), "request")


def is_worth_a_look(cell: RowResult | None) -> bool:
    """Return whether there is something to be told of a cell."""
    return cell is not None and cell.result != "pass"
