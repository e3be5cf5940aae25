"""How is a retry timeline drawn? As one SVG: attempts on a time axis, and announced waits as bands.

It stands alone (no script, no font, nothing from elsewhere), or is a figure of a page that has its style. It follows
the theme of the reader, light or dark, and says in words what it shows, for whoever cannot see it. Shapes differ as
well as colours; the findings of a verdict stand at their attempts.
"""

# tested by: tests/reports/test_timeline.py

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

from sandbox.plural import counted_as
from sandbox.reports.markup import escaped
from sandbox.reports.timeline import Answer, Attempt, Lane, Timeline, round_step, seconds

WIDTH = 960
NARROW = 344  # for the screen of a telephone
_LEFT, _RIGHT = 28, 44  # margins of the time axis
_TOP = 64  # where the first lane begins
_LANE = 92  # height of a lane
_LINE = 52  # from the top of a lane to its line
_BAND = 26  # height of a band
_CLOSE = 16  # pixels: like answers that are nearer than this are drawn as one mark with a count
_CROWDED = 30  # the same, once there are counts, for each kind of answer (three at most): they need room
_MOST_KINDS = 3
_APART = (11, 18, 30)  # pixels from one mark to the next, where none, one or both have a count
_RULE_LETTER = 7.6  # pixels of a letter in the name of a rule
_ENDS_APART = 24  # pixels at least from the end of one wait to that of another within a band
_ROOM = 76  # pixels that the length of a wait needs
_LETTER = 8.0  # pixels of a letter in a lane's title
_TICK = 96  # pixels at least from one tick of the axis to the next
_FOOT = 56  # pixels of axis and margin below the lanes
_LEGEND_LINE = 22


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


@dataclass(frozen=True, slots=True)
class _Scale:
    """How times become places: so many pixels are so many seconds."""

    width: float
    span: float

    def x(self, at: float) -> float:
        """Return where a time stands."""
        return round(_LEFT + (self.width - _LEFT - _RIGHT) * min(at / self.span, 1.0), 2)

    @property
    def right(self) -> float:
        """Where the time axis ends."""
        return self.width - _RIGHT


def timeline_svg(timeline: Timeline, title: str = "Retry timeline") -> str:
    """Return the picture as the text of an SVG document; *title* stands above it, and is read out first."""
    body, height = _drawn(timeline, WIDTH, _TOP)
    style = f"<style>{STYLE}</style>\n"
    ground = f'<rect class="ground" width="{WIDTH}" height="{height:g}" rx="10"/>\n'
    heading = f'<text class="title" x="{_LEFT}" y="34">{escaped(title)}</text>\n'
    return _document(f"{style}{ground}{heading}{body}", (WIDTH, height), "timeline", (title, in_words(timeline)))


def timeline_figure(timeline: Timeline, title: str, name: str, width: float = WIDTH) -> str:
    """Return the picture as an `svg` element for a page that has STYLE; *name* is unique among those of the page."""
    body, height = _drawn(timeline, width, 0)
    return _document(body, (width, height), name, (title, in_words(timeline)))


def _drawn(timeline: Timeline, width: float, top: float) -> tuple[str, float]:
    """Return what is drawn from *top* on, and how high the picture is."""
    if not timeline.lanes:
        return f'<text class="lane" x="{_LEFT}" y="{top + 30}">No request was made in this session.</text>', top + 56
    scale = _Scale(width, timeline.span)
    bottom = top + _LANE * len(timeline.lanes) + 4
    legend, lines = _legend(timeline, bottom + _FOOT - 8, width)
    body = [*_axis(scale, top, bottom)]
    for place, lane in enumerate(timeline.lanes):
        body += _lane(lane, top + _LANE * place, scale)
    return "\n".join([*body, *legend]), bottom + _FOOT + _LEGEND_LINE * lines - 8


def _lane(lane: Lane, top: float, scale: _Scale) -> Iterator[str]:
    line = top + _LINE
    letters = int((scale.width - _LEFT) / _LETTER)
    yield f'<text class="lane" x="{_LEFT}" y="{top + 16}">{escaped(_shortened(lane.title, letters))}</text>'
    yield f'<line class="line" x1="{_LEFT}" x2="{scale.right}" y1="{line}" y2="{line}"/>'
    waits = [attempt for attempt in lane.attempts if attempt.wait is not None]
    yield from _bands(waits, line, scale)
    followers = [*lane.attempts[1:], None]
    for attempt, after in zip(lane.attempts, followers, strict=True):
        if attempt.wait is not None:
            yield from _length(attempt, after, line, scale)
    for attempt in lane.attempts:
        begin, end = scale.x(attempt.at), scale.x(attempt.done)
        if end - begin > 1:
            yield f'<line class="busy" x1="{begin}" x2="{end}" y1="{line}" y2="{line}"/>'
    marks = _marks(lane.attempts, scale)
    free_from = -scale.width
    for mark in marks:
        yield _shape(mark, line)
        names = " ".join(mark.rules)
        half = _RULE_LETTER * len(names) / 2
        x = max(min(mark.x, scale.width - half - 4), half + 4)
        if names and x - half >= free_from:
            free_from = x + half
            yield f'<text class="rule" x="{x:g}" y="{line - 19}">{escaped(names)}</text>'
    yield from _times(marks, line)


def _bands(waits: Sequence[Attempt], line: float, scale: _Scale) -> Iterator[str]:
    """Draw announced waits from the answer to their end; those that overlap are one band, in the one colour of bands.

    One that goes beyond the picture has an open end. Each end is a line, but for those that are close to a later one.
    """
    top = line - _BAND / 2
    bands: list[tuple[float, float]] = []  # from when to when, in seconds
    for begin, end in sorted((attempt.done, _end(attempt)) for attempt in waits):
        if bands and scale.x(begin) < scale.x(bands[-1][1]) - 1:
            bands[-1] = bands[-1][0], max(end, bands[-1][1])
        else:
            bands.append((begin, end))
    for begin, end in bands:
        kind = "band"
        if end > scale.span:
            kind = "band open"
        left = scale.x(begin)
        width = max(scale.x(end) - left, 0.5)
        yield f'<rect class="{kind}" x="{left}" y="{top}" width="{width:.2f}" height="{_BAND}"/>'
    later = scale.width + _ENDS_APART
    for end in sorted((_end(attempt) for attempt in waits), reverse=True):
        x = scale.x(end)
        if end <= scale.span and later - x >= _ENDS_APART:
            later = x
            yield f'<line class="end" x1="{x}" x2="{x}" y1="{top}" y2="{top + _BAND}"/>'


def _length(attempt: Attempt, after: Attempt | None, line: float, scale: _Scale) -> Iterator[str]:
    """Write the length of an announced wait where there is room before the attempt *after* it, or the wait's end."""
    begin, free = scale.x(attempt.done), scale.x(_end(attempt))
    if after:
        free = min(free, scale.x(after.at))
    if free - begin > _ROOM:
        middle = (begin + free) / 2
        yield f'<text class="wait" x="{middle:.2f}" y="{line - 3}">wait {escaped(seconds(attempt.wait or 0.0))}</text>'


def _end(attempt: Attempt) -> float:
    """Return when an announced wait is over."""
    return attempt.done + (attempt.wait or 0.0)


def _marks(attempts: Sequence[Attempt], scale: _Scale) -> list[_Mark]:
    """Return the marks of a lane; a crowd of like attempts becomes one with a count."""
    crowds = _gathered(attempts, scale, _CLOSE)
    if len(crowds) < len(attempts):
        kinds = len({attempt.answer for attempt in attempts})
        crowds = _gathered(attempts, scale, _CROWDED * min(kinds, _MOST_KINDS))
    return _placed(crowds, scale)


def _gathered(attempts: Sequence[Attempt], scale: _Scale, close: float) -> list[list[Attempt]]:
    """Return crowds: attempts with like answers, *close* pixels apart at most, whatever other answers lie between."""
    crowds: list[list[Attempt]] = []
    latest: dict[Answer, list[Attempt]] = {}
    for attempt in attempts:
        crowd = latest.get(attempt.answer)
        if crowd and scale.x(attempt.at) - scale.x(crowd[0].at) < close:
            crowd.append(attempt)
        else:
            latest[attempt.answer] = [attempt]
            crowds.append(latest[attempt.answer])
    return crowds


def _placed(crowds: Sequence[Sequence[Attempt]], scale: _Scale) -> list[_Mark]:
    """Return a mark for each crowd, at its first attempt or as far to the right as it takes to be told apart."""
    marks: list[_Mark] = []
    for crowd in crowds:
        x = scale.x(crowd[0].at)
        if marks:
            counted = (len(crowd) > 1) + (len(marks[-1].attempts) > 1)
            x = max(x, marks[-1].x + _APART[counted])
        marks.append(_Mark(round(x, 2), tuple(crowd)))
    return marks


def _shape(mark: _Mark, line: float) -> str:
    first = mark.first
    said = f"entry {first.number}, {seconds(first.at)} after the first request: {first.says}"
    if len(mark.attempts) > 1:
        last = mark.attempts[-1]
        requests = counted_as(len(mark.attempts), "request")
        spent = seconds(last.at - first.at)
        said = f"entries {first.number} to {last.number}, {requests} in {spent}: {first.says}"
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


def _axis(scale: _Scale, top: float, bottom: float) -> Iterator[str]:
    step = round_step(scale.span * _TICK / (scale.right - _LEFT))
    for number in range(floor(scale.span / step + 1e-9) + 1):
        x = scale.x(number * step)
        yield f'<line class="tick" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>'
        yield f'<text class="axis" x="{x}" y="{bottom + 16}">{escaped(seconds(number * step))}</text>'


def _legend(timeline: Timeline, y: float, width: float) -> tuple[list[str], int]:
    """Return what the shapes mean that there are, from *y* on, and how many lines that takes."""
    drawn, lines = [], 1
    x = float(_LEFT + 8)
    for shape, says in _shapes(timeline):
        wide = 40 + 7.1 * len(says)
        if x + wide > width and x > _LEFT + 8:
            x, y, lines = float(_LEFT + 8), y + _LEGEND_LINE, lines + 1
        drawn.append(f'<g transform="translate({x:g} {y - 4:g})">{shape}</g>')
        drawn.append(f'<text class="legend" x="{x + 16:g}" y="{y:g}">{escaped(says)}</text>')
        x += wide
    return drawn, lines


def _shapes(timeline: Timeline) -> Iterator[tuple[str, str]]:
    """Yield the shapes that are drawn, each with its meaning."""
    attempts = [attempt for lane in timeline.lanes for attempt in lane.attempts]
    there = {attempt.answer for attempt in attempts}
    yield from ((SHAPES[answer], LEGEND[answer]) for answer in Answer if answer in there)
    if any(attempt.wait is not None for attempt in attempts):
        yield '<rect class="band" x="-9" y="-8" width="20" height="15"/>', "announced wait"
    if any(attempt.early or attempt.rules for attempt in attempts):
        yield '<circle class="ring" r="9"/>', "part of a finding"
    if timeline.left_out:
        yield "", f"and {counted_as(timeline.left_out, 'other question')}, not drawn"


def in_words(timeline: Timeline) -> str:
    """Return what the picture shows, for whoever hears it."""
    if not timeline.lanes:
        return "No request was made."
    said = [f"{counted_as(timeline.requests, 'request')} in {seconds(timeline.span)}."]
    for lane in timeline.lanes:
        counts = {answer: sum(one.answer is answer for one in lane.attempts) for answer in Answer}
        parts = [f"{count} {LEGEND[answer]}" for answer, count in counts.items() if count]
        early = sum(one.early for one in lane.attempts)
        said.append(f"{lane.title}: {', '.join(parts)}" + (f"; {early} too early." if early else "."))
    if timeline.result:
        said.append(f"Verdict: {timeline.result}.")
    return " ".join(said)


def _shortened(title: str, letters: int) -> str:
    if len(title) <= letters:
        return title
    return f"{title[: letters - 1]}…"


def _document(body: str, size: tuple[float, float], name: str, says: tuple[str, str]) -> str:
    """Return an SVG of a width and a height; it *says* its title and what it shows."""
    width, height = size
    title, words = says
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="timeline" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-labelledby="{name}-title {name}-words">\n'
        f'<title id="{name}-title">{escaped(title)}</title>\n<desc id="{name}-words">{escaped(words)}</desc>\n'
        f"{body}\n</svg>\n"
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
# Everything is below the class of the picture, so that a page may have it, too.
STYLE = """
.timeline { --ground: #ffffff; --ink: #1d2733; --soft: #5b6a7a; --rule: #e3e8ee; --band: #8ec5f4; --data: #00805e;
  --notyet: #d08700; --refused: #c2410c; --failed: #a21caf; --broken: #475569; --fault: #c81e1e;
  font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
@media (prefers-color-scheme: dark) { .timeline { --ground: #18212b; --ink: #e8edf2; --soft: #a3b3c2; --rule: #2c3a48;
  --band: #2f6ea6; --data: #34d399; --notyet: #fbbf24; --refused: #fb923c; --failed: #e879f9; --broken: #cbd5e1;
  --fault: #ff8080; } }
.timeline .ground { fill: var(--ground); }
.timeline text { fill: var(--ink); }
.timeline .title { font-size: 17px; font-weight: 600; }
.timeline .lane { font: 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.timeline :is(.axis, .time, .count, .wait) { fill: var(--soft); font-size: 11.5px; text-anchor: middle; }
.timeline .count { fill: var(--ink); font-weight: 600; }
.timeline .wait { fill: var(--ink); opacity: .8; }
.timeline .legend { fill: var(--soft); }
.timeline .line { stroke: var(--soft); stroke-width: 1; opacity: .55; }
.timeline .tick { stroke: var(--rule); stroke-width: 1; }
.timeline .busy { stroke: var(--soft); stroke-width: 5; opacity: .5; }
.timeline .band { fill: var(--band); opacity: .38; }
.timeline .band.open { opacity: .2; }
.timeline .end { stroke: var(--band); stroke-width: 2; }
.timeline .rule { fill: var(--fault); font-size: 12px; font-weight: 700; text-anchor: middle; }
.timeline .ring { fill: none; stroke: var(--fault); stroke-width: 2; }
.timeline .data { fill: var(--data); }
.timeline .same { fill: var(--ground); stroke: var(--data); stroke-width: 2.5; }
.timeline .notyet { fill: var(--notyet); }
.timeline .refused { fill: var(--refused); }
.timeline .failed { fill: var(--failed); }
.timeline .broken { stroke: var(--broken); stroke-width: 3.2; stroke-linecap: round; }
.timeline .pending { fill: none; stroke: var(--soft); stroke-width: 2; stroke-dasharray: 2 2; }
"""
