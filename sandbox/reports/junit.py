"""How is a verdict written for a CI server? As JUnit XML."""

# tested by: tests/reports/test_formats.py

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring


def junit(verdict: Mapping[str, Any]) -> str:
    """Return a verdict as JUnit XML: a test case a rule.

    A failed rule is a failure, one in doubt an error, and one that was not exercised is skipped: nothing that leaves
    the exit code above 0 looks green.
    """
    return _written(_suite(verdict, f"procedure-sandbox verdict ({verdict['policy']})"))


def junit_of_many(verdicts: Mapping[str, Any]) -> str:
    """Return the verdicts on many sessions as JUnit XML: a test suite a session, by its label."""
    suites = Element("testsuites", name=f"procedure-sandbox verdict ({verdicts['policy']})")
    for session in verdicts["sessions"]:
        suites.append(_suite(session, session["label"]))
    if not verdicts["sessions"]:
        suites.append(_suite({"rules": [], "result": "not-exercised"}, "no session"))
    return _written(suites)


def _written(element: Element) -> str:
    indent(element)
    return tostring(element, encoding="unicode", xml_declaration=True)


def _suite(verdict: Mapping[str, Any], name: str) -> Element:
    rules = verdict["rules"]
    results = [rule["result"] for rule in rules]
    suite = Element(
        "testsuite",
        name=name,
        tests=str(len(rules)),
        failures=str(results.count("fail")),
        errors=str(results.count("inconclusive")),
        skipped=str(results.count("not-exercised")),
    )
    for rule in rules:
        _case(suite, rule)
    if verdict["result"] == "not-exercised":
        _nothing_tested(suite, len(rules))
    return suite


def _case(suite: Element, rule: Mapping[str, Any]) -> None:
    case = SubElement(suite, "testcase", classname="procedure-sandbox", name=f"{rule['id']} {rule['title']}")
    entries = ", ".join(map(str, rule["entries"]))
    if rule["result"] == "fail":
        failure = SubElement(case, "failure", message=rule["says"])
        failure.text = f"{rule['repair']} Entries: {entries}."
    elif rule["result"] == "inconclusive":
        error = SubElement(case, "error", message=f"inconclusive: {rule['says']}")
        error.text = f"Entries: {entries}."
    elif rule["result"] == "not-exercised":
        SubElement(case, "skipped", message=f"not exercised: {rule['says']}")


def _nothing_tested(suite: Element, rules: int) -> None:
    """Add a case that says that no rule was put to the test, which is no success."""
    suite.set("tests", str(rules + 1))
    suite.set("errors", "1")
    case = SubElement(suite, "testcase", classname="procedure-sandbox", name="verdict")
    SubElement(case, "error", message="No rule was exercised: the client met nothing that puts it to the test.")
