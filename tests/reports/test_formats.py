"""How a verdict is told: to a person, to JUnit, to GitHub."""

from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from sandbox.reports.formats import FORMATS, FORMATS_OF_MANY
from sandbox.reports.github import github
from sandbox.reports.junit import junit
from sandbox.reports.text import numbers_in_words, text


def _rule(number: int, result: str, says: str, *entries: int, repair: str = "") -> dict[str, Any]:
    title = "waited: and, more"
    shown = {"id": f"R{number:02}", "title": title, "result": result, "entries": list(entries)}
    return shown | {"says": says, "repair": repair}


VERDICT = {
    "result": "fail",
    "policy": "flexpa",
    "rules": [
        _rule(1, "pass", "It came back."),
        _rule(2, "fail", '50% "early" <again>\nand & again.', 1, 2, repair="Wait."),
        _rule(3, "not-exercised", "Never tested."),
        _rule(4, "inconclusive", "Perhaps.", 7),
    ],
    "numbers": {"requests": 3, "wasted": 1, "early_seconds": 0.500004, "overshoot_seconds": None, "optimum": 2},
}


def test_text_has_a_line_for_each_rule_that_applied() -> None:
    """With the entries, the repair of what failed, the numbers that are known, and the sum."""
    assert [
        "ok   R01 waited: and, more: It came back.",
        'FAIL R02 waited: and, more: 50% "early" <again>',
        "and & again.  (entries 1, 2)",
        "         Repair: Wait.",
        "?    R04 waited: and, more: Perhaps.  (entry 7)",
        "Not exercised, for the client met nothing that they are about: R03.",
        (
            "3 requests, where a client that waits as it is told needs 2; "
            "1 of them came too early (by 500 ms in all), and could not help."
        ),
        "Verdict under the policy flexpa: fail",
    ] == text(VERDICT).splitlines()


@pytest.mark.parametrize(
    ("numbers", "failed", "said"),
    [
        ((4, 3, 8.908, None, 4), "R02", "; 3 of them came too early (by 8.91 s in all), and could not help."),
        ((4, 3, 0.0, None, 4), "R10", "; 3 of them came after a final answer, and could not help."),
        ((4, 3, 2.0, None, 4), "R17", "; 3 of them came too early (by 2 s in all) or after a final answer, and could "),
        ((4, 0, 0.0, 4.5, 4), "R20", ". The data was fetched 4.5 s after it was there."),
        ((4, 0, 0.0, 0.0, 4), "R20", "."),
    ],
)
def test_the_numbers_say_what_they_count(numbers: tuple[float | None, ...], failed: str, said: str) -> None:
    """Nobody wonders how as many requests as can be were wasted."""
    names = ("requests", "wasted", "early_seconds", "overshoot_seconds", "optimum")
    verdict = {"numbers": dict(zip(names, numbers, strict=True)), "rules": [{"id": failed, "result": "fail"}]}

    assert numbers_in_words(verdict).startswith(f"4 requests, as many as a client needs that waits as it is told{said}")


def test_what_no_client_needs_is_not_said() -> None:
    """Under a 429 without end nobody knows how many requests are enough."""
    numbers = {"requests": 1, "wasted": 0, "early_seconds": 0.0, "overshoot_seconds": None, "optimum": None}

    assert "1 request." == numbers_in_words({"numbers": numbers, "rules": []})


def test_junit_counts_what_it_lists() -> None:
    """A test case a rule: failed, in doubt (an error), not exercised (skipped), or none of these."""
    suite = fromstring(junit(VERDICT))  # noqa: S314 - our own XML
    counts = tuple(suite.get(name) for name in ("tests", "failures", "errors", "skipped"))

    assert ("4", "1", "1", "1") == counts
    assert (4, 1, 1, 1) == tuple(
        len(suite.findall(where)) for where in ("testcase", ".//failure", ".//error", ".//skipped")
    )


def test_junit_of_what_was_not_exercised_is_not_green() -> None:
    """All rules are skipped; an error says that nothing was tested."""
    nothing = {**VERDICT, "result": "not-exercised", "rules": [_rule(1, "not-exercised", "Never tested.")]}
    suite = fromstring(junit(nothing))  # noqa: S314 - our own XML

    assert ("2", "1", "1") == tuple(suite.get(name) for name in ("tests", "errors", "skipped"))


MANY = {
    "result": "fail",
    "policy": "flexpa",
    "sessions": [
        {"session": "a", "label": "one", "result": "pass", "rules": [_rule(1, "pass", "It came back.")]},
        {"session": "b", "label": "two", "result": "fail", "rules": VERDICT["rules"]},
    ],
}


def test_the_text_of_many_has_a_line_for_each() -> None:
    """And below it what failed or is in doubt."""
    lines = FORMATS_OF_MANY["text"](MANY).splitlines()

    assert ("one: pass", "two: fail") == (lines[0], lines[1])
    assert lines[2].startswith("  FAIL R02 waited: and, more: ")
    assert "Verdict on 2 sessions under the policy flexpa: fail" == lines[-1]


def test_junit_of_many_has_a_suite_for_each() -> None:
    """By its label."""
    suites = fromstring(FORMATS_OF_MANY["junit"](MANY))  # noqa: S314 - our own XML

    assert [("one", "0"), ("two", "1")] == [(suite.get("name"), suite.get("failures")) for suite in suites]


def test_github_names_the_session_of_each_annotation() -> None:
    """In its title."""
    lines = FORMATS_OF_MANY["github"](MANY).splitlines()

    assert lines[0].startswith("::error title=two%3A R02")
    assert "Verdict under the policy flexpa: fail" == lines[-1]


def test_junit_says_what_happened() -> None:
    """Whatever characters it takes, XML brings them back, but for the line break in an attribute."""
    failure = fromstring(junit(VERDICT)).find(".//failure")  # noqa: S314 - our own XML

    assert failure is not None
    assert '50% "early" <again>\nand & again.' == failure.get("message")
    assert "Wait. Entries: 1, 2." == failure.text


def test_github_annotates_what_failed_or_is_in_doubt() -> None:
    """Percent signs, line breaks and, in a title, colons and commas are escaped."""
    assert [
        '::error title=R02 waited%3A and%2C more::50%25 "early" <again>%0Aand & again. Wait.',
        "::warning title=R04 waited%3A and%2C more::Perhaps.",
        "Verdict under the policy flexpa: fail",
    ] == github(VERDICT).splitlines()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_a_verdict_without_rules(name: str) -> None:
    """Nothing was asked; there is still a sum, or an empty suite."""
    nothing = VERDICT | {"rules": [], "result": "inconclusive"}

    assert "flexpa" in FORMATS[name](nothing)


def test_a_terminal_is_not_steered_by_what_was_recorded() -> None:
    """The method of a recording, for one, is anybody's word."""
    verdict = VERDICT | {"rules": [_rule(2, "fail", "\x1b[31mGET\0 came too early.", 2)]}

    assert "GET\ufffd came too early." in text(verdict)
    assert "\x1b" not in text(verdict)
