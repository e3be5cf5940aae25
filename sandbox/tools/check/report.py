"""How are flaws told? As text for a person, as JSON or as GitHub annotations for a machine."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sandbox.reports.github_annotation import annotation
from sandbox.tools.check import CHECK_RULES, Issue, Severity
from sandbox.tools.check.checker import Checked
from sandbox.tools.check.lines import line_of


@dataclass(slots=True)
class Tally:
    """The flaws that will be told, at most *limit* of a rule (None is all), and how many there are of each rule.

    Where there is a limit, flaws of a rule that say the same are told once, with their number.
    """

    limit: int | None
    counts: Counter[str] = field(default_factory=Counter)
    times: Counter[tuple[str, str]] = field(default_factory=Counter)
    told: list[Issue] = field(default_factory=list)

    def add(self, flaw: Issue) -> None:
        """Count a flaw, and keep it if it is to be told."""
        rule, says = flaw.breach.rule, flaw.breach.says
        self.counts[rule] += 1
        if self.limit is None:
            self.told.append(flaw)
        elif (rule, says) in self.times:
            self.times[rule, says] += 1
        elif sum(other == rule for other, _ in self.times) < self.limit:
            self.times[rule, says] = 1
            self.told.append(flaw)

    def number(self, severity: Severity) -> int:
        """Return how many flaws of a severity there are."""
        return sum(count for rule, count in self.counts.items() if CHECK_RULES[rule].severity is severity)

    def more(self, flaw: Issue) -> str:
        """Return how many flaws like this one are not told."""
        more = self.times[flaw.breach.rule, flaw.breach.says] - 1
        if more > 0:
            return f" (and {more} more like it)"
        return ""


def text(tally: Tally, checked: Checked) -> str:
    """Return a line per flaw, the hint below the first of each rule, and the sum."""
    lines, hinted = [], set()
    for flaw, line in _in_order(tally):
        rule = CHECK_RULES[flaw.breach.rule]
        lines.append(f"{_place(flaw, line)}: {rule.severity} {rule.id}: {_said(flaw)}{tally.more(flaw)}")
        if rule.id not in hinted:
            lines.append(f"    {rule.hint}")
            hinted.add(rule.id)
    if silent := _silent(tally):
        lines.append(f"Not shown: {silent}. --limit 0 shows all.")
    return "\n".join([*lines, _sum(tally, checked)])


def as_json(tally: Tally, checked: Checked) -> str:
    """Return everything as one JSON object."""
    flaws = [
        {
            "file": flaw.place.file,
            "line": line,
            "entry": flaw.place.entry,
            "element": flaw.element,
            "rule": flaw.breach.rule,
            "severity": CHECK_RULES[flaw.breach.rule].severity,
            "says": flaw.breach.says,
            "hint": CHECK_RULES[flaw.breach.rule].hint,
            "times": tally.times[flaw.breach.rule, flaw.breach.says] or 1,
        }
        for flaw, line in _in_order(tally)
    ]
    whole = {
        "errors": tally.number(Severity.ERROR),
        "warnings": tally.number(Severity.WARNING),
        "files": checked.files,
        "resources": dict(sorted(checked.resources.items())),
        "elsewhere": checked.elsewhere,
        "rules": dict(sorted(tally.counts.items())),
        "flaws": flaws,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)


def github(tally: Tally, checked: Checked) -> str:
    """Return a workflow command per flaw, and the sum."""
    lines = []
    for flaw, line in _in_order(tally):
        rule = CHECK_RULES[flaw.breach.rule]
        marks: dict[str, Any] = {"file": flaw.place.file, "line": max(line, 1), "title": f"{rule.id}: {rule.title}"}
        lines.append(annotation(rule.severity, f"{_said(flaw)}{tally.more(flaw)}\n{rule.hint}", **marks))
    return "\n".join([*lines, _sum(tally, checked)])


def _in_order(tally: Tally) -> Iterator[tuple[Issue, int]]:
    """Yield the flaws by file and line, each with its line."""
    found = [(flaw, _line(flaw)) for flaw in tally.told]
    yield from sorted(found, key=lambda pair: (pair[0].place.file, pair[1], pair[0].element))


def _line(flaw: Issue) -> int:
    """Return the line of a flaw; in a file that is one JSON value, it is looked for."""
    place, way = flaw.place, flaw.breach.way
    if not place.file.removesuffix(".gz").endswith(".json") or place.line != 1:
        return place.line
    inside = way[1:]
    if place.entry is not None:
        inside = ("entry", place.entry - 1, "resource", *inside)
    return line_of(_text_of(place.file), inside)


@lru_cache(maxsize=1)
def _text_of(file: str) -> str:
    opened = gzip.open(file, "rb") if file.endswith(".gz") else open(file, "rb")  # noqa: PTH123, SIM115 - one of two
    with opened as stream:
        return stream.read().decode("utf-8-sig", "replace")


def _place(flaw: Issue, line: int) -> str:
    if line:
        return f"{_printable(flaw.place.file)}:{line}"
    return _printable(flaw.place.file)


def _said(flaw: Issue) -> str:
    if flaw.element:
        return _printable(f"{flaw.element}: {flaw.breach.says}")
    return _printable(flaw.breach.says)


def _printable(said: str) -> str:
    """Return a text without what could move the cursor, end the line or turn it around."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in said)


def _silent(tally: Tally) -> str:
    """Return of which rules there are more flaws than are told."""
    told: Counter[str] = Counter()
    for (rule, _), times in tally.times.items():
        told[rule] += times
    rest = {rule: count - told[rule] for rule, count in tally.counts.items() if tally.limit is not None}
    return ", ".join(f"{count:,} of {rule}" for rule, count in rest.items() if count)


def _sum(tally: Tally, checked: Checked) -> str:
    errors, warnings = tally.number(Severity.ERROR), tally.number(Severity.WARNING)
    if errors or warnings:
        found = f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}"
    else:
        found = "Nothing found"
    procedures = checked.resources["Procedure"]
    seen = f"{_counted(sum(checked.resources.values()), 'resource')} ({procedures:,} Procedure)"
    if checked.elsewhere:
        away = f" {_counted(checked.elsewhere, 'reference')} to other servers not followed."
    else:
        away = ""
    return f"{found} in {seen}, {_counted(checked.files, 'file')}.{away}"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"


@dataclass(frozen=True, slots=True)
class Format:
    """A way to tell flaws, and how many of a rule it tells if nobody says otherwise."""

    write: Callable[[Tally, Checked], str]
    limit: int | None


# Of a run, GitHub shows ten annotations of a level.
FORMATS: dict[str, Format] = {"text": Format(text, 10), "json": Format(as_json, None), "github": Format(github, 10)}
