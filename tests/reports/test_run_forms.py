"""A run for machines: JUnit, SARIF, GitHub. What each counts, and that no text by anybody breaks it."""

import json
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from sandbox.reports.certify_run import CertifyRun
from sandbox.reports.run_github import github_of_run, summary_of_run
from sandbox.reports.run_junit import junit_of_run
from sandbox.reports.run_sarif import sarif
from tests.reports.made import EMPTY, EVERY_RUN, HOSTILE_RUN, ONE_OF_EACH, row, ruling, run


def suites(shown: CertifyRun) -> dict[str, Element]:
    """Return the suites of a run's JUnit by their names."""
    return {str(suite.get("name")): suite for suite in fromstring(junit_of_run(shown))}  # noqa: S314 - our own XML


@pytest.mark.parametrize("shown", EVERY_RUN.values(), ids=EVERY_RUN)
def test_junit_has_a_suite_for_each_row_and_counts_its_cases(shown: CertifyRun) -> None:
    """And one for conditions that were required and never met."""
    found = suites(shown)

    assert [*(one.row for one in shown.rows), *(["conditions"] if shown.missing else [])] == list(found)
    for suite in found.values():
        cases = suite.findall("testcase")
        counts = tuple(len(suite.findall(f"testcase/{tag}")) for tag in ("failure", "error", "skipped"))
        assert (len(cases), *counts) == tuple(
            int(suite.get(name, -1)) for name in ("tests", "failures", "errors", "skipped")
        )


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("retry/01-ready", ("3", "0", "0", "1")),
        ("retry/02-window", ("4", "1", "1", "0")),
        ("retry/07-http-date", ("2", "0", "1", "0")),
        ("retry/15-huge", ("1", "0", "1", "0")),
        ("retry/16-failed", ("1", "1", "0", "0")),
        ("conditions", ("1", "1", "0", "0")),
    ],
)
def test_nothing_that_is_not_passed_looks_green(name: str, counts: tuple[str, ...]) -> None:
    """Failed is a failure, in doubt an error, not exercised is skipped, but of a whole row an error."""
    suite = suites(ONE_OF_EACH)[name]

    assert counts == tuple(suite.get(what) for what in ("tests", "failures", "errors", "skipped"))


def test_junit_shows_what_the_client_did() -> None:
    """The timeline as text, and the end of its output; for a row that passed, neither."""
    found = suites(ONE_OF_EACH)
    told = str(found["retry/02-window"].findtext("system-out"))

    assert "GET /fhir/Procedure\n     1        0 s" in told
    assert told.endswith("hello")
    assert found["retry/01-ready"].find("system-out") is None


def log(shown: CertifyRun, artifact: str | None = None) -> dict[str, Any]:
    """Return the one run of a SARIF log."""
    written = json.loads(sarif(shown, artifact))
    assert "2.1.0" == written["version"]
    (found,) = written["runs"]
    run_: dict[str, Any] = found
    return run_


def test_sarif_has_a_result_for_each_rule_and_row() -> None:
    """What failed is an error, what is in doubt a warning; so is a row that no rule explains, and a condition."""
    found = log(ONE_OF_EACH)

    assert [
        ("R02", "error", "retry/02-window"),
        ("R06", "warning", "retry/02-window"),
        ("R02", "error", "retry/03-requests"),
        ("R06", "warning", "retry/07-http-date"),
        ("row", "error", "retry/16-failed"),
        ("condition", "error", "404"),
    ] == [
        (one["ruleId"], one["level"], one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"])
        for one in found["results"]
    ]


@pytest.mark.parametrize("shown", EVERY_RUN.values(), ids=EVERY_RUN)
@pytest.mark.parametrize("artifact", [None, "src/client.py"])
def test_sarif_is_what_its_schema_says(shown: CertifyRun, artifact: str | None) -> None:
    """Each result names its rule by id and by place, each once; and the models of a package by others read it."""
    models = pytest.importorskip("sarif_pydantic")
    found = log(shown, artifact)
    rules = found["tool"]["driver"]["rules"]
    fingerprints = [one["partialFingerprints"]["rowAndRule/v1"] for one in found["results"]]

    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in found["results"])
    assert len(rules) == len({rule["id"] for rule in rules})
    assert len(fingerprints) == len(set(fingerprints))
    assert {artifact} >= {
        one["locations"][0].get("physicalLocation", {}).get("artifactLocation", {}).get("uri")
        for one in found["results"]
    }
    models.Sarif.model_validate(json.loads(sarif(shown, artifact)))


def test_the_help_of_a_rule_is_its_repair() -> None:
    """As it was given to this client."""
    rules = {rule["id"]: rule for rule in log(ONE_OF_EACH)["tool"]["driver"]["rules"]}

    assert {"text": "Read `Retry-After`."} == rules["R02"]["help"]
    assert ("TitleOfR02", False) == (rules["R02"]["name"], "help" in rules["R01"])


def test_github_gets_an_annotation_for_each_rule_not_for_each_row() -> None:
    """It shows ten of a step."""
    rows = [row(f"retry/{number:02}", "fail", ruling("R02", "fail", "Early.", repair="Wait.")) for number in range(20)]

    assert 1 == len(github_of_run(run(*rows)).splitlines())
    assert [
        (
            "::error title=mine%3A R02 title of R02::"
            "retry/02-window, retry/03-requests: Entry 2 came 2 s too early. Read `Retry-After`."
        ),
        "::warning title=mine%3A R06 title of R06::retry/02-window, retry/07-http-date: Perhaps.",
        "::error title=mine%3A retry/16-failed::killed after 120 s at x20, for it took too long. It had to be killed.",
        "::error title=mine%3A 404::It was required, and the client never met it.",
    ] == github_of_run(ONE_OF_EACH).splitlines()
    assert "" == github_of_run(run(row("a", "pass")))


def test_the_summary_of_a_step_has_a_line_for_each_row() -> None:
    """With the sum, what to repair, and the coverage."""
    lines = summary_of_run(ONE_OF_EACH).splitlines()

    assert "## ❌ certify: mine" == lines[0]
    assert "- **R02 title of R02** (2 rows): Read `Retry-After`." in lines
    assert "| ❌ FAIL | `retry/02-window` | `syncing-5s` | R02 | R06 | exit status 0 after 1.25 s at x20. |" in lines
    assert "| ✅ pass | `retry/01-ready` | `syncing-5s` |  |  | exit status 0 after 1.25 s at x20. |" in lines
    assert "**Required, and never met:** `404`" in lines
    assert "Never met: `404`, `reset`" in lines


@pytest.mark.parametrize("shown", [HOSTILE_RUN, EMPTY], ids=["hostile", "empty"])
def test_no_text_becomes_markup_or_a_command(shown: CertifyRun) -> None:
    """Whatever a client wrote, and whatever it is called."""
    summary, commands = summary_of_run(shown), github_of_run(shown)

    assert "<script" not in summary
    assert not [letter for letter in summary + commands if letter < " " and letter != "\n"]
    assert all(line.startswith("::") for line in commands.splitlines())
