"""How is a session shown on a terminal? Redrawn in place: its state, its retry timeline, what the verdict finds."""

# tested by: tests/cli/test_watch.py

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from sandbox.cli.watched import Watched, WatchedAll, clock_of, in_words, last_of, name_of, state_of
from sandbox.plural import counted_as
from sandbox.reports.markup import printable
from sandbox.reports.run_summary import WORDS
from sandbox.reports.timeline import Answer, Attempt
from sandbox.reports.timeline_chart import GLYPHS, timeline_chart
from sandbox.reports.timeline_text import attempt_line

_LAST = 6  # attempts that are listed
_AROUND = 6  # columns of frame and margin
_RESULTS = {"pass": "green", "fail": "bold red", "inconclusive": "yellow", "not-exercised": "dim"}
_STATES = {"ready": "green", "syncing": "yellow", "failed": "red"}
_STYLES: dict[Answer, str] = {
    Answer.DATA: "green",
    Answer.NOT_MODIFIED: "green",
    Answer.NOT_YET: "yellow",
    Answer.REFUSED: "red",
    Answer.FAILED: "magenta",
    Answer.BROKEN: "red",
    Answer.PENDING: "dim",
}


@contextmanager
def screen(console: Console | None = None) -> Iterator[Callable[[Watched | WatchedAll], None]]:
    """Give what draws; when it is left, the last picture stays and the cursor is back."""
    console = console or Console(highlight=False)
    with Live(console=console, auto_refresh=False, vertical_overflow="crop") as live:
        yield lambda found: live.update(drawn(found, console.width), refresh=True)


def drawn(found: Watched | WatchedAll, columns: int) -> RenderableType:
    """Return what is shown of a session, or of all, on so many columns."""
    if isinstance(found, WatchedAll):
        return _sessions(found)
    return _session(found, columns)


def _session(found: Watched, columns: int) -> RenderableType:
    head = Text(in_words(found.session), style=_STATES.get(found.session["sync"]["state"], ""))
    head.append(f"   clock {clock_of(found.session)}   {counted_as(found.session['requests'], 'request')}", style="dim")
    parts = [head, Text(), _chart(found, columns - _AROUND), Text(), _last(found), *_verdict(found)]
    return Panel(Group(*parts), title="procedure-sandbox watch", subtitle="Ctrl-C ends it", padding=(0, 1))


def _chart(found: Watched, columns: int) -> Text:
    text = Text(timeline_chart(found.timeline, columns), no_wrap=True, overflow="crop")
    for answer, (glyph, _) in GLYPHS.items():
        text.highlight_regex(glyph, _STYLES[answer])
    text.highlight_regex("░", "blue")
    text.highlight_regex(r"(?m)^[ !]*!$", "bold red")
    return text


def _last(found: Watched) -> Text:
    """Return the last attempts as lines, whatever they asked for."""
    pairs: list[tuple[Attempt, Attempt | None]] = []
    for lane in found.timeline.lanes:
        pairs += zip(lane.attempts, [None, *lane.attempts], strict=False)
    pairs.sort(key=lambda pair: pair[0].number)
    text = Text(no_wrap=True, overflow="ellipsis")
    for attempt, before in pairs[-_LAST:]:
        style = _STYLES[attempt.answer]
        if attempt.early or attempt.rules:
            style = "bold red"
        text.append(f"{attempt_line(attempt, before)}\n", style=style)
    return text


def _verdict(found: Watched) -> Iterator[Text]:
    result = found.verdict["result"]
    yield Text.assemble("verdict: ", (WORDS[result], _RESULTS[result]))
    for rule in found.verdict["rules"]:
        if rule["result"] in {"fail", "inconclusive"}:
            said = f" {rule['id']} {rule['title']}: {printable(rule['says'])}"
            yield Text.assemble((WORDS[rule["result"]], _RESULTS[rule["result"]]), said)
        if rule["result"] == "fail" and rule["repair"]:
            yield Text(f"  Repair: {printable(rule['repair'])}", style="dim")


def _sessions(found: WatchedAll) -> RenderableType:
    title = f"procedure-sandbox watch: {counted_as(found.total, 'session')}"
    table = Table(title=title, caption="Ctrl-C ends it", expand=True)
    for name in ("Session", "Scenario", "Patient", "State", "Requests", "Last answer"):
        table.add_column(name, justify="right" if name == "Requests" else "left", overflow="ellipsis", no_wrap=True)
    for session in found.sessions:
        state = Text(state_of(session), style=_STATES.get(session["sync"]["state"], ""))
        table.add_row(
            name_of(session),
            Text(printable(session["scenario"])),
            Text(session["patient"] or "every patient"),
            state,
            str(session["requests"]),
            Text(last_of(session)),
        )
    return table
