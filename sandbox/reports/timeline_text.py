"""How is a retry timeline told on a terminal, or in the report of a failing test? As lines, an attempt a line."""

# tested by: tests/reports/test_timeline.py

from collections.abc import Iterator

from sandbox.reports.timeline import Attempt, Lane, Timeline, seconds

_MOST = 40  # attempts of one lane; of more, the middle is left out
_HEAD = 30  # of them from the beginning


def timeline_text(timeline: Timeline) -> str:
    """Return the timeline as text: for each question its attempts, with the time since the answer before."""
    if not timeline.lanes:
        return "No request was made."
    lines = [line for lane in timeline.lanes for line in _lane(lane)]
    if timeline.left_out:
        lines.append(f"... and {timeline.left_out} other questions.")
    return "\n".join(lines)


def _lane(lane: Lane) -> Iterator[str]:
    yield lane.title
    before: Attempt | None = None
    for place, attempt in enumerate(lane.attempts):
        if len(lane.attempts) > _MOST and _HEAD <= place < len(lane.attempts) - (_MOST - _HEAD):
            if place == _HEAD:
                yield f"  ... {len(lane.attempts) - _MOST} more attempts ..."
        else:
            yield _line(attempt, before)
        before = attempt


def _line(attempt: Attempt, before: Attempt | None) -> str:
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
