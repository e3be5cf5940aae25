"""How is a retry timeline drawn with characters? A line of marks for each question, on one time axis."""

from collections.abc import Iterator
from math import floor

from sandbox.reports.markup import printable
from sandbox.reports.timeline import Answer, Lane, Timeline, round_step, seconds

NARROWEST = 20
_BAND, _LINE, _FAULT = "░", "─", "!"
_TICK = 12  # columns at least from one time of the axis to the next

# Answer -> its character, and what the legend calls it.
# fmt: off
GLYPHS: dict[Answer, tuple[str, str]] = {
    Answer.DATA:         ("●", "data"),
    Answer.NOT_MODIFIED: ("○", "not modified"),
    Answer.NOT_YET:      ("◆", "429, not yet"),
    Answer.REFUSED:      ("■", "refused"),
    Answer.FAILED:       ("▲", "server error"),
    Answer.BROKEN:       ("✕", "lost or broken"),
    Answer.PENDING:      ("◌", "no answer yet"),
}
# fmt: on


def timeline_chart(timeline: Timeline, columns: int) -> str:
    """Return the picture as lines of so many columns at most: a title, faults and marks for each lane, axis, legend."""
    if not timeline.lanes:
        return "No request was made."
    columns = max(columns, NARROWEST)
    return "\n".join([*_lanes(timeline, columns), _axis(timeline, columns), _legend(timeline)])


def _lanes(timeline: Timeline, columns: int) -> Iterator[str]:
    for lane in timeline.lanes:
        title = printable(lane.title)
        if len(title) > columns:
            title = f"{title[: columns - 1]}…"
        yield title
        faults, marks = _marks(lane, timeline, columns)
        if faults:
            yield faults
        yield marks
    if timeline.left_out:
        yield f"and {timeline.left_out} other questions"


def _marks(lane: Lane, timeline: Timeline, columns: int) -> tuple[str, str]:
    """Return the line of faults, "" without any, and that of the marks; of several at one place the last is seen."""
    marks, faults = [_LINE] * columns, [" "] * columns
    for attempt in lane.attempts:
        if attempt.wait is not None:
            begin = _column(attempt.done, timeline, columns)
            end = _column(attempt.done + attempt.wait, timeline, columns)
            marks[begin : end + 1] = [_BAND] * (end + 1 - begin)
    for attempt in lane.attempts:
        place = _column(attempt.at, timeline, columns)
        marks[place] = GLYPHS[attempt.answer][0]
        if attempt.early or attempt.rules:
            faults[place] = _FAULT
    return "".join(faults).rstrip(), "".join(marks)


def _column(at: float, timeline: Timeline, columns: int) -> int:
    return round(min(at / timeline.span, 1.0) * (columns - 1))


def _axis(timeline: Timeline, columns: int) -> str:
    """Return the times of the axis, each under its place."""
    step = round_step(timeline.span * _TICK / columns)
    line = [" "] * columns
    for number in range(floor(timeline.span / step + 1e-9) + 1):
        said = seconds(number * step)
        begin = max(min(_column(number * step, timeline, columns) - len(said) // 2, columns - len(said)), 0)
        line[begin : begin + len(said)] = said
    return "".join(line).rstrip()


def _legend(timeline: Timeline) -> str:
    attempts = [attempt for lane in timeline.lanes for attempt in lane.attempts]
    there = {attempt.answer for attempt in attempts}
    parts = [" ".join(GLYPHS[answer]) for answer in Answer if answer in there]
    if any(attempt.wait is not None for attempt in attempts):
        parts.append(f"{_BAND} announced wait")
    if any(attempt.early or attempt.rules for attempt in attempts):
        parts.append(f"{_FAULT} part of a finding")
    return "   ".join(parts)
