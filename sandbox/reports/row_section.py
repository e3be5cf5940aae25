"""How is one row of a run shown on a page? What is right, the retry timeline, and findings tied to their attempts."""

# tested by: tests/reports/test_run_page.py

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sandbox.plural import counted_as
from sandbox.reports.certify_run import RowResult
from sandbox.reports.markup import escaped, prose
from sandbox.reports.run_summary import WORDS, ended, rulings_with, scenario_of
from sandbox.reports.timeline import Attempt, Lane, Timeline, seconds, timeline
from sandbox.reports.timeline_svg import NARROW, timeline_figure

_MOST_SEEN = 8  # attempts that a finding leads to
_SHOWN = 40  # attempts of a table; of more, the middle is left out
_HEAD, _TAIL = 12, 4  # attempts from the beginning and the end of a long table
_OPEN = 16  # a table of so many attempts is shown at once
_HEADS = "".join(f'<th scope="col">{head}</th>' for head in ("Entry", "At", "Since answer", "Answer", "Findings"))


def mark(result: str, more: str = "") -> str:
    """Return a result as a word in its colour; *more* are further classes."""
    return f'<span class="{more}mark {result}">{WORDS[result]}</span>'


def row_section(row: RowResult, name: str, title: str, *, is_open: bool) -> str:
    """Return a row as an element that opens and closes; *title* is its heading.

    The id *name* is that of its inside: a link to it opens the row.
    """
    flag = ""
    if is_open:
        flag = " open"
    rules = " ".join(ruling["id"] for ruling in rulings_with(row, "fail", "inconclusive"))
    head = [
        mark(row.result),
        f"<h3>{escaped(title)}</h3>",
        f"<code>{escaped(scenario_of(row))}</code>",
        f"<span>{rules}</span>",
        f'<span class="ended">{escaped(ended(row))}</span>',
    ]
    summary = f"<summary>{' '.join(head)}</summary>"
    body = "\n".join(_body(row, name))
    return f'<details class="row"{flag}>\n{summary}\n<div id="{name}">\n{body}\n</div>\n</details>'


def _body(row: RowResult, name: str) -> Iterator[str]:
    if row.right:
        yield f"<p>A right client {prose(row.right)}.</p>"
    if row.says:
        yield f"<p>{prose(row.says)}</p>"
    drawn = timeline(row.journal, row.verdict or None)
    title = f"Retry timeline of {row.row}"
    yield "<figure>"
    yield f'<div class="wide">{timeline_figure(drawn, title, f"{name}-wide")}</div>'
    yield f'<div class="narrow">{timeline_figure(drawn, title, f"{name}-narrow", NARROW)}</div>'
    yield "</figure>"
    yield from _findings(row, drawn, name)
    if drawn.lanes:
        yield from _attempts(row, drawn, name)
    if row.output.strip():
        yield from _output(row, name)


def _findings(row: RowResult, drawn: Timeline, name: str) -> Iterator[str]:
    there = {attempt.number for lane in drawn.lanes for attempt in lane.attempts}
    found = rulings_with(row, "fail") + rulings_with(row, "inconclusive")
    if found:
        yield '<ul class="findings">'
        yield from (_finding(ruling, there, name) for ruling in found)
        yield "</ul>"
    if passed := rulings_with(row, "pass"):
        rules = ", ".join(f"{ruling['id']} {ruling['title']}" for ruling in passed)
        yield f'<p class="soft">{mark("pass")} {escaped(rules)}</p>'


def _finding(ruling: Mapping[str, Any], there: set[int], name: str) -> str:
    title = f"<strong>{ruling['id']} {escaped(ruling['title'])}</strong>"
    said = (
        f'<li class="{ruling["result"]}" id="{name}-{ruling["id"]}"><p>{mark(ruling["result"])} '
        f"{title}: {prose(ruling['says'])}{_seen(ruling, there, name)}</p>"
    )
    if ruling["repair"]:
        said += f"<p><strong>Repair:</strong> {prose(ruling['repair'])}</p>"
    return f"{said}</li>"


def _seen(ruling: Mapping[str, Any], there: set[int], name: str) -> str:
    """Return links to the attempts that show a finding; those that are not drawn have their number alone."""
    entries = ruling["entries"]
    if not entries:
        return ""
    noun = "entries"
    if len(entries) == 1:
        noun = "entry"
    links = ", ".join(_link(number, there, name) for number in entries[:_MOST_SEEN])
    if len(entries) > _MOST_SEEN:
        links += f" and {len(entries) - _MOST_SEEN} more"
    return f' <span class="soft">Seen at {noun} {links}.</span>'


def _link(number: int, there: set[int], name: str) -> str:
    if number in there:
        return f'<a href="#{name}-{number}">{number}</a>'
    return str(number)


def _attempts(row: RowResult, drawn: Timeline, name: str) -> Iterator[str]:
    """Return the attempts as tables; those that findings lead to are always among them."""
    named = {
        number for ruling in rulings_with(row, "fail", "inconclusive") for number in ruling["entries"][:_MOST_SEEN]
    }
    flag = ""
    if drawn.requests <= _OPEN:
        flag = " open"
    yield f"<details{flag}><summary>{counted_as(drawn.requests, 'request')}, one by one</summary>"
    for place, lane in enumerate(drawn.lanes):
        yield (
            f'<div class="scrolled" tabindex="0" role="group" aria-label="Requests of {row.row}, {place + 1}">'
            f'<table class="attempts"><caption>{escaped(lane.title)}</caption>'
        )
        yield f"<thead><tr>{_HEADS}</tr></thead><tbody>"
        yield from _lines(lane, named, name)
        yield "</tbody></table></div>"
    if drawn.left_out:
        yield f"<p>And {counted_as(drawn.left_out, 'other question')}.</p>"
    yield "</details>"


def _lines(lane: Lane, named: set[int], name: str) -> Iterator[str]:
    before: Attempt | None = None
    skipped = 0
    for place, attempt in enumerate(lane.attempts):
        if _is_shown(place, len(lane.attempts)) or attempt.number in named:
            if skipped:
                yield f'<tr><td colspan="5">… {skipped} more …</td></tr>'
            skipped = 0
            yield _line(attempt, before, name)
        else:
            skipped += 1
        before = attempt


def _is_shown(place: int, count: int) -> bool:
    return count <= _SHOWN or place < _HEAD or place >= count - _TAIL


def _line(attempt: Attempt, before: Attempt | None, name: str) -> str:
    gap = ""
    if before is not None:
        gap = seconds(round(attempt.at - before.done, 6))
    notes: Sequence[str] = attempt.rules
    if attempt.early:
        notes = ("too early", *attempt.rules)
    return (
        f'<tr id="{name}-{attempt.number}"><td class="number">{attempt.number}</td>'
        f'<td class="number">{seconds(attempt.at)}</td><td class="number">{gap}</td>'
        f'<td>{escaped(attempt.says)}</td><td class="fault">{escaped(", ".join(notes))}</td></tr>'
    )


def _output(row: RowResult, name: str) -> Iterator[str]:
    yield "<details><summary>What the client wrote, at its end</summary>"
    yield (
        f'<pre tabindex="0" role="group" aria-label="Output of {row.row}" id="{name}-output">'
        f"{escaped(row.output.rstrip())}</pre></details>"
    )
