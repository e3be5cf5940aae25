"""What came of a run of `certify`? A result for each row of its suite, and all of them together, as values and as JSON.

The JSON form is what `--json` writes and `--compare` reads. Nothing here runs or judges anything.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, get_args, get_origin

from sandbox.json_text import read_json

FORMAT = "procedure-sandbox certify 1"  # what a file says of itself; the number grows when older readers cannot read it
# Results of a row, and of a run: the worst first.
RESULTS = ("fail", "inconclusive", "not-exercised", "pass")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """What one client made of one row."""

    row: str
    """the row's stable id, such as `retry/07-http-date`; for a scenario of the user's own `own/01`"""
    scenario: str
    """as in a token, or a plan as JSON"""
    right: str
    """what a right client does, in a sentence without its subject; "" where nobody has said"""
    expected: str
    """how a right client ends: `data` with exit status 0, `no data` with another, or `either`"""
    result: str
    """`pass`, `fail`, `inconclusive` or `not-exercised`"""
    says: str
    """why, in a sentence or two; "" where the verdict says it all"""
    exit_status: int | None
    """the exit status, minus the number of a signal, or None where it was killed for the time it took"""
    seconds: float
    """how long it took, in seconds of real time"""
    speed: float
    """how many seconds of the client's time passed in a real one"""
    verdict: Mapping[str, Any]
    """as `GET /_sandbox/session/verdict` answers"""
    journal: Sequence[Mapping[str, Any]]
    """the entries of `GET /_sandbox/session/journal`"""
    conditions: Sequence[str] = ()
    """ids of the conditions that it met"""
    output: str = ""
    """the end of what it wrote, stdout and stderr as they came"""
    patient: str = ""
    """the persona whose data it was, "" for the first"""
    every_page: bool = False
    """whether it was to fetch every page"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifyRun:
    """What one client made of a suite."""

    client: str
    """its name, as `--client` gives it, or its command"""
    command: Sequence[str]
    """what was run, as it was given"""
    suite: str
    """the suite, or `own` for scenarios of the user's own"""
    policy: str
    """the policy under which it was judged"""
    time: str
    """`real` or `fast`"""
    speed: float
    """how many seconds of the client's time were to pass in a real one"""
    rows: Sequence[RowResult]
    """in the order of the suite"""
    met: Sequence[str]
    """ids of the conditions that it met"""
    never_met: Sequence[str]
    """ids of those that it never met"""
    missing: Sequence[str] = ()
    """ids of those that were required, and that it never met"""
    version: str = ""
    """of the sandbox"""
    remarks: Sequence[str] = field(default=())
    """what else is to be known of the run, in sentences: resolution and drift of fast time, rows run again"""

    @property
    def result(self) -> str:
        """The worst result of a row; a required condition that was never met is a `fail`."""
        if self.missing:
            return "fail"
        found = {row.result for row in self.rows}
        return next((result for result in RESULTS if result in found), "not-exercised")


class UnreadableRun(ValueError):
    """A file is not the JSON form of a run; says what is wrong with it."""


def to_json(run: CertifyRun) -> str:
    """Return a run as JSON text, indented, with a newline at its end."""
    return json.dumps({"format": FORMAT, "result": run.result} | asdict(run), indent=1) + "\n"


def from_json(written: str) -> CertifyRun:
    """Return the run that `to_json` wrote; raises UnreadableRun."""
    try:
        found = read_json(written)
    except ValueError as error:
        raise UnreadableRun(f"it is not JSON: {error}") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise UnreadableRun(f'it is not what `certify --json` writes: "format" is to be "{FORMAT}"')
    try:
        rows = tuple(RowResult(**_known(RowResult, row)) for row in found["rows"])
        run = CertifyRun(**_known(CertifyRun, found) | {"rows": rows})
        for row in rows:
            _check_row(row)
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableRun(f"something is missing or misshaped: {error}") from None
    return run


def _known(kind: type[RowResult | CertifyRun], found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a value of that kind knows, in its shape; a newer writer may have said more. Raises TypeError."""
    shapes = {one.name: one.type for one in fields(kind)}
    for name, value in found.items():
        if name in shapes and not _fits(value, shapes[name]):
            raise TypeError(f"{name} cannot be {json.dumps(value)[:40]}")
    return {name: value for name, value in found.items() if name in shapes}


def _fits(value: object, shape: Any) -> bool:
    """Return whether a value of JSON has a shape; what an object holds is not looked at."""
    kind = get_origin(shape) or shape
    if kind is Sequence:
        (member,) = get_args(shape)
        return isinstance(value, list) and all(_fits(one, member) for one in value)
    shape = {float: float | int, Mapping: dict, RowResult: dict}.get(kind, shape)
    return isinstance(value, shape)


# What every report needs of an entry of a journal, of a verdict, and of a ruling in it.
_ENTRY: dict[str, Any] = {"n": int, "at": float, "method": str, "path": str, "query": str}
_VERDICT: dict[str, Any] = {"result": str, "rules": Sequence[Mapping[str, Any]], "numbers": Mapping[str, Any]}
_RULING: dict[str, Any] = {
    "id": str, "title": str, "result": str, "entries": Sequence[int], "says": str, "repair": str,
}  # fmt: skip
# What they show of an entry and of the numbers where it is there.
_SHOWN_ENTRY: dict[str, Any] = {
    "status": int | None, "wait": float | int | None, "answered_at": float | int | None, "spelling": str | None,
    "issue": str | None, "fault": str | None,
}  # fmt: skip
_SHOWN_NUMBERS: dict[str, Any] = {"requests": int}


def _check_row(row: RowResult) -> None:
    """Raise TypeError for a result that there is not, an entry of a journal or a verdict that is none; KeyError too."""
    if row.result not in RESULTS:
        raise TypeError(f"{row.row} cannot have the result {row.result!r}")
    for entry in row.journal:
        _check(entry, _ENTRY, _SHOWN_ENTRY, f"the journal of {row.row}")
    if not row.verdict:
        return
    place = f"the verdict of {row.row}"
    _check(row.verdict, _VERDICT, {}, place)
    _check(row.verdict["numbers"], {}, _SHOWN_NUMBERS, place)
    for ruling in row.verdict["rules"]:
        _check(ruling, _RULING, {}, place)
        if ruling["result"] not in RESULTS:
            raise TypeError(f"result in {place} cannot be {json.dumps(ruling['result'])[:40]}")


def _check(found: Mapping[str, Any], needed: dict[str, Any], shown: dict[str, Any], place: str) -> None:
    """Raise KeyError for what is needed and missing, TypeError for what has another shape."""
    values = {name: found[name] for name in needed} | {name: found[name] for name in shown if name in found}
    for name, shape in (needed | shown).items():
        if name in values and not _fits(values[name], shape):
            raise TypeError(f"{name} in {place} cannot be {json.dumps(values[name])[:40]}")
