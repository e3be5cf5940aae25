"""What is to be seen of a run of `certify` at a glance? Counts, the rules that were put to the test, faults by rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.plural import counted_as
from sandbox.reports.certify_run import CertifyRun, RowResult

# Result -> how a person reads it, the worst first.
WORDS: dict[str, str] = {
    "fail": "FAIL",
    "inconclusive": "in doubt",
    "not-exercised": "not exercised",
    "pass": "pass",
}
_LONGEST_SCENARIO = 60


@dataclass(frozen=True, slots=True)
class RuleFault:
    """A rule that failed, or is in doubt, in some rows: its id and title, a repair, and those rows."""

    id: str
    title: str
    repair: str
    rows: tuple[RowResult, ...]


def rulings(row: RowResult) -> Sequence[Mapping[str, Any]]:
    """Return what each rule says of a row."""
    found: Sequence[Mapping[str, Any]] = row.verdict.get("rules", ())
    return found


def rulings_with(row: RowResult, *results: str) -> list[Mapping[str, Any]]:
    """Return the rules that have one of some results in a row."""
    return [ruling for ruling in rulings(row) if ruling["result"] in results]


def rules_tested(rows: Sequence[RowResult]) -> dict[str, str]:
    """Return id and title of each rule that was put to the test in some row, in the order of their ids."""
    found = {
        ruling["id"]: ruling["title"] for row in rows for ruling in rulings(row) if ruling["result"] != "not-exercised"
    }
    return dict(sorted(found.items()))


def result_of_rule(row: RowResult, rule: str) -> str:
    """Return how a rule turned out in a row."""
    return next((str(ruling["result"]) for ruling in rulings(row) if ruling["id"] == rule), "not-exercised")


def faults_by_rule(rows: Sequence[RowResult], result: str = "fail") -> list[RuleFault]:
    """Return the rules that have a result in some rows, those of most rows first; the repair is that of the first."""
    found: dict[str, list[tuple[Mapping[str, Any], RowResult]]] = {}
    for row in rows:
        for ruling in rulings_with(row, result):
            found.setdefault(ruling["id"], []).append((ruling, row))
    faults = [
        RuleFault(id_, seen[0][0]["title"], seen[0][0]["repair"], tuple(row for _, row in seen))
        for id_, seen in found.items()
    ]
    return sorted(faults, key=lambda fault: (-len(fault.rows), fault.id))


def is_unexplained(row: RowResult) -> bool:
    """Return whether a row failed, or is in doubt, for a reason that no rule of its verdict gives."""
    return row.result in {"fail", "inconclusive"} and not rulings_with(row, row.result)


def counted(rows: Sequence[RowResult]) -> dict[str, int]:
    """Return how many rows have each result, the worst first; those that no row has are left out."""
    counts = {result: sum(row.result == result for row in rows) for result in WORDS}
    return {result: count for result, count in counts.items() if count}


def in_short(run: CertifyRun) -> str:
    """Return the sum in a sentence without its full stop: `27 rows: 2 FAIL, 1 in doubt, 24 pass`."""
    counts = ", ".join(f"{count} {WORDS[result]}" for result, count in counted(run.rows).items())
    return f"{counted_as(len(run.rows), 'row')}: {counts or 'none'}"


def how_it_ran(run: CertifyRun) -> str:
    """Return suite, policy and time of a run: `suite retry, policy flexpa, fast time (20 times as fast)`."""
    said = [f"suite {run.suite}"]
    if run.policy:
        said.append(f"policy {run.policy}")
    if run.time == "fast":
        said.append(f"fast time ({run.speed:g} times as fast)")
    else:
        said.append(f"{run.time} time")
    return ", ".join(said)


def ended(row: RowResult) -> str:
    """Return how the client ended; whether that is right says the row."""
    after = f"after {row.seconds:g} s"
    if row.speed != 1:
        after += f" at x{row.speed:g}"
    if row.exit_status is None:
        return f"killed {after}, for it took too long"
    if row.exit_status < 0:
        return f"ended by signal {-row.exit_status} {after}"
    return f"exit status {row.exit_status} {after}"


def scenario_of(row: RowResult) -> str:
    """Return the scenario in a few words: a plan is cut where it is long."""
    if len(row.scenario) <= _LONGEST_SCENARIO:
        return row.scenario
    return f"{row.scenario[: _LONGEST_SCENARIO - 1]}…"
