"""How is a retry timeline told on a terminal, or in the report of a failing test? As lines, an attempt a line."""

# tested by: tests/reports/test_timeline.py

from collections.abc import Iterator

from sandbox.plural import counted_as
from sandbox.reports.timeline import Attempt, Lane, Timeline, seconds

_MOST = 40  # attempts of one lane; of more, the middle is left out
_TAIL = 4  # one in so many of them is from the end


def timeline_text(timeline: Timeline, most: int = _MOST) -> str:
    """Return the timeline as text: for each question its attempts, with the time since the answer before.

    Of more attempts than *most* the middle is left out.
    """
    if not timeline.lanes:
        return "No request was made."
    lines = [line for lane in timeline.lanes for line in _lane(lane, most)]
    if timeline.left_out:
        lines.append(f"... and {counted_as(timeline.left_out, 'other question')}.")
    return "\n".join(lines)


def _lane(lane: Lane, most: int) -> Iterator[str]:
    tail = most // _TAIL
    yield lane.title
    before: Attempt | None = None
    for place, attempt in enumerate(lane.attempts):
        if len(lane.attempts) > most and most - tail <= place < len(lane.attempts) - tail:
            if place == most - tail:
                yield f"  ... {counted_as(len(lane.attempts) - most, 'more attempt')} ..."
        else:
            yield attempt_line(attempt, before)
        before = attempt


def attempt_line(attempt: Attempt, before: Attempt | None) -> str:
    """Return an attempt as a line: its number, its time, the time since the answer *before*, what it got."""
    if before is None:
        gap = ""
    else:
        gap = f"+{seconds(round(attempt.at - before.done, 6))}"
    if attempt.early:
        notes = ["too early"]
    else:
        notes = []
    notes += attempt.rules
    if notes:
        remark = f"   <- {', '.join(notes)}"
    else:
        remark = ""
    return f"  {attempt.number:>4}  {seconds(attempt.at):>9}  {gap:>10}  {attempt.says}{remark}"
