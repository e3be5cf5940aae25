"""How a verdict is told: to a person, to JUnit, to GitHub."""

from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from sandbox.reports.formats import FORMATS
from sandbox.reports.github import github
from sandbox.reports.junit import junit
from sandbox.reports.text import text


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
        _rule(3, "not-applicable", "Never tested."),
        _rule(4, "inconclusive", "Perhaps.", 7),
    ],
    "numbers": {"requests": 3, "wasted": 1, "early_seconds": 0.5, "overshoot_seconds": None, "optimum": 2},
}


def test_text_has_a_line_for_each_rule_that_applied() -> None:
    """With the entries, the repair of what failed, the numbers that are known, and the sum."""
    assert [
        "ok   R01 waited: and, more: It came back.",
        'FAIL R02 waited: and, more: 50% "early" <again>',
        "and & again.  (entries 1, 2)",
        "         Repair: Wait.",
        "?    R04 waited: and, more: Perhaps.  (entries 7)",
        "requests 3, wasted 1, early seconds 0.5, optimum 2.",
        "Verdict under the policy flexpa: fail",
    ] == text(VERDICT).splitlines()


def test_junit_counts_what_it_lists() -> None:
    """A test case a rule: failed, skipped, or neither."""
    suite = fromstring(junit(VERDICT))  # noqa: S314 - our own XML

    assert ("testsuite", "4", "1", "2") == (suite.tag, *(suite.get(name) for name in ("tests", "failures", "skipped")))
    assert (4, 1, 2) == tuple(len(suite.findall(where)) for where in ("testcase", ".//failure", ".//skipped"))


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
