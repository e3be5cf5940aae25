"""Runs side by side: as a value, as text, as Markdown, as a page."""

import re

import pytest

from sandbox.reports.comparison import Comparison, compared, in_a_cell, requests_of
from sandbox.reports.comparison_markdown import comparison_markdown
from sandbox.reports.comparison_page import comparison_page
from sandbox.reports.comparison_text import comparison_text
from tests.reports.made import EARLY, EMPTY, HOSTILE_RUN, ONE_OF_EACH, row, ruling, run
from tests.reports.test_run_page import Page

RIGHT = run(row("retry/01-ready", "pass"), row("retry/02-window", "pass"), client="right")
WRONG = run(
    row("retry/02-window", "fail", EARLY, ruling("R06", "inconclusive", "Perhaps."), output="oops\n"),
    row("retry/15-huge", "not-exercised", journal=[]),
    client="wrong",
)
BOTH = compared([RIGHT, WRONG])
ALL = {"both": BOTH, "hostile": compared([HOSTILE_RUN, ONE_OF_EACH, HOSTILE_RUN]), "empty": compared([EMPTY])}


def test_rows_are_those_of_all_runs_in_order() -> None:
    """A client that has not run one has no cell."""
    assert [
        ["pass", "not run"],
        ["pass", "FAIL R02"],
        ["not run", "not exercised"],
    ] == [[in_a_cell(cell) for cell in cells] for cells in BOTH.rows]


def test_the_same_id_with_another_scenario_is_another_row() -> None:
    """Numbers of scenarios of the user's own say nothing."""
    one, other = run(row("own/01", "pass", scenario="a")), run(row("own/01", "pass", scenario="b"))

    assert 2 == len(compared([one, other]).rows)


def test_a_client_that_comes_twice_is_numbered() -> None:
    """So that each name stands for one run."""
    assert ("right", "wrong", "right (2)", "right (3)") == compared([RIGHT, WRONG, RIGHT, RIGHT]).names


def test_how_they_ran_is_said_once_if_it_is_the_same() -> None:
    """Else not."""
    assert "suite retry, policy flexpa, fast time (20 times as fast)" == BOTH.how_they_ran()
    assert "" == compared([RIGHT, run(policy="strict")]).how_they_ran()
    assert "Suite retry, policy strict, fast time (20 times as fast). procedure-sandbox certify" in (
        Page(comparison_page(compared([RIGHT, run(policy="strict")]))).text
    )


def test_requests_are_counted_by_the_verdict() -> None:
    """For a journal may have lost some; without a verdict, by the journal."""
    assert "1,200 requests" == requests_of(row("a", "pass", verdict={"numbers": {"requests": 1200}}))
    assert "2 requests" == requests_of(row("a", "pass", verdict={}))


def test_the_text_is_a_grid_and_then_what_has_not_passed() -> None:
    """With findings and timeline."""
    lines = comparison_text(BOTH).splitlines()

    assert [
        "right: suite retry, policy flexpa, fast time (20 times as fast); 2 rows: 2 pass",
        "wrong: suite retry, policy flexpa, fast time (20 times as fast); 2 rows: 1 FAIL, 1 not exercised",
        "",
        "Row              right    wrong",
        "retry/01-ready   pass     not run",
        "retry/02-window  pass     FAIL R02",
        "retry/15-huge    not run  not exercised",
        "",
        "retry/02-window (syncing-5s), wrong: FAIL R02; 2 requests, exit status 0 after 1.25 s at x20",
        "  FAIL R02 title of R02: Entry 2 came 2 s too early.",
        "  in doubt R06 title of R06: Perhaps.",
        "    GET /fhir/Procedure",
    ] == lines[:12]
    assert "    No request was made." == lines[-1]


def test_a_grid_that_is_too_wide_becomes_a_list() -> None:
    """A line for each cell."""
    text = comparison_text(BOTH, width=20)

    assert "retry/02-window\n  right  pass\n  wrong  FAIL R02\n" in text
    assert "Row " not in text
    assert comparison_text(BOTH) == comparison_text(BOTH, width=39)


@pytest.mark.parametrize("shown", ALL.values(), ids=ALL)
def test_each_cell_of_the_page_leads_to_something(shown: Comparison) -> None:
    """Every id stands once, every link leads somewhere, and every cell that was run has one."""
    page = Page(comparison_page(shown))
    links = [str(found["href"]) for found in page.all("a")]
    cells = [cell for cells in shown.rows for cell in cells if cell is not None]
    targets = [f"#row-{place}" for place in range(1, len(shown.rows) + 1)]

    assert len(page.ids) == len(set(page.ids))
    assert set() == {link.removeprefix("#") for link in links} - set(page.ids)
    assert len(cells) == len([link for link in links if re.fullmatch(r"#row-\d+-client-\d+", link)])
    assert set(targets) <= set(links)
    assert 2 * len(cells) == len(page.all("svg", **{"class": "timeline"}))


@pytest.mark.parametrize("shown", ALL.values(), ids=ALL)
def test_the_page_needs_nothing_from_outside(shown: Comparison) -> None:
    """As the page of a run."""
    page = Page(comparison_page(shown))

    assert set() == {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe"}
    assert set() == {name for _, found in page.elements for name in found} & {"style", "src", "onclick"}


def test_a_cell_says_rules_and_requests() -> None:
    """And its result in a word, for whoever does not see the sign."""
    text = Page(comparison_page(BOTH)).text

    assert "retry/02-window syncing-5s ✓ pass 2 requests ✕ FAIL R02 2 requests" in text
    assert "not run" in text
    assert "oops" in text


@pytest.mark.parametrize("shown", ALL.values(), ids=ALL)
def test_each_cell_of_the_markdown_leads_to_its_anchor(shown: Comparison) -> None:
    """There is one for each cell, and no other markup by anybody."""
    written = comparison_markdown(shown)
    links = re.findall(r"\]\(#(row-\d+-client-\d+)\)", written)

    assert links == re.findall(r'<a id="(row-\d+-client-\d+)"></a>', written)
    assert "<script" not in re.sub(r"(?m)^ {4}.*$|(`+)[^`].*?[^`]\1(?!`)", "", written)
    assert "\x1b" not in written


def test_the_markdown_is_a_table_and_what_happened() -> None:
    """The timeline is code."""
    lines = comparison_markdown(BOTH).splitlines()

    assert "| Row | Scenario | right | wrong |" in lines
    assert ("| `retry/02-window` | `syncing-5s` | [pass](#row-2-client-1) | [FAIL R02](#row-2-client-2) |") in lines
    assert "`syncing-5s`: a right client waits." in lines
    assert "**wrong**: FAIL R02; 2 requests, exit status 0 after 1.25 s at x20." in lines
    assert "- FAIL R02 title of R02: Entry 2 came 2 s too early. Read `Retry-After`." in lines
    assert "         2        1 s        +1 s  200   <- too early, R02" in lines


def test_a_scenario_of_ones_own_has_no_word_on_what_is_right() -> None:
    """It is named alone."""
    own = compared([run(row("own/01", "pass", right=""))])

    assert "`syncing-5s`" in comparison_markdown(own).splitlines()
    assert "A right client" not in Page(comparison_page(own)).text


def test_a_terminal_is_not_steered_by_what_a_file_holds() -> None:
    """Whatever field it stands in, and a name stays on its line."""
    said = "a\n::error::b\x1b[31m\0"
    steering = [run(row(said, "fail", ruling(said, "fail", said), scenario=said, says=said), client=said)] * 2
    written = comparison_text(compared(steering))

    assert not {"\x1b", "\0"} & set(written)
    assert written.startswith("a ::error::b")
