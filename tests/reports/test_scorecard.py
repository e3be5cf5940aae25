"""The scorecard on a terminal: a grid where it fits, a list where it does not, colours where there are any."""

import re

import pytest

from sandbox.reports.certify_run import CertifyRun
from sandbox.reports.scorecard import scorecard
from tests.reports.made import EARLY, EMPTY, EVERY_RUN, HOSTILE_RUN, ONE_OF_EACH, row, run

COLOUR = re.compile("\x1b\\[[0-9;]*m")


def test_it_is_a_grid_of_rows_and_rules() -> None:
    """Pass, FAIL, in doubt and not exercised are told apart without any colour."""
    lines = scorecard(ONE_OF_EACH).splitlines()

    assert [
        "mine: suite retry, policy flexpa, fast time (20 times as fast)",
        "",
        "                                   R01  R02  R06",
        "pass           retry/01-ready       ok    -    -",
        "FAIL           retry/02-window      ok FAIL    ?",
        "FAIL           retry/03-requests    ok FAIL    -",
        "in doubt       retry/07-http-date    -    -    ?",
        "not exercised  retry/15-huge         -    -    -",
        "FAIL           retry/16-failed       -    -    -",
        "",
        "R01 title of R01; R02 title of R02; R06 title of R06.",
    ] == lines[:11]


def test_below_it_stands_what_failed_and_what_to_repair() -> None:
    """A repair stands once for a rule, however many rows it failed in; the result comes last."""
    text = scorecard(ONE_OF_EACH)

    assert (
        "FAIL retry/02-window (syncing-5s)\n"
        "  A right client waits. This one: exit status 0 after 1.25 s at x20.\n"
        "  FAIL R02 title of R02: Entry 2 came 2 s too early.\n"
        "  ? R06 title of R06: Perhaps.\n"
    ) in text
    assert "This one: killed after 120 s at x20, for it took too long.\n  It had to be killed.\n" in text
    assert "  It never asked. It could have read FHIR_BASE_URL.\n" in text
    assert "What to repair\n  R02 title of R02 (2 rows): Read `Retry-After`.\n" in text
    assert (
        "A remark.\n\nConditions met: 429.transient.\nNever met: 404, reset.\nRequired, and never met: 404.\n\n"
        "6 rows: 3 FAIL, 1 in doubt, 1 not exercised, 1 pass.\nResult: FAIL"
    ) == text[text.index("A remark.") :]


def test_lists_are_broken_even_where_nobody_counts_columns() -> None:
    """In a pipe a finding is one line, to be searched for; what is many words in a row is several, to be read."""
    words = [f"retry-after.spelling-{number}" for number in range(20)]
    lines = scorecard(run(row("a", "fail", EARLY), met=words, never_met=words, missing=words)).splitlines()
    lists = [line for line in lines if "retry-after" in line]

    assert 3 * 7 > len(lists) > 3 * 4
    assert max(map(len, lists)) <= 100
    assert all(line.startswith(("  retry-after.", "Conditions met: ", "Never met: ", "Required, ")) for line in lists)


def test_a_scenario_of_ones_own_has_no_word_on_what_is_right() -> None:
    """Nobody has said."""
    shown = run(row("own/01", "fail", right="", says="Why."))

    says = "It ended with this: exit status 0 after 1.25 s at x20.\n  Why."
    assert f"FAIL own/01 (syncing-5s)\n  {says}" in scorecard(shown)


def test_what_is_long_and_the_same_in_many_rows_is_said_once() -> None:
    """Such as that a client has read none of the variables."""
    says = "No request came with the token of this row. " + "It could have read this, and that. " * 3
    text = scorecard(run(*(row(f"own/0{number}", "not-exercised", says=says) for number in (1, 2, 3))))

    assert 1 == text.count("No request came")
    assert text.index("own/01 (") < text.index("No request came") < text.index("own/02 (")
    assert 2 == text.count("\n  The same as in own/01.\n")


def test_a_narrow_terminal_gets_a_list() -> None:
    """Nothing is lost."""
    lines = scorecard(ONE_OF_EACH, width=47).splitlines()

    assert "FAIL           retry/02-window     FAIL R02  ? R06  ok R01" in lines
    assert "                                   R01  R02  R06" not in lines
    assert "                                   R01  R02  R06" in scorecard(ONE_OF_EACH, width=48).splitlines()


def test_paragraphs_are_wrapped_to_the_terminal() -> None:
    """Further lines stand a little further in."""
    lines = scorecard(ONE_OF_EACH, width=50).splitlines()

    assert ["R01 title of R01; R02 title of R02; R06 title of", "  R06."] == lines[10:12]


@pytest.mark.parametrize("shown", EVERY_RUN.values(), ids=EVERY_RUN)
@pytest.mark.parametrize("width", [0, 40, 80, 200])
def test_colours_change_nothing_but_the_colour(shown: CertifyRun, width: int) -> None:
    """Without them it is plain text, whatever a client wrote."""
    plain, coloured = scorecard(shown, width=width), scorecard(shown, width=width, colours=True)

    assert "\x1b" not in plain
    assert COLOUR.search(coloured)
    assert plain == COLOUR.sub("", coloured)


def test_a_run_without_rows_says_so() -> None:
    """It is nothing to be glad of."""
    assert "0 rows: none.\nResult: not exercised" in scorecard(EMPTY)
    assert "\x00" not in scorecard(HOSTILE_RUN)
