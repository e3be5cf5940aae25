"""The retry timeline in characters: each attempt at its place, faults above, waits as bands."""

import pytest

from sandbox.reports.timeline import Answer, round_step, timeline
from sandbox.reports.timeline_chart import GLYPHS, timeline_chart
from tests.reports.made import EARLY, entry

HURRIED = [entry(1, 0, 429, 3.0), entry(2, 1, 429, 3.0), entry(3, 10, 200)]


def test_marks_stand_where_their_times_are() -> None:
    """One column is one second here; what is part of a finding has a sign above."""
    verdict = {"result": "fail", "rules": [EARLY]}

    assert [
        "GET /fhir/Procedure",
        "!  !",
        "◆░░◆░░░░░░░░░────────────────●",
        "0 s          5 s          10 s",
        "● data   ◆ 429, not yet   ░ announced wait   ! part of a finding",
    ] == timeline_chart(timeline(HURRIED, verdict), 30).splitlines()


def test_every_answer_has_a_character_of_its_own() -> None:
    """And a name for the legend."""
    assert set(Answer) == GLYPHS.keys()
    assert len(Answer) == len({glyph for glyph, _ in GLYPHS.values()}) == len({name for _, name in GLYPHS.values()})


@pytest.mark.parametrize("columns", [0, 20, 33, 80, 211])
@pytest.mark.parametrize("span", [0.0, 0.004, 3.0, 47.3, 100_000.0])
def test_no_line_is_wider_than_the_terminal(columns: int, span: float) -> None:
    """But for the legend; whatever the time is."""
    entries = [entry(1, 0, 503, query=f"a={'x' * 300}"), entry(2, span, 200, query=f"a={'x' * 300}")]
    *lines, _ = timeline_chart(timeline(entries), columns).splitlines()

    assert all(len(line) <= max(columns, 20) for line in lines)


def test_what_is_left_out_is_said() -> None:
    """And so it is that nothing happened."""
    many = [entry(number, number, 200, query=f"a={number}") for number in range(1, 20)]

    assert "and 11 other questions" in timeline_chart(timeline(many), 60)
    assert "No request was made." == timeline_chart(timeline([]), 60)


@pytest.mark.parametrize(("rough", "step"), [(0.3, 0.5), (1, 1), (1.1, 2), (6, 10), (0.02, 0.02), (51, 100)])
def test_a_step_is_round(rough: float, step: float) -> None:
    """1, 2 or 5 times a power of ten."""
    assert step == pytest.approx(round_step(rough))
