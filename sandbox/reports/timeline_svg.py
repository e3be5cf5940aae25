"""How is a retry timeline drawn? As one SVG: attempts on a time axis, and announced waits as bands.

It stands alone (no script, no font, nothing from elsewhere), follows the theme of the reader, light or dark, and says
in words what it shows, for whoever cannot see it. Shapes differ as well as colours; the findings of a verdict stand at
their attempts.
"""

# tested by: tests/reports/test_timeline.py

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10

from sandbox.reports.markup import escaped
from sandbox.reports.timeline import Answer, Attempt, Lane, Timeline, seconds

WIDTH = 960
_LEFT, _RIGHT = 28, 44  # margins of the time axis
_TOP = 64  # where the first lane begins
_LANE = 92  # height of a lane
_LINE = 52  # from the top of a lane to its line
_BAND = 26  # height of a band
_CLOSE = 11  # pixels: what is nearer than this is drawn as one mark with a count
_ROOM = 76  # pixels that the length of a wait needs
_LONGEST_TITLE = 110  # characters
_TICKS = 9  # at most so many on the axis


@dataclass(frozen=True, slots=True)
class _Mark:
    """Attempts that are drawn at one place: they had the same kind of answer, and came close together."""

    x: float
    attempts: tuple[Attempt, ...]

    @property
    def first(self) -> Attempt:
        return self.attempts[0]

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule for attempt in self.attempts for rule in attempt.rules))

    @property
    def early(self) -> bool:
        return any(attempt.early for attempt in self.attempts)


def timeline_svg(timeline: Timeline, title: str = "Retry timeline") -> str:
    """Return the picture as the text of an SVG document; *title* stands above it, and is read out first."""
    if not timeline.lanes:
        return _document(_empty(), 150, title, "No request was made.")
    height = _TOP + _LANE * len(timeline.lanes) + 78
    body = [*_axis(timeline, height)]
    for place, lane in enumerate(timeline.lanes):
        body += _lane(lane, _TOP + _LANE * place, timeline)
    body += _legend(timeline, height - 22)
    return _document("\n".join(body), height, title, _in_words(timeline))


def _x(at: float, timeline: Timeline) -> float:
    return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * min(at / timeline.span, 1.0), 2)


def _lane(lane: Lane, top: float, timeline: Timeline) -> Iterator[str]:
    line = top + _LINE
    yield f'<text class="lane" x="{_LEFT}" y="{top + 16}">{escaped(_shortened(lane.title))}</text>'
    yield f'<line class="line" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{line}" y2="{line}"/>'
    followers = [*lane.attempts[1:], None]
    for attempt, after in zip(lane.attempts, followers, strict=True):
        if attempt.wait is not None:
            yield from _band(attempt, after, line, timeline)
    for attempt in lane.attempts:
        if _x(attempt.done, timeline) - _x(attempt.at, timeline) > 1:
            yield (
                f'<line class="busy" x1="{_x(attempt.at, timeline)}" x2="{_x(attempt.done, timeline)}" '
                f'y1="{line}" y2="{line}"/>'
            )
    marks = _marks(lane.attempts, timeline)
    labelled = -float(WIDTH)
    for mark in marks:
        yield _shape(mark, line)
        if mark.rules and mark.x - labelled > 30 * len(mark.rules):
            labelled = mark.x
            yield f'<text class="rule" x="{mark.x}" y="{line - 19}">{escaped(" ".join(mark.rules))}</text>'
    yield from _times(marks, line)


def _band(attempt: Attempt, after: Attempt | None, line: float, timeline: Timeline) -> Iterator[str]:
    """Draw an announced wait from the answer to its end; one that goes beyond the picture has an open end.

    Its length is written where it is not cut short by the attempt *after* it.
    """
    begin, end = _x(attempt.done, timeline), _x(attempt.done + (attempt.wait or 0.0), timeline)
    open_end = attempt.done + (attempt.wait or 0.0) > timeline.span
    if open_end:
        kind = "band open"
    else:
        kind = "band"
    top = line - _BAND / 2
    yield f'<rect class="{kind}" x="{begin}" y="{top}" width="{max(end - begin, 0.5):.2f}" height="{_BAND}"/>'
    if not open_end:
        yield f'<line class="end" x1="{end}" x2="{end}" y1="{top}" y2="{top + _BAND}"/>'
    if after:
        free = min(end, _x(after.at, timeline))
    else:
        free = end
    if free - begin > _ROOM:
        middle = (begin + free) / 2
        yield f'<text class="wait" x="{middle:.2f}" y="{line - 3}">wait {escaped(seconds(attempt.wait or 0.0))}</text>'


def _marks(attempts: Sequence[Attempt], timeline: Timeline) -> list[_Mark]:
    """Return the marks of a lane; a crowd of like attempts becomes one with a count."""
    marks: list[_Mark] = []
    for attempt in attempts:
        x = _x(attempt.at, timeline)
        last = None
        if marks:
            last = marks[-1]
        if last is not None and x - last.x < _CLOSE and last.first.answer is attempt.answer:
            marks[-1] = _Mark(last.x, (*last.attempts, attempt))
        else:
            marks.append(_Mark(max(x, last.x + _CLOSE) if last is not None and x - last.x < _CLOSE else x, (attempt,)))
    return marks


def _shape(mark: _Mark, line: float) -> str:
    first = mark.first
    said = f"entry {first.number}, {seconds(first.at)} after the first request: {first.says}"
    if len(mark.attempts) > 1:
        last = mark.attempts[-1]
        said = (
            f"entries {first.number} to {last.number}, {len(mark.attempts)} requests in {seconds(last.at - first.at)}: "
            f"{first.says}"
        )
    if mark.early:
        said += "; too early"
    if mark.rules:
        said += f"; {', '.join(mark.rules)}"
    drawn = [f'<g transform="translate({mark.x} {line})"><title>{escaped(said)}</title>']
    if mark.early or mark.rules:
        drawn.append('<circle class="ring" r="12"/>')
    drawn.append(SHAPES[first.answer])
    if len(mark.attempts) > 1:
        drawn.append(f'<text class="count" y="26">&#215;{len(mark.attempts)}</text>')
    return "".join([*drawn, "</g>"])


def _times(marks: Sequence[_Mark], line: float) -> Iterator[str]:
    """Write the time under each mark that has room for it."""
    free_from = -float(WIDTH)
    for mark in marks:
        y = line + 26
        if len(mark.attempts) > 1:
            free_from = mark.x + 24
            continue
        if mark.x - 20 >= free_from:
            free_from = mark.x + 22
            yield f'<text class="time" x="{mark.x}" y="{y}">{escaped(seconds(mark.first.at))}</text>'


def _axis(timeline: Timeline, height: float) -> Iterator[str]:
    bottom = height - 62
    step = _step(timeline.span)
    for number in range(floor(timeline.span / step + 1e-9) + 1):
        x = _x(number * step, timeline)
        yield f'<line class="tick" x1="{x}" x2="{x}" y1="{_TOP}" y2="{bottom}"/>'
        yield f'<text class="axis" x="{x}" y="{bottom + 16}">{escaped(seconds(number * step))}</text>'


def _step(span: float) -> float:
    """Return a round distance between ticks: 1, 2 or 5 times a power of ten, of a second."""
    rough = span / _TICKS
    power = float(10 ** floor(log10(rough)))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def _legend(timeline: Timeline, y: float) -> Iterator[str]:
    there = {attempt.answer for lane in timeline.lanes for attempt in lane.attempts}
    x = float(_LEFT + 8)
    for answer in Answer:
        if answer in there:
            yield f'<g transform="translate({x} {y - 4})">{SHAPES[answer]}</g>'
            yield f'<text class="legend" x="{x + 14}" y="{y}">{escaped(LEGEND[answer])}</text>'
            x += 30 + 7.1 * len(LEGEND[answer])
    attempts = [attempt for lane in timeline.lanes for attempt in lane.attempts]
    if any(attempt.wait is not None for attempt in attempts):
        yield f'<rect class="band" x="{x - 8}" y="{y - 12}" width="22" height="15"/>'
        yield f'<text class="legend" x="{x + 20}" y="{y}">announced wait</text>'
        x += 150
    if any(attempt.early or attempt.rules for attempt in attempts):
        yield f'<g transform="translate({x} {y - 4})"><circle class="ring" r="9"/></g>'
        yield f'<text class="legend" x="{x + 16}" y="{y}">at fault</text>'
    if timeline.left_out:
        yield (
            f'<text class="more" x="{WIDTH - _RIGHT}" y="{y}">and {timeline.left_out} other questions, not drawn</text>'
        )


def _in_words(timeline: Timeline) -> str:
    """Return what the picture shows, for whoever hears it."""
    said = [f"{timeline.requests} requests in {seconds(timeline.span)}."]
    for lane in timeline.lanes:
        counts = {answer: sum(one.answer is answer for one in lane.attempts) for answer in Answer}
        parts = [f"{count} {LEGEND[answer]}" for answer, count in counts.items() if count]
        early = sum(one.early for one in lane.attempts)
        said.append(f"{lane.title}: {', '.join(parts)}" + (f"; {early} too early." if early else "."))
    if timeline.result:
        said.append(f"Verdict: {timeline.result}.")
    return " ".join(said)


def _shortened(title: str) -> str:
    if len(title) <= _LONGEST_TITLE:
        return title
    return f"{title[: _LONGEST_TITLE - 1]}…"


def _empty() -> str:
    return f'<text class="lane" x="{_LEFT}" y="{_TOP + 30}">No request was made in this session.</text>'


def _document(body: str, height: float, title: str, words: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}" '
        'role="img" aria-labelledby="timeline-title timeline-words">\n'
        f'<title id="timeline-title">{escaped(title)}</title>\n<desc id="timeline-words">{escaped(words)}</desc>\n'
        f"<style>{STYLE}</style>\n"
        f'<rect class="ground" width="{WIDTH}" height="{height:g}" rx="10"/>\n'
        f'<text class="title" x="{_LEFT}" y="34">{escaped(title)}</text>\n{body}\n</svg>\n'
    )


# Answer -> its shape around the point 0 0, and what the legend calls it.
# fmt: off
SHAPES: dict[Answer, str] = {
    Answer.DATA:         '<circle class="data" r="7"/>',
    Answer.NOT_MODIFIED: '<circle class="same" r="6"/>',
    Answer.NOT_YET:      '<path class="notyet" d="M0 -8 8 0 0 8 -8 0Z"/>',
    Answer.REFUSED:      '<rect class="refused" x="-6.5" y="-6.5" width="13" height="13"/>',
    Answer.FAILED:       '<path class="failed" d="M0 -8 8 6 -8 6Z"/>',
    Answer.BROKEN:       '<path class="broken" d="M-6 -6 6 6 M-6 6 6 -6"/>',
    Answer.PENDING:      '<circle class="pending" r="4"/>',
}
LEGEND: dict[Answer, str] = {
    Answer.DATA:         "data",
    Answer.NOT_MODIFIED: "not modified",
    Answer.NOT_YET:      "429, not yet",
    Answer.REFUSED:      "refused (4xx)",
    Answer.FAILED:       "server error (5xx)",
    Answer.BROKEN:       "lost or broken",
    Answer.PENDING:      "no answer yet",
}
# fmt: on
STYLE = """
svg { --ground: #ffffff; --ink: #1d2733; --soft: #5b6a7a; --rule: #e3e8ee; --band: #8ec5f4; --data: #00805e;
  --notyet: #d08700; --refused: #c2410c; --failed: #a21caf; --broken: #475569; --fault: #c81e1e;
  font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
@media (prefers-color-scheme: dark) { svg { --ground: #18212b; --ink: #e8edf2; --soft: #a3b3c2; --rule: #2c3a48;
  --band: #2f6ea6; --data: #34d399; --notyet: #fbbf24; --refused: #fb923c; --failed: #e879f9; --broken: #cbd5e1;
  --fault: #ff8080; } }
.ground { fill: var(--ground); }
text { fill: var(--ink); }
.title { font-size: 17px; font-weight: 600; }
.lane { font: 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.axis, .time, .count, .wait { fill: var(--soft); font-size: 11.5px; text-anchor: middle; }
.count { fill: var(--ink); font-weight: 600; }
.wait { fill: var(--ink); opacity: .8; }
.legend, .more { fill: var(--soft); }
.more { text-anchor: end; }
.line { stroke: var(--soft); stroke-width: 1; opacity: .55; }
.tick { stroke: var(--rule); stroke-width: 1; }
.busy { stroke: var(--soft); stroke-width: 5; opacity: .5; }
.band { fill: var(--band); opacity: .38; }
.band.open { opacity: .2; }
.end { stroke: var(--band); stroke-width: 2; }
.rule { fill: var(--fault); font-size: 12px; font-weight: 700; text-anchor: middle; }
.ring { fill: none; stroke: var(--fault); stroke-width: 2; }
.data { fill: var(--data); }
.same { fill: var(--ground); stroke: var(--data); stroke-width: 2.5; }
.notyet { fill: var(--notyet); }
.refused { fill: var(--refused); }
.failed { fill: var(--failed); }
.broken { stroke: var(--broken); stroke-width: 3.2; stroke-linecap: round; }
.pending { fill: none; stroke: var(--soft); stroke-width: 2; stroke-dasharray: 2 2; }
"""
