"""How are issues reported? As text for a person, as JSON or as GitHub annotations for a machine."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sandbox.plural import counted_as
from sandbox.reports.github_annotation import annotation
from sandbox.tools.check import CHECK_RULES, Issue, Severity
from sandbox.tools.check.checker import Checked
from sandbox.tools.check.lines import line_of


@dataclass(slots=True)
class Tally:
    """The issues that will be shown, at most *limit* of a rule (None is all), and how many there are of each rule.

    Where there is a limit, issues of a rule that say the same are shown once, with their number.
    """

    limit: int | None
    counts: Counter[str] = field(default_factory=Counter)
    times: Counter[tuple[str, str]] = field(default_factory=Counter)
    shown_issues: list[Issue] = field(default_factory=list)

    def add(self, issue: Issue) -> None:
        """Count an issue, and keep it if it is to be shown."""
        rule, says = issue.violation.rule, issue.violation.says
        self.counts[rule] += 1
        if self.limit is None:
            self.shown_issues.append(issue)
        elif (rule, says) in self.times:
            self.times[rule, says] += 1
        elif sum(other == rule for other, _ in self.times) < self.limit:
            self.times[rule, says] = 1
            self.shown_issues.append(issue)

    def number(self, severity: Severity) -> int:
        """Return how many issues of a severity there are."""
        return sum(count for rule, count in self.counts.items() if CHECK_RULES[rule].severity is severity)

    def more(self, issue: Issue) -> str:
        """Return how many issues like this one are not shown."""
        more = self.times[issue.violation.rule, issue.violation.says] - 1
        if more > 0:
            return f" (and {more} more like it)"
        return ""


def text(tally: Tally, checked: Checked) -> str:
    """Return a line per flaw, the hint below the first of each rule, and the sum."""
    lines, hinted = [], set()
    for issue, line in _in_order(tally):
        rule = CHECK_RULES[issue.violation.rule]
        lines.append(f"{_place(issue, line)}: {rule.severity} {rule.id}: {_said(issue)}{tally.more(issue)}")
        if rule.id not in hinted:
            lines.append(f"    {rule.hint}")
            hinted.add(rule.id)
    if silent := _silent(tally):
        lines.append(f"Not shown: {silent}. --limit 0 shows all.")
    return "\n".join([*lines, _sum(tally, checked)])


def as_json(tally: Tally, checked: Checked) -> str:
    """Return everything as one JSON object."""
    issues = [
        {
            "file": issue.place.file,
            "line": line,
            "entry": issue.place.entry,
            "element": issue.element,
            "rule": issue.violation.rule,
            "severity": CHECK_RULES[issue.violation.rule].severity,
            "says": issue.violation.says,
            "hint": CHECK_RULES[issue.violation.rule].hint,
            "times": tally.times[issue.violation.rule, issue.violation.says] or 1,
        }
        for issue, line in _in_order(tally)
    ]
    whole = {
        "errors": tally.number(Severity.ERROR),
        "warnings": tally.number(Severity.WARNING),
        "files": checked.files,
        "resources": dict(sorted(checked.resources.items())),
        "elsewhere": checked.elsewhere,
        "rules": dict(sorted(tally.counts.items())),
        "flaws": issues,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)


def github(tally: Tally, checked: Checked) -> str:
    """Return a workflow command per flaw, and the sum."""
    lines = []
    for issue, line in _in_order(tally):
        rule = CHECK_RULES[issue.violation.rule]
        marks: dict[str, Any] = {"file": issue.place.file, "line": max(line, 1), "title": f"{rule.id}: {rule.title}"}
        lines.append(annotation(rule.severity, f"{_said(issue)}{tally.more(issue)}\n{rule.hint}", **marks))
    return "\n".join([*lines, _sum(tally, checked)])


def _in_order(tally: Tally) -> Iterator[tuple[Issue, int]]:
    """Yield the issues by file and line, each with its line."""
    found = [(issue, _line(issue)) for issue in tally.shown_issues]
    yield from sorted(found, key=lambda pair: (pair[0].place.file, pair[1], pair[0].element))


def _line(issue: Issue) -> int:
    """Return the line of an issue; in a file that is one JSON value, it is looked for."""
    place, way = issue.place, issue.violation.way
    if not place.file.lower().endswith((".json", ".json.gz")) or place.line != 1:
        return place.line
    inside = way[1:]
    if place.entry is not None:
        inside = ("entry", place.entry - 1, "resource", *inside)
    return line_of(_text_of(place.file), inside)


@lru_cache(maxsize=1)
def _text_of(file: str) -> str:
    opened = gzip.open(file, "rb") if file.lower().endswith(".gz") else open(file, "rb")  # noqa: PTH123, SIM115 - one of two
    with opened as stream:
        return stream.read().decode("utf-8-sig", "replace")


def _place(issue: Issue, line: int) -> str:
    if line:
        return f"{_printable(issue.place.file)}:{line}"
    return _printable(issue.place.file)


def _said(issue: Issue) -> str:
    if issue.element:
        return _printable(f"{issue.element}: {issue.violation.says}")
    return _printable(issue.violation.says)


def _printable(said: str) -> str:
    """Return a text without what could move the cursor, end the line or turn it around."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in said)


def _silent(tally: Tally) -> str:
    """Return of which rules there are more issues than are shown."""
    shown_issues: Counter[str] = Counter()
    for (rule, _), times in tally.times.items():
        shown_issues[rule] += times
    rest = {rule: count - shown_issues[rule] for rule, count in tally.counts.items() if tally.limit is not None}
    return ", ".join(f"{count:,} of {rule}" for rule, count in rest.items() if count)


def _sum(tally: Tally, checked: Checked) -> str:
    errors, warnings = tally.number(Severity.ERROR), tally.number(Severity.WARNING)
    if errors or warnings:
        found = f"{counted_as(errors, 'error')}, {counted_as(warnings, 'warning')}"
    else:
        found = "Nothing found"
    procedures = checked.resources["Procedure"]
    seen = f"{counted_as(sum(checked.resources.values()), 'resource')} ({counted_as(procedures, 'Procedure')})"
    if checked.elsewhere:
        away = f" {counted_as(checked.elsewhere, 'reference')} to other servers not followed."
    else:
        away = ""
    return f"{found} in {seen}, {counted_as(checked.files, 'file')}.{away}"


@dataclass(frozen=True, slots=True)
class Format:
    """A way to tell issues, and how many of a rule it tells if nobody says otherwise."""

    write: Callable[[Tally, Checked], str]
    limit: int | None


# Of a run, GitHub shows ten annotations of a level.
FORMATS: dict[str, Format] = {"text": Format(text, 10), "json": Format(as_json, None), "github": Format(github, 10)}
