"""The retry timeline: what is drawn of a journal and its verdict, as a picture and as text."""

from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from sandbox.reports.timeline import Answer, seconds, timeline
from sandbox.reports.timeline_svg import LEGEND, NARROW, SHAPES, STYLE, timeline_figure, timeline_svg
from sandbox.reports.timeline_text import timeline_text

PATH = "/fhir/Procedure"
SVG = "{http://www.w3.org/2000/svg}"


def entry(number: int, at: float, status: int | None, **more: Any) -> dict[str, Any]:
    """Return a journal entry as the admin API gives it."""
    plain = {"n": number, "at": 1000.0 + at, "method": "GET", "path": PATH, "query": "a=1", "status": status}
    return plain | {"wait": None, "issue": None} | more


def waiting(number: int, at: float, wait: float = 3.0, **more: Any) -> dict[str, Any]:
    """Return the entry of a 429 that announced a wait."""
    return entry(number, at, 429, wait=wait, issue="transient", **more)


FAILED = {"result": "fail", "rules": [{"id": "R02", "result": "fail", "entries": [1, 2]}]}
HURRIED = [waiting(1, 0), waiting(2, 1), entry(3, 4.2, 200)]


def test_an_attempt_before_the_end_of_the_announced_wait_is_early() -> None:
    """The wait runs from the answer of the attempt before; a real clock is forgiven 50 ms."""
    (lane,) = timeline([waiting(1, 0), waiting(2, 2.96), waiting(3, 5.0), entry(4, 8.0, 200)]).lanes

    assert [False, False, True, False] == [attempt.early for attempt in lane.attempts]


def test_a_wait_runs_from_the_answer() -> None:
    """An answer that was a second late moves the end of its wait."""
    (lane,) = timeline([waiting(1, 0, answered_at=1001.0), entry(2, 3.5, 200)]).lanes

    assert [1.0, 3.5] == [attempt.done for attempt in lane.attempts]
    assert lane.attempts[1].early


def test_a_moment_since_1970_is_no_wait_of_fifty_years() -> None:
    """An attempt is early before that moment, not after it."""
    entries = [waiting(n, at, 1003.0 + at, spelling="epoch") for n, at in ((1, 0), (2, 2), (3, 5))]
    (lane,) = timeline(entries).lanes

    assert [False, True, False] == [attempt.early for attempt in lane.attempts]


def test_the_order_and_the_spelling_of_parameters_make_no_other_lane() -> None:
    """Another value, method or path does."""
    same = [entry(1, 0, 200, query="a=1&b=%2F"), entry(2, 1, 200, query="b=/&a=1")]
    other = [entry(3, 2, 200, query="a=2"), entry(4, 3, 200, method="HEAD"), entry(5, 4, 200, path="/fhir/Patient")]

    assert [2, 1, 1, 1] == [len(lane.attempts) for lane in timeline([*same, *other]).lanes]


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({"status": 200}, Answer.DATA),
        ({"status": 304}, Answer.NOT_MODIFIED),
        ({"status": 429}, Answer.NOT_YET),
        ({"status": 422}, Answer.REFUSED),
        ({"status": 503}, Answer.FAILED),
        ({"status": None}, Answer.PENDING),
        ({"status": None, "fault": "reset"}, Answer.BROKEN),
        ({"status": 200, "fault": "truncated"}, Answer.BROKEN),
        ({"status": 200, "fault": "slow"}, Answer.DATA),
        ({"status": 200, "fault": "slow", "gone": True}, Answer.BROKEN),
    ],
)
def test_each_answer_is_told_apart(more: dict[str, Any], answer: Answer) -> None:
    """What arrived broken is no data, whatever its status."""
    (lane,) = timeline([entry(1, 0, 200) | more]).lanes

    assert answer is lane.attempts[0].answer


def test_every_answer_has_a_shape_and_a_name() -> None:
    """No two have the same."""
    assert set(Answer) == SHAPES.keys() == LEGEND.keys()
    assert len(Answer) == len(set(SHAPES.values())) == len(set(LEGEND.values()))


def test_the_findings_of_a_verdict_stand_at_their_entries() -> None:
    """Of a rule that failed, each entry; of one that passed, none."""
    passed = {"id": "R01", "result": "pass", "entries": [3]}
    (lane,) = timeline(HURRIED, FAILED | {"rules": [*FAILED["rules"], passed]}).lanes

    assert [("R02",), ("R02",), ()] == [attempt.rules for attempt in lane.attempts]


def test_the_picture_stands_alone_and_says_in_words_what_it_shows() -> None:
    """It is XML, takes nothing from elsewhere, and what a user wrote cannot become markup."""
    drawn = timeline_svg(timeline([entry(1, 0, 200, query="a=<b>&c=\"'")]), "<Ada> & co")
    root = fromstring(drawn)  # noqa: S314 - our own document

    assert "<Ada> & co" == root.findtext(f"{SVG}title")
    assert "1 data" in str(root.findtext(f"{SVG}desc"))
    assert [] == [word for word in ("http://", "https://", "<script", "url(") if word in drawn.replace(SVG[1:-1], "")]


def test_the_picture_marks_what_was_early_and_which_rule_says_so() -> None:
    """A ring, the rule, and the sentence of each mark."""
    drawn = timeline_svg(timeline(HURRIED, FAILED))

    assert 2 == drawn.count('<text class="rule"')
    assert "entry 2, 1 s after the first request: 429, transient, wait 3 s announced; too early; R02" in drawn


def test_a_figure_of_a_page_has_names_of_its_own_and_the_style_of_the_page() -> None:
    """So that a page may have many, and one style for all."""
    drawn = timeline_figure(timeline(HURRIED, FAILED), "Row 7", "row-7")
    root = fromstring(drawn)  # noqa: S314 - our own document

    assert "row-7-title row-7-words" == root.get("aria-labelledby")
    assert ["row-7-title", "row-7-words"] == [one.get("id") for one in root.iter() if one.get("id")]
    assert "<style" not in drawn
    assert all(".timeline" in rule.split("{")[0] for rule in STYLE.splitlines() if rule.endswith("; }") and "{" in rule)


def test_a_narrow_figure_stays_within_its_width() -> None:
    """The lane's title is cut, and the legend takes more lines."""
    entries = [*HURRIED, entry(4, 5, 503, query="_sort=-date&_count=50&status=completed,in-progress,not-done")]
    wide, narrow = (fromstring(timeline_figure(timeline(entries), "", "a", width)) for width in (960, NARROW))  # noqa: S314 - our own
    places = [float(one.get("x", 0)) for one in narrow.iter() if "{" in one.tag]
    titles = [one.text or "" for one in narrow.iter(f"{SVG}text") if one.get("class") == "lane"]

    assert max(places) < NARROW == float(narrow.get("width", 0))
    assert float(narrow.get("height", 0)) > float(wide.get("height", 0))
    assert ["GET /fhir/Procedure?a=1", "…"] == [titles[0], titles[1][-1]]


def test_a_crowd_of_attempts_is_one_mark_with_a_count() -> None:
    """A thousand requests in a second do not make a thousand shapes."""
    entries = [waiting(number + 1, number / 1000) for number in range(1000)]
    drawn = timeline_svg(timeline([*entries, entry(1001, 30, 200)]))

    assert ">&#215;" in drawn
    assert drawn.count('class="notyet"') < 100


def _of_class(drawn: str, name: str) -> list[Element]:
    return [one for one in fromstring(drawn).iter() if one.get("class") == name]  # noqa: S314 - our own document


def test_waits_that_overlap_are_one_band() -> None:
    """Bands upon bands would have a colour that the legend does not; those that follow each other stay apart."""
    hot = timeline_figure(timeline([*(waiting(n + 1, n / 100) for n in range(40)), entry(41, 8, 200)]), "", "a")
    polite = timeline_figure(timeline([waiting(1, 0), waiting(2, 3), entry(3, 6, 200)]), "", "a")
    hasty = timeline_figure(timeline([waiting(1, 0), waiting(2, 1), entry(3, 8, 200)]), "", "a")

    drawn = [
        (len(_of_class(one, "band")) - 1, len(_of_class(one, "end"))) for one in (hot, polite, hasty)
    ]  # the legend
    assert drawn[1:] == [(2, 2), (1, 2)]
    assert 1 == drawn[0][0]
    assert drawn[0][1] < 8


@pytest.mark.parametrize("width", [960, NARROW])
def test_a_hot_loop_of_several_answers_is_a_mark_for_each(width: float) -> None:
    """They stand where they came, beside each other, each with its number."""
    mixed = [waiting(n + 1, n / 100) if n % 2 else entry(n + 1, n / 100, 503) for n in range(40)]
    drawn = timeline_figure(timeline([*mixed, entry(41, 8, 200)]), "", "a", width)

    assert ["\u00d720", "\u00d720"] == [one.text for one in _of_class(drawn, "count")]


@pytest.mark.parametrize("width", [960, NARROW])
@pytest.mark.parametrize("number", [1, 3])
def test_the_names_of_rules_stay_within_the_picture(width: float, number: int) -> None:
    """At the first attempt as at the last."""
    rules = [{"id": f"R{n:02}", "result": "fail", "entries": [number]} for n in range(1, 7)]
    drawn = timeline_figure(timeline(HURRIED, {"result": "fail", "rules": rules}), "", "a", width)
    (names,) = _of_class(drawn, "rule")
    half = len(names.text or "") * 7 / 2

    assert half <= float(names.get("x", 0)) <= width - half


def test_a_wait_of_a_day_does_not_dwarf_the_rest() -> None:
    """The axis ends where the client's requests do; the band is open."""
    line = timeline([waiting(1, 0, 86_400.0), waiting(2, 5, 86_400.0)])

    assert 5.0 == line.span
    assert 'class="band open"' in timeline_svg(line)


def test_lanes_beyond_the_bound_are_counted() -> None:
    """A picture of a hundred questions is none."""
    line = timeline([entry(number + 1, number, 200, query=f"a={number}") for number in range(100)])

    assert (8, 92, 100) == (len(line.lanes), line.left_out, line.requests)
    assert "and 92 other questions" in timeline_svg(line)
    assert "... and 92 other questions." in timeline_text(line)


def test_a_session_without_a_request_says_so() -> None:
    """As a picture and as text."""
    assert "No request was made" in timeline_svg(timeline([]))
    assert "No request was made." == timeline_text(timeline([]))


def test_the_text_has_a_line_for_each_attempt() -> None:
    """Its number, its time, the time since the answer before, and what is wrong with it."""
    assert [
        "GET /fhir/Procedure?a=1",
        "     1        0 s              429, transient, wait 3 s announced   <- R02",
        "     2        1 s        +1 s  429, transient, wait 3 s announced   <- too early, R02",
        "     3      4.2 s      +3.2 s  200",
    ] == timeline_text(timeline(HURRIED, FAILED)).splitlines()


def test_the_text_leaves_out_the_middle_of_a_long_lane() -> None:
    """And says how many."""
    lines = timeline_text(timeline([waiting(number + 1, number * 3) for number in range(100)])).splitlines()

    assert "  ... 60 more attempts ..." in lines
    assert 42 == len(lines)


def test_a_wait_that_cannot_be_obeyed_is_named() -> None:
    """By the spelling that was used."""
    (lane,) = timeline([entry(1, 0, 429, issue="transient", spelling="garbage")]).lanes

    assert "429, transient, no wait that can be obeyed (garbage)" == lane.attempts[0].says


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0 s"), (0.0041, "4.1 ms"), (2.949, "2.95 s"), (3.0, "3 s"), (172_800, "2 d")]
)
def test_seconds_are_written_as_a_person_writes_them(value: float, text: str) -> None:
    """No more digits than anybody reads."""
    assert text == seconds(value)
